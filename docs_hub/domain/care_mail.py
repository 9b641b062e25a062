"""What owners read by mail of their pages."""

from collections.abc import Sequence
from datetime import datetime

from docs_hub.domain.freshness import OVERDUE, Freshness

NAMED = 20


def care_mail(*, site: str, pages: Sequence[tuple[str, str, Freshness]], queue: str) -> tuple[str, str]:
    """Subject and text. `pages`: title, address and state of each, the most urgent first."""
    late = sum(one.state == OVERDUE for _, _, one in pages)
    count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
    subject = f"{site}: {count} of yours to check"
    named = "\n".join(f"- {' '.join(title.split())}: {_why(one)}\n  {url}" for title, url, one in pages[:NAMED])
    more = f"\nand {len(pages) - NAMED} more" if len(pages) > NAMED else ""
    overdue = f" {late} of them overdue: readers see that they may be out of date." if late else ""
    text = (
        f"You look after {count} that wait to be checked.{overdue}\n\n{named}{more}\n\n"
        "Read a page through, mend what is wrong, and say “I have checked this page” on it.\n"
        f"{_all_of_yours(queue)}"
        "You hear of this once a week while something waits."
    )
    return subject, text


def _all_of_yours(queue: str) -> str:
    """Whoever has no role here looks after single pages, and has no list of them."""
    if not queue:
        return "If a page is not yours any more, tell a maintainer.\n\n"
    return f"All of yours, and where to hand back what is not yours any more: {queue}\n\n"


def _why(found: Freshness) -> str:
    if found.reason == "version":
        return f"not checked for version {found.promise.version} yet"
    if found.due_at is None:
        return found.title.lower()
    return f"{'was' if found.is_lapsed else 'is'} due on {_day(found.due_at)}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
