"""The stored navigation as one page shows it: its own entry marked, the sections above it open, nothing in it that
its reader may not see."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.html import escape

from docs_hub.domain.nav_entries import is_among, without_entries
from docs_hub.models import DocPage, DocSource, DocVersion, NavPart, VersionPage
from docs_hub.queries.closed import Closed

Place = dict[str, Any]


def hidden_addresses(source: DocSource | DocVersion, kept: Closed) -> frozenset[str]:
    """Of its pages that are closed to the reader, unquoted; one query where any page of the site is."""
    if not kept:
        return frozenset()
    rows: Any = DocPage.objects.filter(kept.of_pages(), doc_source=source.pk)
    if isinstance(source, DocVersion):
        rows = VersionPage.objects.filter(kept.of_light_pages(), version=source)
    return frozenset(
        f"{source.base}{address}/" if address else source.base for address in rows.values_list("address", flat=True)
    )


def seen(entry: Place | None, hidden: Collection[str]) -> Place | None:
    return None if entry is None or is_among(entry["url"], hidden) else entry


def opened_navigation(source: DocSource | DocVersion, place: Place, hidden: Collection[str] = ()) -> str:
    """One query where the navigation is kept in parts and the page lies in a section, or entries are `hidden`."""
    html, trail = source.nav_html, place.get("trail", [])
    parts: dict[str, str] = {}
    if 'class="nav-section"' in html and (trail or hidden):
        parts = _parts(source, [] if hidden else trail)
    if hidden:
        parts = {key: without_entries(part, hidden, parts) for key, part in parts.items()}
        html = without_entries(html, hidden, parts)
    if trail and parts:
        html = _with_parts(html, trail, parts)
    for key in trail:
        html = html.replace(f'<details id="{key}">', f'<details id="{key}" open>', 1)
    if here := place.get("self"):
        link = f'href="{escape(here["url"])}"'
        html = html.replace(f"{link}>", f'{link} aria-current="page">', 1)
    return html


def _parts(source: DocSource | DocVersion, keys: list[str]) -> dict[str, str]:
    """All where no keys are given."""
    version = source if isinstance(source, DocVersion) else None
    source_id = version.doc_source_id if version else source.pk
    rows = NavPart.objects.filter(doc_source=source_id, version=version)
    rows = rows.filter(key__in=keys) if keys else rows
    return dict(rows.values_list("key", "html"))


def _with_parts(html: str, trail: list[str], parts: dict[str, str]) -> str:
    """The link to each section of the trail gives way to the section itself."""
    for key in trail:
        link = re.compile(rf'<a id="{re.escape(key)}" class="nav-section"[^>]*>(.*?)</a>')
        if (match := link.search(html)) and key in parts:
            section = f'<details id="{key}"><summary>{match.group(1)}</summary>{parts[key]}</details>'
            html = html[: match.start()] + section + html[match.end() :]
    return html
