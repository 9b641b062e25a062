"""What is said on GitHub about a claim: in the third person by the site, in the first by the person."""

from dataclasses import dataclass
from datetime import date

SOMEBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class Words:
    by_site: str
    as_self: str


def claimed(name: str, until: date, url: str, site: str) -> Words:
    """`name` is empty for a person whose name the site does not show."""
    day = f"{until:%-d %B %Y}"
    return Words(
        f"{name or SOMEBODY} would like to work on this, and holds it until {day} on [{site}]({url}). Welcome!",
        f"I would like to work on this. I hold it until {day} on [{site}]({url}).",
    )


def released(name: str, url: str, site: str, *, is_free: bool) -> Words:
    free = f" It is free again on [{site}]({url})." if is_free else ""
    return Words(f"{name or SOMEBODY} does not work on this any more.{free}", f"I do not work on this any more.{free}")


def expired(name: str, url: str, site: str) -> Words:
    """Nobody knows whether they still work on it; only that nobody else need wait."""
    return Words(
        f"The time for which {name or SOMEBODY.lower()} held this is over. It is free again on [{site}]({url}).",
        f"The time for which I held this is over. It is free again on [{site}]({url}).",
    )
