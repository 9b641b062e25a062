"""The navigation that MkDocs' plugin literate-nav reads from files in the folders of the pages."""

import posixpath
from collections.abc import Callable, Collection
from typing import Any

from docs_hub.domain.contents import Contents, Row, row_of
from docs_hub.domain.folder_patterns import Folders
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.mkdocs_config import MkDocsConfig
from docs_hub.domain.nav import title_of_name
from docs_hub.domain.paths import inside, is_index, stem
from docs_hub.domain.summary import Entry, read_marked_list

NAME = "literate-nav"
DEEPEST = 10
MOST = 20_000
"""Entries; patterns in patterns would make any number of them."""
Read = Callable[[str], str | None]


def nav_file_of(config: MkDocsConfig) -> str:
    """Its name; empty where the plugin is not named."""
    plugin = next((one for one in config.plugins if one.name.removeprefix("mkdocs-") == NAME), None)
    name = plugin.options.get("nav_file", "SUMMARY.md") if plugin else ""
    return name if isinstance(name, str) and "/" not in name else ""


def literate_nav(name: str, pages: Collection[str], read: Read) -> Contents | None:
    """None where the top folder has no such file, or an index without a list.

    `read` gives the text of a file, by its path as `pages` have them.
    """
    reader = _Literate(name, [path for path in pages if is_index(name) or posixpath.basename(path) != name], read)
    rows = reader.folder("", ())
    return Contents(name, rows) if rows is not None else None


class _Literate:
    def __init__(self, name: str, pages: Collection[str], read: Read) -> None:
        self.name, self.read, self.count = name, read, 0
        self.folders = Folders(sorted(pages, key=_place))
        self.resolver = LinkResolver(pages, ())

    def folder(self, folder: str, above: tuple[str, ...]) -> list[Row] | None:
        """The rows of the folder's own file; None where it has none."""
        path = posixpath.join(folder, self.name)
        if folder in above or len(above) >= DEEPEST or (text := self.read(path)) is None:
            return None
        entries = read_marked_list(text, is_page=is_index(path))
        if is_index(path) and not entries:
            return None
        rows = [row_of(entry, path, self.resolver) for entry in entries]
        named = {path, *(row["path"] for row in _flat(rows) if row.get("path"))}
        return [row for entry in entries for row in self._rows(entry, path, (*above, folder), named)]

    def _rows(self, entry: Entry, path: str, above: tuple[str, ...], named: set[str]) -> list[Row]:
        self.count += 1
        if self.count > MOST:
            return []
        target = entry.href or entry.title
        if "*" in target and not entry.children:
            return [self._told(row, path, entry) for row in self._matching(target, path, above, named)]
        below = [row for child in entry.children for row in self._rows(child, path, above, named)]
        if entry.href.endswith("/") and "://" not in entry.href:
            return [self._told(self._section(entry.title, _from(path, entry.href), above), path, entry)]
        row = row_of(Entry(entry.title, entry.href, entry.line), path, self.resolver)
        return [self._told(row | ({"children": below} if below else {}), path, entry)]

    def _told(self, row: Row, path: str, entry: Entry) -> Row:
        return {"line": entry.line, **row, **({"file": path} if path != self.name else {})}

    def _section(self, title: str, folder: str | None, above: tuple[str, ...]) -> Row:
        """A folder, as its own file or the names in it tell."""
        if folder is None:
            return {"title": title}
        own = self.folder(folder, above)
        return {"title": title, "children": self._implied(folder, above) if own is None else own}

    def _implied(self, folder: str, above: tuple[str, ...]) -> list[Row]:
        return self._matching("*", posixpath.join(folder, self.name), above, set())

    def _matching(self, target: str, path: str, above: tuple[str, ...], named: set[str]) -> list[Row]:
        """Pages, then folders, that match the pattern and are named nowhere else in the file."""
        wanted = _from(path, target.rstrip("/"))
        if wanted is None or len(above) >= DEEPEST:
            return []
        rows: list[Row] = []
        if not target.endswith("/"):
            rows += [{"title": "", "path": page} for page in self.folders.pages(wanted) if page not in named]
        for folder in self.folders.folders(wanted) if target.endswith(("/", "*")) else ():
            row = self._section(title_of_name(posixpath.basename(folder)), folder, (*above, ""))
            rows += [row] if any(one["path"] not in named for one in _flat([row]) if one.get("path")) else []
        self.count += len(rows)
        return rows if self.count <= MOST else []


def _from(path: str, target: str) -> str | None:
    return inside(posixpath.dirname(path), target)


def _flat(rows: list[Row]) -> list[Row]:
    return [one for row in rows for one in (row, *_flat(row.get("children", [])))]


def _place(page: str) -> tuple[Any, ...]:
    """The index first, then by name."""
    return posixpath.dirname(page), not is_index(page), stem(page).lower()
