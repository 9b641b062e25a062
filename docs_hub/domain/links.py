"""Where a link of a page leads: to another page, a file of the tree, outside, or nowhere."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from docs_hub.domain.across import Beyond
from docs_hub.domain.paths import MARKDOWN_ENDINGS, inside, is_markdown

_ENDINGS = (*MARKDOWN_ENDINGS, ".rst")
_NOTHING = Beyond()
_SCHEMES_OUT = ("http://", "https://", "mailto:", "tel:", "//")


@dataclass(frozen=True)
class Target:
    """`kind`: page, file, anchor (same page), outside, missing, refused; across: `path` is a place of domain.across."""

    kind: str
    path: str = ""
    anchor: str = ""
    query: str = ""


class LinkResolver:
    """Knows every path of one tree. Tolerant: what a reader would find is found (no `.md`, other case, `.html`).

    `pages` may say under which address each is read, by which it is found too. `roots`: folders that the generator puts
    at the top of the site, so that addresses begin below them. `beyond`: what lies around the tree.
    """

    def __init__(
        self, pages: Iterable[str], files: Iterable[str], roots: Iterable[str] = (), beyond: Beyond = _NOTHING
    ) -> None:
        self.pages, self.files, self.roots, self.beyond = set(pages), set(files), tuple(roots), beyond
        self.address = dict(pages) if isinstance(pages, Mapping) else {}
        self._at = {address: path for path, address in self.address.items()}
        self._lower = {path.lower(): path for path in sorted(self.files | self.pages, reverse=True)}

    def resolve(self, page_path: str, href: str) -> Target:
        href = href.strip()
        rest, _, anchor = href.partition("#")
        rest, _, query = rest.partition("?")
        if href.lower().startswith(_SCHEMES_OUT):
            place = self.beyond.of_address(rest, anchor, query)
            return Target("across", place, unquote(anchor), query) if place else Target("outside")
        if not rest:
            return Target("anchor" if href else "missing", page_path, unquote(anchor), query)
        if ":" in rest.split("/")[0]:
            return Target("refused")
        found = self._find(page_path, unquote(rest))
        if found is None:
            place = self.beyond.of_path(page_path, unquote(rest))
            return Target("across" if place else "missing", place, unquote(anchor), query)
        return Target("page" if found in self.pages else "file", found, unquote(anchor), query)

    def _find(self, page_path: str, target: str) -> str | None:
        here = posixpath.dirname(page_path)
        as_address = posixpath.splitext(page_path)[0]
        bases = [("", target.lstrip("/"))] if target.startswith("/") else [(here, target), (as_address, target)]
        if target.startswith("/"):
            bases.append((here, target.lstrip("/")))
        bases += [(root, target.lstrip("/")) for root in self.roots]
        for base, wanted in bases:
            path = inside(base, wanted)
            if path is not None and (found := self._candidate(path)) is not None:
                return found
        return self._by_address(page_path, target)

    def _by_address(self, page_path: str, target: str) -> str | None:
        """As a reader's browser would go on from the page."""
        here = self.address.get(page_path, "")
        bases = ("",) if target.startswith("/") else (here, posixpath.dirname(here))
        for base in bases:
            wanted = inside(base, target.strip("/"))
            if wanted is not None and wanted in self._at:
                return self._at[wanted]
        return None

    def _candidate(self, path: str) -> str | None:
        for exact in (True, False):
            for name in names_of(path):
                if exact and (name in self.pages or name in self.files):
                    return name
                if not exact and name.lower() in self._lower:
                    return self._lower[name.lower()]
        return None


def names_of(path: str) -> list[str]:
    """What the file may be called that a link means."""
    names = [path] if path else []
    bare = posixpath.splitext(path)[0] if path.endswith((".html", ".htm")) or is_markdown(path) else path
    names += [bare + ending for ending in _ENDINGS if bare]
    names += [posixpath.join(bare, index + ending) for index in ("index", "README") for ending in _ENDINGS]
    return names
