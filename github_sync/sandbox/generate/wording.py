"""What a pull request says about itself."""

from random import Random

from github_sync.sandbox.generate.drafts import Pull
from github_sync.sandbox.generate.texts import fill, lines

_CLOSING = ("Closes", "Fixes", "Resolves", "closes", "Fixes")


def describe(pull: Pull, rng: Random) -> str:
    if pull.origin != "fix":
        body = pull.story.body or pull.story.now
        mention = f"\n\nRelated to #{pull.mentions.number}." if pull.mentions else ""
        return body + mention
    issue = pull.closes
    if issue is None:
        return ""
    reference = f"{rng.choice(_CLOSING)} #{issue.number}"
    values = {
        "want": pull.story.want or "See the issue for what done looks like.",
        "path": pull.story.paths[0] if pull.story.paths else "README.md",
        "number": str(issue.number),
    }
    opening = fill(rng.choice(lines("pull_openings.txt")), values)
    checks = _checks(pull, rng)
    parts = [reference, opening, checks] if rng.random() < 0.5 else [opening, checks, reference]
    return "\n\n".join(part for part in parts if part)


def _checks(pull: Pull, rng: Random) -> str:
    shape = rng.random()
    if shape < 0.35:
        tests = any("test" in path for path, _, _ in pull.changes)
        boxes = [("x" if tests else " ", "tests"), ("x", "tried by hand"), (rng.choice("x "), "changelog")]
        return "\n".join(f"- [{mark}] {text}" for mark, text in boxes)
    return rng.choice(lines("pull_closings.txt")) if shape < 0.75 else ""
