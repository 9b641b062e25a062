"""What a documentation page shows around its text; all of it was derived at import."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from common import roles
from common.roles import has_role

if TYPE_CHECKING:
    from docs_hub.models import DocPage


def reading_context(page: "DocPage", user: Any = None) -> dict[str, Any]:
    """No query beyond the page's source, and one for a reader who is signed in."""
    source, place = page.doc_source, page.place
    crumbs = [{"title": "Documentation", "url": _index_url(source)}]
    if page.address:
        crumbs.append({"title": source.title if source else "", "url": source.paths.get("base", "") if source else ""})
    return {
        "doc_source": source,
        "navigation": mark_safe(opened_navigation(source.nav_html, place) if source else ""),
        "contents": [entry for entry in page.toc if entry["level"] in (2, 3)],
        "crumbs": [*crumbs, *place.get("crumbs", []), {"title": _crumb(page), "url": ""}],
        "previous": place.get("previous"),
        "next": place.get("next"),
        "edit_url": _edit_url(page),
        "admin_edit_url": _admin_edit_url(page, user),
        "body": mark_safe(page.html),
    }


def opened_navigation(html: str, place: dict[str, Any]) -> str:
    """The stored tree with the page's own entry marked and the sections above it open."""
    for key in place.get("trail", []):
        html = html.replace(f'<details id="{key}">', f'<details id="{key}" open>', 1)
    if here := place.get("self"):
        link = f'href="{escape(here["url"])}"'
        html = html.replace(f"{link}>", f'{link} aria-current="page">', 1)
    return html


def _index_url(source: Any) -> str:
    base: str = source.paths.get("base", "/docs/") if source else "/docs/"
    return base.rstrip("/").rpartition("/")[0] + "/"


def _crumb(page: "DocPage") -> str:
    """The first page of a source is where the source itself is."""
    return page.title if page.address or page.doc_source is None else page.doc_source.title


def _admin_edit_url(page: "DocPage", user: Any) -> str:
    """For whoever writes; what each may do with the page is the admin's to say. Kept pages are without it."""
    may_write = user is not None and has_role(user, roles.WRITERS, roles.MAINTAINERS, roles.OPERATORS)
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_write else ""


def _edit_url(page: "DocPage") -> str:
    from docs_hub.services.rendering import repository_url

    if not page.source_path or page.doc_source is None:
        return ""
    return repository_url(page.doc_source, page.source_path, kind="edit") or ""
