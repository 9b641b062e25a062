"""Links that leave the tree of their page, and may lead to another documentation of this site.

What is there changes with every import, so HTML keeps their *place* and readers get the address: a file of the page's
own repository (`/~to~/docs/other/page.md`), an address of this site's documentation (`/~at~/docs/other/page/`), or one
of GitHub's, which stays a link to GitHub where no page here is made of it.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from docs_hub.domain.paths import MARKDOWN_ENDINGS, inside

FILE, SITE = "/~to~/", "/~at~"
MARK = "across"
"""The class of such links in stored HTML."""
NOWHERE = "This link leads nowhere at its source"
_PAGES = (*MARKDOWN_ENDINGS, ".rst")
_LINES = re.compile(r"L\d+(-L\d+)?")
_SITE_PATH = re.compile(r"/(?:[^/\\\x00-\x20][^\x00-\x1f]*)?")
_START = re.compile(r'<a\b((?:[^<>"]++|"[^"]*+")*+)>')
_LINK = re.compile(r'<a\b((?:[^<>"]++|"[^"]*+")*+)>((?:(?!</?a\b).)*+)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r'(?<![\w-])([\w-]++)="([^"]*+)"')


@dataclass(frozen=True)
class Beyond:
    """`folder`: where the tree lies in its repository, None without one; `index`: the address of all documentation."""

    folder: str | None = None
    github: str = ""
    site: str = ""
    index: str = ""

    def of_path(self, page_path: str, target: str) -> str:
        """The place of a link that no file of the tree is meant by; empty where it has none."""
        if target.startswith("/") and not target.lower().endswith(_PAGES):
            return self._at(target)
        if self.folder is None:
            return ""
        above = "" if target.startswith("/") else posixpath.join(self.folder, posixpath.dirname(page_path))
        path = inside(above, target.lstrip("/"))
        if not path or not _may_be_page(path) or f"{path}/".startswith(f"{self.folder}/".lstrip("/")):
            return ""
        return FILE + quote(path, errors="replace")

    def of_address(self, href: str, anchor: str = "", query: str = "") -> str:
        """The place of an address on the web, which has no anchor and no query; empty for other sites'."""
        if _begins(href, self.site):
            return self._at(unquote(href[len(self.site) :]))
        is_plain = not query and not _LINES.fullmatch(anchor)
        return self._on_github(href) if is_plain and _begins(href, self.github) else ""

    def _at(self, path: str) -> str:
        parts = path.strip("/").split("/")
        is_page = bool(self.index) and f"{path.rstrip('/')}/".startswith(self.index) and _are_plain(parts)
        return f"{SITE}/{quote('/'.join(parts), errors='replace')}/" if is_page and not _is_file(parts[-1]) else ""

    def _on_github(self, href: str) -> str:
        try:
            parts = [unquote(part) for part in urlsplit(href).path.strip("/").split("/")]
        except ValueError:
            return ""
        kind = parts[2] if len(parts) > 3 and _are_plain(parts) else ""
        is_page = kind == "tree" or (kind == "blob" and href.lower().endswith(_PAGES))
        return f"{self.github}/{quote('/'.join(parts), errors='replace')}" if is_page else ""


def is_site_path(address: str) -> bool:
    """Nothing that a browser would take for another site or a script."""
    return _SITE_PATH.fullmatch(address) is not None


def _begins(href: str, site: str) -> bool:
    return bool(site) and href.lower().startswith(f"{site.lower()}/")


def _are_plain(parts: Iterable[str]) -> bool:
    """Nothing in an address that a browser would read as a way up."""
    return all(part not in ("", ".", "..") and not re.search(r"[/\\\0]", part) for part in parts)


def _is_file(name: str) -> bool:
    """What machines read beside the pages."""
    return name.lower().endswith((*_PAGES, ".txt", ".atom", ".xml"))


def _may_be_page(path: str) -> bool:
    name = posixpath.basename(path)
    return name.lower().endswith((*_PAGES, ".html", ".htm")) or "." not in name


def places_in(html: str) -> list[str]:
    """Each once, as they stand in stored HTML."""
    if MARK not in html:
        return []
    return list(dict.fromkeys(place for link in _LINK.finditer(html) if (place := _place(_attributes(link[1])))))


def without_forged(html: str, places: Collection[str]) -> str:
    """Of sanitized HTML: only links to these places keep the mark, since a page may hide links from the rewriting."""
    return _START.sub(lambda start: "<a>" if _is_forged(_attributes(start[1]), places) else start[0], html)


def _is_forged(attributes: Mapping[str, str], places: Collection[str]) -> bool:
    return MARK in attributes.get("class", "").split() and _place(attributes) not in places


def filled(html: str, addresses: Mapping[str, str]) -> str:
    """Each link leads to the address of its place; without one it is a link to GitHub, or says that it is dead."""
    return _LINK.sub(lambda link: _filled(link[0], _attributes(link[1]), link[2], addresses), html)


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _place(attributes: Mapping[str, str]) -> str:
    is_across = MARK in attributes.get("class", "").split()
    return re.split("[?#]", attributes.get("href", ""), maxsplit=1)[0] if is_across else ""


def _filled(whole: str, attributes: Mapping[str, str], inner: str, addresses: Mapping[str, str]) -> str:
    place = _place(attributes)
    kept = {name: attributes[name] for name in ("id", "title") if name in attributes}
    address = addresses.get(place, "")
    if is_site_path(address):
        return f"<a{_written(kept | {'href': address + attributes['href'][len(place) :]})}>{inner}</a>"
    if not place or not place.startswith((FILE, SITE)):
        return whole
    return f"<span{_written(kept | {'class': 'missing', 'title': NOWHERE})}>{inner}</span>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
