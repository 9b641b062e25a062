"""Changes that settle no issue: tidying, tests, words, translations, builds, and newer dependencies."""

from itertools import zip_longest
from random import Random

from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Story
from github_sync.sandbox.generate.texts import Block, blocks, fill, lines, variants

_LABELS = {
    "doc": ["documentation"],
    "translation": ["translation"],
    "weblate": ["translation"],
    "infra": ["infrastructure"],
}
_LOCKS = {"pip": "requirements.txt", "npm": "package-lock.json", "docker": "compose/docker-compose.yml"}


def changes(repository: str, count: int, rng: Random, spare: list[Story]) -> list[Story]:
    """As many as asked for, `spare` stories filling in; where all run out they come again, as such things do."""
    stories = [story for pile in zip_longest(*_piles("changes.txt", repository, rng)) for story in pile if story]
    stories += spare
    while len(stories) < count:
        stories += stories
    stories = stories[:count]
    rng.shuffle(stories)
    return stories


def small_commits(repository: str, count: int, rng: Random) -> list[Story]:
    """What maintainers push without a pull request."""
    stories = [story for pile in _piles("direct.txt", repository, rng) for story in pile]
    rng.shuffle(stories)
    return [stories[index % len(stories)] for index in range(count)]


def _piles(name: str, repository: str, rng: Random) -> list[list[Story]]:
    return [_pile(block, rng) for block in blocks(name) if repository in block.fields["repo"].split()]


def _pile(block: Block, rng: Random) -> list[Story]:
    """One story a title."""
    stories = [_story(block, values) for values in variants(block)]
    rng.shuffle(stories)
    return list({story.title: story for story in stories}.values())


def _story(block: Block, values: dict[str, str]) -> Story:
    kind = block.fields.get("kind", "code")
    title = fill(block.heading, values)
    return Story(
        kind=kind,
        title=title,
        fix=title[0].upper() + title[1:],
        paths=[fill(path, values) for path in block.listed("paths")],
        labels=_LABELS.get(kind, []),
        body=fill(block.body, values),
        family=block.heading,
    )


def bumps(plan: Plan, count: int, rng: Random) -> list[Story]:
    """Version steps of the libraries the repository uses, each one after the other."""
    names = [line.split(" | ") for line in lines("dependencies.txt")]
    mine = [(name.strip(), start.strip()) for ecosystem, name, start in names if ecosystem.strip() == plan.ecosystem]
    versions = dict(mine)
    stories = []
    for index in range(count):
        name = mine[index % len(mine)][0]
        old = versions[name]
        new = versions[name] = _next_version(old, rng)
        title = f"Bump {name} from {old} to {new}"
        body = f"Bumps `{name}` from {old} to {new}.\n\nAll checks will run before this can be merged."
        paths = [_LOCKS[plan.ecosystem]]
        stories.append(Story("bump", title, title, paths, ["dependencies"], body=body, family="bump"))
    return stories


def _next_version(version: str, rng: Random) -> str:
    major, minor, patch = (int(part) for part in version.split("."))
    if rng.random() < 0.6:
        return f"{major}.{minor}.{patch + rng.randint(1, 3)}"
    return f"{major}.{minor + 1}.0"
