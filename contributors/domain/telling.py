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


def released(name: str, url: str, site: str) -> Words:
    return Words(
        f"{name or SOMEBODY} does not work on this any more. It is free again on [{site}]({url}).",
        f"I do not work on this any more. It is free again on [{site}]({url}).",
    )
