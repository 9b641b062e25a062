"""Whether a task can be taken now, from facts, with the reason where it cannot."""

import re
from dataclasses import dataclass
from datetime import date

REFERENCE = re.compile(r"#\d+|(?<=^Assigned to )[\w\[\]-]+")
CLOSING_WORD = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s*:?\s+#(\d{1,9})\b", re.IGNORECASE)

OFF_BOARD = "It is not on the board any more"
REASONS = {
    "available": "Free to take",
    "assigned": "Someone is at it",
    "in_review": "The work is being reviewed",
    "blocked": "It waits for something else",
    "closed": "Done",
}
"""What to say where nobody gave a reason, as with tasks of the site."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    is_open: bool = True
    is_locked: bool = False
    is_archived: bool = False
    assignees: tuple[str, ...] = ()
    open_pull_requests: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Availability:
    state: str
    reason: str = ""


def availability(facts: TaskFacts) -> Availability:
    """The strongest fact decides: what is over, then what stands in the way, then who is at it."""
    if not facts.is_open:
        return Availability("closed", "Closed on GitHub")
    if facts.is_archived:
        return Availability("blocked", "The repository is archived")
    if facts.is_locked:
        return Availability("blocked", "The issue is locked")
    if facts.open_pull_requests:
        return Availability("in_review", _open_pull_requests(facts.open_pull_requests))
    if facts.assignees:
        return Availability("assigned", f"Assigned to {_names(facts.assignees)}")
    return Availability("available")


def reason_of(state: str, reason: str) -> str:
    return reason or REASONS.get(state, "Not free now")


def reason_parts(reason: str, repository_url: str, github_url: str) -> list[tuple[str, str]]:
    """The reason in pieces of text, each with the address it leads to or none: `#12` and an assignee lead to GitHub."""
    parts, at = [], 0
    for match in REFERENCE.finditer(reason):
        found = match.group()
        url = f"{repository_url}/pull/{found[1:]}" if found.startswith("#") else f"{github_url}/{found}"
        parts += [(reason[at : match.start()], ""), (found, url)]
        at = match.end()
    return [part for part in [*parts, (reason[at:], "")] if part[0]]


def claimed(name: str, until: date) -> Availability:
    return Availability("claimed", f"Claimed by {name} until {until.day} {until:%B}")


def issues_closed_by(text: str) -> frozenset[int]:
    """Numbers after a closing keyword, as GitHub reads them: `Fixes #12`."""
    return frozenset(int(number) for number in CLOSING_WORD.findall(text))


def _open_pull_requests(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"Pull request #{numbers[0]} is open"
    return "Pull requests " + ", ".join(f"#{number}" for number in sorted(numbers)[:3]) + " are open"


def _names(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
