"""Whether a task can be taken now, from facts, with the reason where it cannot."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

REFERENCE = re.compile(r"(?<!\S)([\w.-]+/[\w.-]+)?#(\d+)|(?<=^Assigned to )[\w\[\]-]+")
QUIET = timedelta(days=90)
"""After which nobody is likely to be at a pull request any more."""

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
class OpenPull:
    """`repository` is empty where it is the issue's own."""

    number: int
    is_draft: bool = False
    touched_at: datetime | None = None
    repository: str = ""

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    is_open: bool = True
    is_locked: bool = False
    is_archived: bool = False
    assignees: tuple[str, ...] = ()
    open_pulls: tuple[OpenPull, ...] = ()


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
    if facts.open_pulls:
        return Availability("in_review", _open_pulls(facts.open_pulls))
    if facts.assignees:
        return Availability("assigned", f"Assigned to {_names(facts.assignees)}")
    return Availability("available")


def reason_of(state: str, reason: str) -> str:
    return reason or REASONS.get(state, "Not free now")


def with_quiet(found: Availability, touched_at: datetime | None, now: datetime) -> Availability:
    """Says so where nobody has touched the work for QUIET; of `touched_at` it is the latest time."""
    if found.state != "in_review" or touched_at is None or now - touched_at < QUIET:
        return found
    return Availability(found.state, f"{found.reason}, untouched since {touched_at:%-d %B %Y}")


def last_touched(pulls: tuple[OpenPull, ...]) -> datetime | None:
    return max((pull.touched_at for pull in pulls if pull.touched_at), default=None)


def reason_parts(reason: str, repository_url: str, github_url: str) -> list[tuple[str, str]]:
    """The reason in pieces of text, each with the address it leads to or none: `#12`, `owner/name#12` and an assignee
    lead to GitHub."""
    parts, at = [], 0
    for match in REFERENCE.finditer(reason):
        found, other, number = match.group(), match[1], match[2]
        place = f"{github_url}/{other}" if other else repository_url
        url = f"{place}/pull/{number}" if number else f"{github_url}/{found}"
        parts += [(reason[at : match.start()], ""), (found, url)]
        at = match.end()
    return [part for part in [*parts, (reason[at:], "")] if part[0]]


def claimed(name: str, until: date) -> Availability:
    return Availability("claimed", f"Claimed by {name} until {until.day} {until:%B}")


def _open_pulls(pulls: tuple[OpenPull, ...]) -> str:
    ordered = sorted(pulls, key=lambda pull: (pull.repository, pull.number))
    draft = "Draft pull request" if all(pull.is_draft for pull in pulls) else "Pull request"
    if len(pulls) == 1:
        return f"{draft} {ordered[0]} is open"
    return f"{draft}s " + ", ".join(str(pull) for pull in ordered[:3]) + " are open"


def _names(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
