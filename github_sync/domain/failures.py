"""Why a sync fails, in words for operators, and when a failure lasts so long that they are told by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Cause(StrEnum):
    CREDENTIAL = "credential"
    LIMIT = "limit"
    NOT_FOUND = "not_found"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    REFUSED = "refused"
    CUT_OFF = "cut_off"
    PAUSED = "paused"
    OTHER = "other"


@dataclass(frozen=True)
class Explanation:
    """`place`: connection, repositories, deliveries, budget or runs: where it can be mended; empty for nowhere."""

    title: str
    why: str
    remedy: str
    place: str = ""


EXPLANATIONS = {
    Cause.CREDENTIAL: Explanation(
        "GitHub refuses the token or the App",
        "The token or the App's key is mistyped, expired or revoked, or the App was suspended.",
        "Enter a new one, or ask GitHub again once it is let in.",
        "connection",
    ),
    Cause.LIMIT: Explanation(
        "GitHub allows no more requests for now",
        "Each credential may ask a number of times an hour, and that number is used up.",
        "Nothing has to be done: the sync goes on by itself. If it happens often, connect a GitHub App, which may ask"
        " more, and let webhooks tell what changed.",
        "budget",
    ),
    Cause.NOT_FOUND: Explanation(
        "GitHub does not show the repository",
        "It was deleted or made private, or the token or App has lost its access. What the site holds of it stays.",
        "Give the token or App access to it on GitHub. If it is gone for good, remove it here.",
        "repositories",
    ),
    Cause.UNREACHABLE: Explanation(
        "GitHub cannot be reached",
        "GitHub is in trouble, or the network between it and this site is.",
        "It is tried again by itself. If it lasts, see GitHub's own status page, then the network of this server and"
        " the address in GITHUB_API_URL.",
    ),
    Cause.UNREADABLE: Explanation(
        "GitHub's answers cannot be read",
        "They were cut off on the way, or come from something else than GitHub, such as a proxy.",
        "It is tried again by itself. If it lasts, look at the proxy or firewall between this server and GitHub.",
        "runs",
    ),
    Cause.CONFLICT: Explanation(
        "Two repositories stand in each other's way",
        "A repository was renamed or replaced on GitHub, and the mirror holds another one under that name.",
        "Read which ones below. Remove the older of them here, then add it again.",
        "repositories",
    ),
    Cause.REFUSED: Explanation(
        "GitHub refuses what the sync asks for",
        "The token or App may not do this, or GitHub does not offer it for this repository.",
        "Read GitHub's answer below, and compare what the token or App may do.",
        "connection",
    ),
    Cause.CUT_OFF: Explanation(
        "A sync was cut off",
        "The server was restarted or ran out of memory in the middle.",
        "Nothing has to be done: the next sync goes on from there. If it happens often, give the worker more memory.",
        "runs",
    ),
    Cause.PAUSED: Explanation(
        "Paused by a person", "Somebody paused the repository while it was synced.", "Let it go on.", "repositories"
    ),
    Cause.OTHER: Explanation(
        "Something unexpected went wrong",
        "The site met an error that it does not know.",
        "Look at the run. If it lasts, report it with the text of the error to those who make this software.",
        "runs",
    ),
}
SHARED = frozenset({Cause.CREDENTIAL, Cause.LIMIT, Cause.UNREACHABLE, Cause.UNREADABLE, Cause.REFUSED})
"""Causes that lie outside of the repository: what has met one of them will meet the others, too."""
PASSING = frozenset({Cause.PAUSED})
LASTS_AFTER = timedelta(hours=1)
RUNS_IN_A_ROW = 3


def cause_named(name: str) -> Cause:
    """OTHER for one that nobody knows, as in rows from before causes were kept."""
    return Cause(name) if name in set(Cause) else Cause.OTHER


def lasts(*, cause: Cause, since: datetime, failures: int, now: datetime) -> bool:
    """Whether people should hear of it: after an hour and three runs in a row.

    That GitHub does not show a repository any more is sure at the first time, and it is looked for once a day only.
    """
    needed = 1 if cause == Cause.NOT_FOUND else RUNS_IN_A_ROW
    return cause not in PASSING and failures >= needed and now - since >= LASTS_AFTER
