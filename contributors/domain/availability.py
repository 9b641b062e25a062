"""Whether a task can be taken now, from facts, with the reason where it cannot."""

import re
from dataclasses import dataclass
from datetime import date

CLOSING_WORD = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\s*:?\s+#(\d{1,9})\b", re.IGNORECASE)


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
