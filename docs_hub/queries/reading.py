"""What a documentation page shows around its text; all of it was derived at import."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from common import roles
from common.roles import has_role
from docs_hub.domain.nav_entries import without_entries
from docs_hub.domain.render.drawings import drawings_in
from docs_hub.queries.across import with_addresses
from docs_hub.queries.closed import Closed, closed_to
from docs_hub.queries.edition_context import edition_context
from docs_hub.queries.history import history_of
from docs_hub.queries.opened_navigation import hidden_addresses, opened_navigation, seen
from docs_hub.queries.page_care import page_care
from docs_hub.queries.page_tasks import open_tasks_about
from docs_hub.queries.writing import takes_suggestions

if TYPE_CHECKING:
    from docs_hub.models import DocPage


def reading_context(page: "DocPage", request: HttpRequest) -> dict[str, Any]:
    """A bounded number of queries, however large the source is (tests/docs_hub/test_reading.py counts them)."""
    from docs_hub.queries.proposals import under_way

    source, place, user = page.doc_source, page.place, getattr(request, "user", None)
    kept = Closed() if page.any_closed is False else closed_to(request)
    hidden = hidden_addresses(source, kept) if source else frozenset()
    crumbs = [{"title": "Documentation", "url": _index_url(source)}]
    if page.address:
        crumbs.append({"title": source.title if source else "", "url": source.base if source else ""})
    return {
        "doc_source": source,
        "navigation": mark_safe(opened_navigation(source, place, hidden) if source else ""),
        "contents": [entry for entry in page.toc if entry["level"] in (2, 3)],
        "crumbs": [*crumbs, *place.get("crumbs", []), {"title": _crumb(page), "url": ""}],
        "previous": seen(place.get("previous"), hidden),
        "next": seen(place.get("next"), hidden),
        "edit_url": _edit_url(page),
        "may_be_suggested": takes_suggestions(page),
        "admin_edit_url": _admin_edit_url(page, user),
        "body": mark_safe(_body(page, hidden)),
        "drawings": drawings_in(page.html),
        **edition_context(page, kept),
        "history": history_of(page),
        "edits_under_way": under_way(page),
        "translation_behind": _behind(page, kept),
        "care": page_care(page, user),
        "page_tasks": open_tasks_about(page),
    }


def _body(page: "DocPage", hidden: Collection[str]) -> str:
    if page.is_folder:
        return without_entries(page.html, hidden, {}) if hidden else page.html
    return with_addresses(page.html, page.doc_source)


def _behind(page: "DocPage", kept: Closed) -> Any:
    from docs_hub.queries.translations import behind

    found = behind(page)
    return found if found and not kept.has(found.original) else None


def _index_url(source: Any) -> str:
    base: str = source.base if source else "/docs/"
    return base.rstrip("/").rpartition("/")[0] + "/"


def _crumb(page: "DocPage") -> str:
    """The first page of a source is where the source itself is."""
    return page.title if page.address or page.doc_source is None else page.doc_source.title


def _admin_edit_url(page: "DocPage", user: Any) -> str:
    """For whoever writes, and back to the page; what each may do with it is the admin's to say. Kept pages are without
    it."""
    may_write = user is not None and has_role(user, roles.WRITERS, roles.MAINTAINERS, roles.OPERATORS)
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?{urlencode({'next': page.url})}" if may_write else ""


def _edit_url(page: "DocPage") -> str:
    from docs_hub.services.rendering import repository_url

    if not page.source_path or page.doc_source is None:
        return ""
    return repository_url(page.doc_source, page.source_path, kind="edit") or ""
