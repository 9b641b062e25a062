"""Who wrote a page and when it last changed, for those who read it."""

from dataclasses import dataclass
from datetime import datetime

from contributors.queries.people import named_in_history
from docs_hub.models import DocPage, PageHistory, VersionPage

SHOWN = 8


@dataclass(frozen=True)
class Contributor:
    """`url` is the person's page here, else empty; `login` that of their account on GitHub, else empty."""

    name: str
    login: str
    url: str = ""


@dataclass(frozen=True)
class History:
    """`people` are the first few; `more` how many others there are, those who do not want to be named among them."""

    changed_at: datetime
    people: list[Contributor]
    more: int


def history_of(page: DocPage | VersionPage) -> History | None:
    """Three queries; None where there is no mirror, and for other versions, whose branches are not mirrored."""
    if isinstance(page, VersionPage) or not page.source_path or page.doc_source is None:
        return None
    if not page.doc_source.repository:
        return None
    row = PageHistory.objects.filter(doc_source=page.doc_source, source_path=page.source_path).first()
    if row is None:
        return None
    people = _people([(one["name"], one["login"]) for one in row.people])
    named = [one for one in people if one is not None][:SHOWN]
    return History(row.changed_at, named, len(people) - len(named))


def _people(authors: list[tuple[str, str]]) -> list[Contributor | None]:
    """Each person once, whatever accounts they used; None for one who is hidden."""
    known = named_in_history(authors)
    found: dict[int | tuple[str, str], Contributor | None] = {}
    for name, login in authors:
        number, person = known.get((name, login), (None, None))
        if person is None:
            found.setdefault((name, login), Contributor(name, login))
        elif number is not None:
            found.setdefault(number, Contributor(person.name, login, person.url) if person.url else None)
    return list(found.values())
