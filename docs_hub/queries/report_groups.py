"""What an import found, as an operator reads it: what is wrong, where it is, what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docs_hub.models import DocSource, DocVersion
from docs_hub.queries.across_links import unresolved
from docs_hub.queries.outside_pictures import CopiedPictures, LeftPicture
from docs_hub.services.rendering import repository_url

MOST = 200
"""Entries that the admin lists of one kind."""
FIX_WITHHELD = (
    "The documentation hides these, or may hide them, so that no reader sees them. Nothing to do where that is meant. "
    "To show one, change what hides it, or name its file below under “Show all the same”."
)
FIX_LINKS = "Readers see these as plain words. Correct them in the files, then import again."
FIX_SYNTAX = "Readers see these in a plainer form. Write them in another way, or check the dialect below."
FIX_SKIPPED = "Readers do not see these files. Where one should be a page, mend what is said beside it."
FIX_PICTURES = "Readers see a link in their place. Put the pictures into the repository, or correct their addresses."


@dataclass(frozen=True, slots=True)
class ReportItem:
    """`place`: the file, and the line where it is known; `url`: there in the repository, empty for a folder."""

    place: str
    what: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """`more`: how many entries are left out."""

    title: str
    advice: str
    items: list[ReportItem]
    more: int


def report_groups(source: DocSource | DocVersion, pictures: CopiedPictures | None) -> list[ReportGroup]:
    """Those that hold something, the gravest first. No query but for the source of a version, and where
    links lead to other documentation."""
    report = source.report
    left = [{"path": one.path, "line": one.line, "what": _failed(one)} for one in (pictures.left if pictures else ())]
    skipped = [{**row, "what": row["why"]} for row in report.get("skipped", [])]
    kinds = [
        (("page or part withheld", "pages or parts withheld"), FIX_WITHHELD, report.get("withheld", [])),
        (("link that leads nowhere", "links that lead nowhere"), FIX_LINKS, unresolved(source)),
        (("thing not understood", "things not understood"), FIX_SYNTAX, report.get("unknown_syntax", [])),
        (("file skipped", "files skipped"), FIX_SKIPPED, skipped),
        (("picture that could not be fetched", "pictures that could not be fetched"), FIX_PICTURES, left),
    ]
    return [
        ReportGroup(
            f"{len(rows)} {names[len(rows) != 1]}", advice, _items(source, rows[:MOST]), max(0, len(rows) - MOST)
        )
        for names, advice, rows in kinds
        if rows
    ]


def _failed(picture: LeftPicture) -> str:
    return f"{picture.url}: {picture.why}" + (" (an older copy is shown)" if picture.is_copied else "")


def _items(source: DocSource | DocVersion, rows: Iterable[Mapping[str, Any]]) -> list[ReportItem]:
    return [_item(source, row["path"], row.get("line"), row["what"]) for row in rows]


def _item(source: DocSource | DocVersion, path: str, line: int | None, what: str) -> ReportItem:
    url = repository_url(source, path) or ""
    return ReportItem(f"{path}:{line}" if line else path, what, f"{url}#L{line}" if url and line else url)
