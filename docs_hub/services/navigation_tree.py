"""The navigation as HTML: whole where it is short; a long one in parts, of which a page shows those that lead to it."""

import re
from typing import Any

from django.utils.html import escape

from docs_hub.domain.links import Target
from docs_hub.domain.nav import NavItem, flat
from docs_hub.models import DocVersion, NavPart
from docs_hub.services.rendering import Origin, tree_addresses

SCHEMES = {"http", "https", "mailto"}
WHOLE = 40_000
"""Characters of a navigation that every page shows whole."""
MANY, A_GROUP = 200, 100
"""Entries of one list in a long navigation, beyond which they are shown in groups."""


class NavWriter:
    """Writes the tree as HTML and notes where in it each page lies."""

    def __init__(self, source: Origin, known: set[str]) -> None:
        self.source, self.known = source, known
        self.address = tree_addresses(source)
        self.places: dict[str, dict[str, Any]] = {}
        self.missing: list[str] = []
        self.parts: dict[str, str] = {}
        self._first: dict[str, str] = {}
        self._last = ""
        self._sections = 0
        self._is_grouped = False

    def write(self, items: list[NavItem]) -> None:
        """Sets `nav_html` of the source or version (saved by the caller), and saves the parts of a long one."""
        self._is_grouped = sum(1 for _ in flat(items)) > MANY
        whole, top = self._list(items, [])
        is_long = len(whole) > WHOLE
        self.source.nav_html = top if is_long else whole
        version = self.source if isinstance(self.source, DocVersion) else None
        source_id = version.doc_source_id if version else self.source.pk
        NavPart.objects.filter(doc_source=source_id, version=version).delete()
        if is_long:
            parts = [NavPart(doc_source_id=source_id, version=version, key=k, html=h) for k, h in self.parts.items()]
            NavPart.objects.bulk_create(parts, batch_size=200)

    def _list(self, items: list[NavItem], above: list[tuple[str, str]]) -> tuple[str, str]:
        """With all that lies below, and with links in place of its sections."""
        if self._is_grouped and len(items) > MANY:
            items = _grouped(items)
        entries = [entry for item in items if (entry := self._entry(item, above))[0]]
        whole, top = ("".join(f"<li>{entry[number]}</li>" for entry in entries) for number in (0, 1))
        return (f"<ul>{whole}</ul>", f"<ul>{top}</ul>") if entries else ("", "")

    def _entry(self, item: NavItem, above: list[tuple[str, str]]) -> tuple[str, str]:
        if item.is_label and not item.children:
            label = f'<span class="nav-label">{escape(item.title)}</span>'
            return label, label
        if item.children or not (item.path or item.url):
            return self._section(item, above)
        if item.url and not _is_harmless(item.url):
            return "", ""
        if item.url:
            link = f'<a href="{escape(item.url)}" rel="noopener nofollow external">{escape(item.title)}</a>'
            return link, link
        if item.path not in self.known:
            self.missing.append(item.path)
            return "", ""
        url = self.address(Target("page", item.path, item.anchor)) or ""
        self._note(item, url, above)
        link = f'<a href="{escape(url)}">{escape(item.title)}</a>'
        return link, link

    def _section(self, item: NavItem, above: list[tuple[str, str]]) -> tuple[str, str]:
        self._sections += 1
        key = f"nav-{self._sections}"
        whole, top = self._list(item.children, [*above, (key, "" if isinstance(item, _Group) else item.title)])
        if not whole:
            return "", ""
        self.parts[key] = top
        title = escape(item.title)
        closed = f'<a id="{key}" class="nav-section" href="{escape(self._first.get(key, "#" + key))}">{title}</a>'
        return f'<details id="{key}"><summary>{title}</summary>{whole}</details>', closed

    def _note(self, item: NavItem, url: str, above: list[tuple[str, str]]) -> None:
        for key, _ in above:
            self._first.setdefault(key, url)
        if item.path in self.places:
            return
        place: dict[str, Any] = {
            "trail": [key for key, _ in above],
            "crumbs": [{"title": title, "url": ""} for _, title in above if title],
        }
        if self._last:
            before = self.places[self._last]
            place["previous"] = before["self"]
            before["next"] = {"title": item.title, "url": url}
        place["self"] = {"title": item.title, "url": url}
        self.places[item.path] = place
        self._last = item.path


def _is_harmless(url: str) -> bool:
    """To another site, a mail address or relative. Browsers overlook blanks and control characters in a scheme."""
    scheme, colon, _ = re.split(r"[/?#]", re.sub(r"[\x00-\x20]", "", url), maxsplit=1)[0].partition(":")
    return not colon or scheme.lower() in SCHEMES


class _Group(NavItem):
    """Some of many entries, named by the first and the last; no section of the documentation's own."""


def _grouped(items: list[NavItem]) -> list[NavItem]:
    some = [items[start : start + A_GROUP] for start in range(0, len(items), A_GROUP)]
    return [_Group(f"{part[0].title} – {part[-1].title}", children=part) for part in some]
