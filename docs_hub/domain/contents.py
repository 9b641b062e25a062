"""Contents of a tree that one of its own files lists, as an import keeps them: entries with the pages they lead to."""

import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.nav import NavItem, build_nav, flat
from docs_hub.domain.paths import inside
from docs_hub.domain.summary import Entry

Row = dict[str, Any]
"""`title`, `line` and, where there are any, `path` with `anchor`, `url` and `children`."""


@dataclass(frozen=True)
class Contents:
    """`path`: the file that lists them."""

    path: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def titles(self) -> dict[str, str]:
        """The first title that a page is given as a whole."""
        found: dict[str, str] = {}
        for row in _flat(self.rows):
            if row.get("path") and not row.get("anchor") and row["title"]:
                found.setdefault(row["path"], row["title"])
        return found

    def place_of(self, path: str) -> tuple[str, int]:
        """File and line that name the page."""
        row = self._first.get(path, {})
        return row.get("file", self.path), row.get("line", 1)

    @cached_property
    def _first(self) -> dict[str, Row]:
        return {row["path"]: row for row in reversed(list(_flat(self.rows))) if row.get("path")}

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        """The tree, and the pages it leaves out; by folder where it has no entry."""
        if not self.rows:
            return build_nav(None, facts, lambda path: facts[path].title)
        items = _items(self.rows, facts)
        return items, sorted(facts.keys() - {item.path for item in flat(items)})


def _flat(rows: Iterable[Row]) -> Iterable[Row]:
    for row in rows:
        yield row
        yield from _flat(row.get("children", ()))


def _items(rows: Iterable[Row], facts: Mapping[str, PageFacts]) -> list[NavItem]:
    return [_item(row, facts) for row in rows]


def _item(row: Row, facts: Mapping[str, PageFacts]) -> NavItem:
    """A page with others below it is the first of its section."""
    path, url = row.get("path", ""), row.get("url", "")
    title = row["title"] or (facts[path].title if path in facts else path or url)
    own = NavItem(title, path=path, url=url, anchor=row.get("anchor", ""), is_label=not (path or url))
    below = _items(row.get("children", ()), facts)
    if not below:
        return own
    return NavItem(title, children=[own, *below] if path or url else below)


def rows_of(entries: Iterable[Entry], path: str, pages: Collection[str]) -> list[Row]:
    """`path`: the file that has them. What is no page keeps the words of its link, so that it can be told."""
    resolver = LinkResolver(pages, ())
    return [row_of(entry, path, resolver) for entry in entries]


def row_of(entry: Entry, path: str, resolver: LinkResolver) -> Row:
    row: Row = {"title": entry.title, "line": entry.line}
    if entry.href:
        row |= _leads_to(entry.href, path, resolver)
    if entry.children:
        row["children"] = [row_of(child, path, resolver) for child in entry.children]
    return row


def _leads_to(href: str, path: str, resolver: LinkResolver) -> Row:
    target = resolver.resolve(path, href)
    if target.kind == "outside":
        return {"url": href}
    if target.kind == "page":
        return {"path": target.path, **({"anchor": target.anchor} if target.anchor else {})}
    there = inside(posixpath.dirname(path), unquote(href.partition("#")[0]))
    return {"path": there or unquote(href)}
