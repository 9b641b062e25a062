"""From a hand-written pattern to one concrete issue: words into slots, body in one of several shapes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from github_sync.sandbox.generate.drafts import Story
from github_sync.sandbox.generate.texts import Block, blocks, fill, lines, variants

_SKILL = {".py": "skill: python", ".ts": "skill: typescript", ".tsx": "skill: typescript", ".sh": "skill: shell"}
_OTHER_SKILL = {
    ".css": "skill: css",
    ".md": "skill: writing",
    ".po": "skill: translation",
    ".json": "skill: translation",
}
_KIND = {"infra": "infrastructure"}
_AREAS = {"deliveries", "volunteers", "donations", "reports", "accounts"}


@dataclass(frozen=True)
class Shelf:
    """The stories of a repository, each told once, patterns taking turns."""

    stories: list[Story]

    def spare(self, count: int) -> list[Story]:
        """What is left after `count` were taken and is called differently: people also mend what nobody reported."""
        told = {story.fix for story in self.stories[:count]}
        rest = {story.fix: story for story in self.stories[count:] if story.fix not in told}
        return [replace(story, body=story.want) for story in rest.values()]

    def take(self, count: int) -> list[Story]:
        if count > len(self.stories):
            raise ValueError(f"Only {len(self.stories)} stories are written, {count} are needed.")
        return self.stories[:count]


def shelf(files: tuple[str, ...], rng: Random) -> Shelf:
    """All stories of some files, shuffled so that no pattern comes twice before each has come once."""
    piles = [_pile(block, name, rng) for name in files for block in blocks(f"problems/{name}.txt")]
    rounds: list[Story] = []
    for turn in range(max(len(pile) for pile in piles)):
        this_turn = [pile[turn] for pile in piles if turn < len(pile)]
        rng.shuffle(this_turn)
        rounds += this_turn
    _tell_apart(rounds)
    return Shelf(rounds)


def _tell_apart(stories: list[Story]) -> None:
    """The second change of one name is named after what it mends."""
    seen: set[str] = set()
    for story in stories:
        if story.fix in seen and story.kind == "bug":
            story.fix = f"Fix: {_lower(story.title)}"
        seen.add(story.fix)


def _pile(block: Block, area: str, rng: Random) -> list[Story]:
    """One story a title: words that only the body uses are drawn by lot."""
    by_title: dict[str, dict[str, str]] = {}
    fillings = list(variants(block))
    rng.shuffle(fillings)
    for values in fillings:
        by_title.setdefault(fill(block.heading, values), values)
    return [_story(block, values, area, rng) for values in by_title.values()]


def _story(block: Block, values: dict[str, str], area: str, rng: Random) -> Story:
    kind = block.fields["kind"]
    paths = [fill(path, values) for path in block.listed("paths")]
    story = Story(
        kind=kind,
        title=fill(block.heading, values),
        fix=fill(block.fields["fix"], values),
        paths=paths,
        labels=[_KIND.get(kind, kind)],
        now=fill(block.body, values),
        want=fill(block.fields["want"], values),
        how=[fill(step, values) for step in block.listed("how")],
        family=block.heading,
    )
    story.title = story.title[0].upper() + story.title[1:]
    story.labels += [f"area: {area}"] * (area in _AREAS) + skills(paths)
    story.body = _body(story, rng)
    return story


def skills(paths: list[str]) -> list[str]:
    ends = ["." + path.rpartition(".")[2] for path in paths[:1]]
    found = [known[end] for known in (_SKILL, _OTHER_SKILL) for end in ends if end in known]
    return found[:1]


def _body(story: Story, rng: Random) -> str:
    """People fill in the form, half of it, or write as they speak."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(story.how, 1))
    return rng.choice(_BUG_SHAPES if story.kind == "bug" else _WISH_SHAPES)(story, steps, rng)


def _bug_form(story: Story, steps: str, rng: Random) -> str:
    return (
        f"### What happens\n\n{story.title}.\n\n{story.now}\n\n### What should happen\n\n{story.want}\n\n"
        f"### How to see it\n\n{steps}\n\n{_where(story, rng)}"
    ).strip()


def _bug_form_with_table(story: Story, steps: str, rng: Random) -> str:
    is_app = ".ts" in story.paths[0]
    system, browser = rng.choice(lines("phones.txt" if is_app else "systems.txt")).split("|")
    table = f"| | |\n|---|---|\n| Seen on | {system.strip()} |\n| With | {browser.strip()} |"
    instead = f"**Instead:** {_lower(story.title)}.\n\n{story.now}"
    return f"**Steps**\n\n{steps}\n\n**Expected:** {story.want}\n\n{instead}\n\n{table}"


def _bug_short(story: Story, steps: str, rng: Random) -> str:
    return f"{story.now}\n\nTo reproduce:\n\n{steps}\n\n{rng.choice(lines('closings.txt'))}"


def _bug_prose(story: Story, steps: str, rng: Random) -> str:
    opening = rng.choice(lines("openings.txt"))
    return (
        f"{opening}\n\n{story.now}\n\nWhat I would have expected: {_lower(story.want)}\n\n{_where(story, rng)}".strip()
    )


def _wish_form(story: Story, steps: str, rng: Random) -> str:
    return f"## Why\n\n{story.now}\n\n## What done looks like\n\n{story.want}\n\n## A way to begin\n\n{steps}"


def _wish_short(story: Story, steps: str, rng: Random) -> str:
    return f"{story.now}\n\n**Good enough when:** {story.want}\n\n{rng.choice(lines('closings.txt'))}"


def _wish_tasks(story: Story, steps: str, rng: Random) -> str:
    tasks = "\n".join(f"- [ ] {step}" for step in story.how)
    return f"{story.now}\n\n{story.want}\n\n{tasks}\n\n{_where(story, rng)}".strip()


def _where(story: Story, rng: Random) -> str:
    if rng.random() < 0.45:
        return ""
    places = " and ".join(f"`{path}`" for path in story.paths[:2])
    return fill(rng.choice(lines("where.txt")), {"places": places})


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() else text


_Shape = Callable[[Story, str, Random], str]
_BUG_SHAPES: tuple[_Shape, ...] = (_bug_form, _bug_short, _bug_prose, _bug_form_with_table)
_WISH_SHAPES: tuple[_Shape, ...] = (_wish_form, _wish_short, _wish_tasks)
