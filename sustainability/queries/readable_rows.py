"""Stored rows as a person reads them: names for numbers, days for times, money with its currency, links to evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from common.money import format_minor
from contributors.domain.kinds import kind_title
from contributors.queries.people import PersonName, names_of, names_of_accounts, organization_names
from github_sync.queries.activity import github_numbers
from sustainability.domain.classes import CLASS_LABELS
from sustainability.queries.stored_rows import columns_of

NOT_KNOWN = "–"
DROPPED = ("funder_key", "currency")
TITLES = {
    "amount_minor": "Amount",
    "counted_minor": "Counted in the window",
    "up_minor": "Up for renewal",
    "renewed_minor": "Renewed",
    "is_self_merge": "Merged by the author, unapproved",
    "is_unreviewed_merge": "Merged with no review by another",
    "is_d1": "Took part",
    "is_d2": "Change merged",
    "first_at": "First",
    "second_at": "Second",
    "last_at": "Last",
    "asked_at": "Asked for an answer",
    "landed_at": "Landed by a commit",
}
PATHS = {"pull_request": "pull", "issue": "issues"}


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""


@dataclass(frozen=True)
class ReadableRows:
    columns: list[str]
    rows: list[list[Cell]]


def readable_rows(family: str, rows: list[list[Any]], currency: str) -> ReadableRows:
    """At most four queries, whatever the number of rows; `currency` is the one the report counts in."""
    names = columns_of(family)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    shown = [name for name in names if name not in DROPPED]
    words = _Words(family, records, currency)
    return ReadableRows(
        [TITLES.get(name, _title(name)) for name in shown],
        [[words.cell(name, record) for name in shown] for record in records],
    )


class _Words:
    """The names that the numbers of one page of rows stand for."""

    def __init__(self, family: str, records: list[dict[str, Any]], currency: str) -> None:
        self.family, self.currency = family, currency
        self.people = names_of(_ids(records, "person"))
        self.organizations = organization_names(_ids(records, "organization"))
        accounts = _ids(records, "account") | _ids(records, "author")
        self.accounts = names_of_accounts(github_numbers(accounts)) if accounts else {}

    def cell(self, name: str, record: dict[str, Any]) -> Cell:
        value = record[name]
        if value is None or value == "":
            return Cell(NOT_KNOWN)
        match name:
            case "person":
                return _person(self.people.get(value))
            case "contributions" if record.get("person") in self.people:
                return _work_of(value, self.people[record["person"]])
            case "account" | "author":
                return _person(self.accounts.get(value))
            case "organization":
                return Cell(self.organizations.get(value, NOT_KNOWN))
            case "number":
                return Cell(f"#{value}", self._thread_url(record))
            case "tag":
                return Cell(value, f"{settings.GITHUB_WEB_URL}/{record['repository']}/releases/tag/{value}")
            case "kind" if self.family in ("work", "newcomers"):
                return Cell("Any kind" if value == "any" else kind_title(value))
            case "funding_class":
                return Cell(CLASS_LABELS.get(value, value))
        return Cell(self._plain(name, value, record))

    def _plain(self, name: str, value: Any, record: dict[str, Any]) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name == "amount_minor":
            return format_minor(value, record["currency"])
        if name.endswith("_minor"):
            return format_minor(value, self.currency)
        if name.endswith(("_at", "_on", "_start", "_end")) or name == "on":
            return date_format(date.fromisoformat(value[:10]), "j M Y")
        return str(value).replace("_", " ") if name in ("kind", "recurrence", "part", "state") else str(value)

    def _thread_url(self, record: dict[str, Any]) -> str:
        kind = record.get("kind") or {"changes": "pull_request"}.get(self.family, "issue")
        return f"{settings.GITHUB_WEB_URL}/{record['repository']}/{PATHS.get(kind, 'issues')}/{record['number']}"


def _ids(records: list[dict[str, Any]], name: str) -> set[int]:
    return {record[name] for record in records if record.get(name) is not None}


def _work_of(count: int, person: PersonName) -> Cell:
    """The latest of it, with its evidence, is on the person's page."""
    return Cell(str(count), f"{person.url}#latest" if person.url else "")


def _person(found: Any) -> Cell:
    return Cell(found.name, found.url) if found else Cell(NOT_KNOWN)


def _title(name: str) -> str:
    words = name.removeprefix("is_").removesuffix("_at").removesuffix("_on").replace("_", " ")
    return words[:1].upper() + words[1:]
