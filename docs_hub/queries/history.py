"""Who wrote a page and when it last changed, for those who read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contributors.queries.people import PersonName, named_in_history, people_of_users
from docs_hub.models import DocPage, PageHistory, VersionPage

SHOWN = 8
NOBODY: tuple[int | None, PersonName | None] = (None, None)


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
    """Three queries, and one where edits were written here. None where there is no mirror, and for other versions,
    whose branches are not mirrored."""
    if isinstance(page, VersionPage) or not page.source_path or page.doc_source is None:
        return None
    if not page.doc_source.repository:
        return None
    row = PageHistory.objects.filter(doc_source=page.doc_source, source_path=page.source_path).first()
    if row is None:
        return None
    people = _people(row.people)
    named = [one for one in people if one is not None][:SHOWN]
    return History(row.changed_at, named, len(people) - len(named))


def _people(told: list[dict[str, Any]]) -> list[Contributor | None]:
    """Each person once, whatever accounts they used; None for one who is hidden."""
    known = named_in_history([(one["name"], one["login"]) for one in told if "user" not in one])
    users = people_of_users([one["user"] for one in told if "user" in one])
    found: dict[int | tuple[str, str], Contributor | None] = {}
    for one in told:
        name, login = one["name"], one["login"]
        number, person = users.get(one["user"], NOBODY) if "user" in one else known.get((name, login), NOBODY)
        if person is not None and number is not None:
            found.setdefault(number, Contributor(person.name, login, person.url) if person.url else None)
        elif name and person is None:
            found.setdefault((name, login), Contributor(name, login))
    return list(found.values())
