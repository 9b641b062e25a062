"""A book for mdBook, GitBook or Honkit: a tree whose contents are in a `SUMMARY.md`; its settings are read as data.

What an import found is kept as one JSON text, from which everything else here is read again.
"""

import json
import posixpath
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from docs_hub.domain.book_includes import BookIncluding
from docs_hub.domain.contents import Contents, rows_of
from docs_hub.domain.inclusion import KeptFiles, Read
from docs_hub.domain.paths import inside
from docs_hub.domain.source_text import plain_text
from docs_hub.domain.summary import read_summary
from docs_hub.domain.yaml_data import load

SUMMARY = "SUMMARY.md"
GITBOOK_FOLDER = ".gitbook"
GITBOOK_NAMES = (".gitbook.yaml", ".gitbook.yml")
CONFIG_NAMES = (*GITBOOK_NAMES, "book.toml", "book.json")
BOOK = "book"
"""The name under which an engine finds what pages include among the extensions."""
BEGIN = '{"book": '
_LONGEST = 200_000


@dataclass(frozen=True)
class BookPlace:
    """Where a book lies, from the top of a tree; `summary` and `readme`, its first page, from `root` on."""

    root: str
    summary: str
    readme: str = ""
    title: str = ""


@dataclass(frozen=True)
class BookSite:
    contents: Contents = field(default_factory=Contents)
    including: BookIncluding = field(default_factory=BookIncluding)
    readme: str = ""
    problems: tuple[tuple[int, str], ...] = ()


def find_book(paths: Collection[str], folder: str, read: Read) -> BookPlace | None:
    """In `folder`, as the first of its settings tells; None where no table of contents lies there."""
    for name in CONFIG_NAMES:
        text = read(posixpath.join(folder, name)) if posixpath.join(folder, name) in paths else None
        place = _place(folder, _settings(name, text)) if text is not None else None
        if place and posixpath.join(place.root, place.summary) in paths:
            return place
    return BookPlace(folder, SUMMARY) if posixpath.join(folder, SUMMARY) in paths else None


def _settings(name: str, text: str) -> Mapping[str, Any]:
    """`root`, `summary`, `readme` and `title`; what cannot be read says nothing."""
    try:
        if name == "book.toml":
            book = _mapping(tomllib.loads(text[:_LONGEST]).get("book"))
            return {"root": book.get("src", "src"), "title": book.get("title")}
        data = _mapping(json.loads(text[:_LONGEST]) if name == "book.json" else load(text))
    except (ValueError, RecursionError, yaml.YAMLError):
        return {}
    return {"root": data.get("root"), "title": data.get("title"), **_mapping(data.get("structure"))}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _place(folder: str, settings: Mapping[str, Any]) -> BookPlace | None:
    root = inside(folder, _path(settings.get("root"), "."))
    summary, readme = (
        inside("", _path(settings.get("summary"), SUMMARY)),
        inside("", _path(settings.get("readme"), ".")),
    )
    if root is None or not summary:
        return None
    title = settings.get("title")
    return BookPlace(root, summary, readme or "", plain_text(title)[:200] if isinstance(title, str) else "")


def _path(value: Any, default: str) -> str:
    return value.strip("/") if isinstance(value, str) and value.strip("/") else default


def read_book(place: BookPlace, summary: str, pages: Iterable[tuple[str, str]], read: Read) -> str:
    """The site as JSON. `pages`: path, from the root of the book on, and text of each; `read` gives any file's text."""
    kept, paths = KeptFiles(read), set()
    including = BookIncluding(place.root)
    for path, text in pages:
        paths.add(path)
        including.shown(text, path, kept.get)
    return json.dumps(
        {
            "book": place.root,
            "summary": place.summary,
            "readme": place.readme if place.readme in paths else "",
            "rows": rows_of(read_summary(summary), place.summary, paths),
            "files": kept.files,
            "left": [*kept.left.values()],
        }
    )


def book_of(text: str) -> BookSite:
    """What `read_book` kept."""
    data = json.loads(text)
    return BookSite(
        contents=Contents(data["summary"], data["rows"]),
        including=BookIncluding(data["book"], data["files"]),
        readme=data["readme"],
        problems=tuple((1, what) for what in data["left"]),
    )
