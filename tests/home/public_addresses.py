"""Every address that a stranger can ask for, as the resolver knows them, filled with what this site has."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page

from contributors.models import Person, Task
from docs_hub.models import DocPage, DocSource, DocSuggestion, DocVersion
from github_sync.models import OutboxAction
from sustainability.domain.catalog import METRICS
from sustainability.views.tables import TABLES

FORMS = ("csv", "json")
STAFF = ("admin/",)
"""For those who work in the admin; `tests/home/test_admin_addresses.py` and its kind ask who may enter."""
NO_CONTENT = {
    "wagtaildocs_serve", "", "wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password",
    "account_confirm_email", "account_reset_password_from_key", "github_login", "github_callback", "account_logout",
    "github_sync:webhooks", "home:favicon", "docs_hub:editor_upload",
}  # fmt: skip
"""Files that people uploaded, passwords, keys and doors that only take something in."""


def names() -> set[str]:
    return {name for route, name in _walk(get_resolver().url_patterns) if not route.startswith(STAFF)}


def _walk(patterns: Any, route: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield here, f"{namespace}{one.name or ''}"


def addresses(name: str, words: list[str]) -> list[str]:
    """All that this site can answer there; `words` are looked for where something can be searched."""
    filled = [reverse(name, kwargs=one) for one in ARGUMENTS[name]()]
    asked = [f"{filled[0]}?{more.format(word=word)}" for more in QUERIES.get(name, ()) for word in words]
    return [*filled, *asked]


def _nothing() -> list[dict[str, Any]]:
    return [{}]


def _tasks() -> list[dict[str, Any]]:
    return list(Task.objects.values("owner", "name", "number"))


def _pages() -> list[dict[str, Any]]:
    return [{"page_id": pk} for pk in DocPage.objects.values_list("pk", flat=True)]


def _versions() -> list[dict[str, Any]]:
    rows = DocVersion.objects.values_list("doc_source__slug", "slug")
    return [{"source": source, "version": version, "address": ""} for source, version in rows]


QUERIES = {
    "tasks:board": ["q={word}", "q={word}&availability=all", "repository=hushhush/harbor"],
    "tasks:feed": ["q={word}", "availability=all"],
    "people:list": ["q={word}", "active=lately", "kind=code", "page=2"],
    "home:search": ["q={word}", "q={word}&in=tasks", "q={word}&in=docs", "q=%231"],
    "sustainability:overview": ["period=this-year", "from=2026-01-01&to=2026-11-30"],
    "sustainability:metrics": [],
}
ARGUMENTS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "account_login", "account_inactive", "account_signup", "account_reauthenticate", "account_email",
            "account_email_verification_sent", "account_change_password", "account_set_password",
            "account_reset_password", "account_confirm_login_code", "account_reset_password_from_key_done",
            "account_reset_password_done", "socialaccount_login_cancelled", "socialaccount_login_error",
            "socialaccount_signup", "socialaccount_connections", "wagtailcore_login",
            "tasks:board", "tasks:feed", "people:list", "sustainability:overview", "sustainability:sources",
            "sustainability:metrics", "docs_hub:llms", "docs_hub:feed_of_all", "home:search", "home:account",
            "home:allow_acting", "home:share_address", "home:stop_acting", "home:healthz", "home:robots", "home:sitemap", "home:styleguide",
        ),
        _nothing,
    ),
    "github_sync:edit_own_comment": lambda: [{"action_id": pk} for pk in OutboxAction.objects.values_list("pk", flat=True)],
    "tasks:detail": _tasks,
    "tasks:claim": _tasks,
    "tasks:release": _tasks,
    "tasks:done": _tasks,
    "tasks:answer": _tasks,
    "people:detail": lambda: list(Person.objects.values("slug")),
    "sustainability:figures": lambda: [{"form": form} for form in FORMS],
    "sustainability:sources_file": lambda: [{"form": form} for form in FORMS],
    "sustainability:chart": lambda: [{"name": name, "form": form} for name in CHARTS for form in FORMS],
    "sustainability:table": lambda: [{"slug": slug, "form": form} for slug in TABLES for form in FORMS],
    "sustainability:metric": lambda: [{"name": name} for name in METRICS],
    "sustainability:value": lambda: [{"name": name, "form": form} for name in METRICS for form in FORMS],
    "sustainability:rows": lambda: [
        {"name": name, "family": family, "form": form}
        for name, metric in METRICS.items() for family in metric.families for form in FORMS
    ],
    "docs_hub:editor_lint": _pages,
    "docs_hub:editor_links": _pages,
    "docs_hub:editor_pictures": _pages,
    "docs_hub:suggest": _pages,
    "docs_hub:suggestion": lambda: list(DocSuggestion.objects.values("pk")),
    "docs_hub:withdraw_suggestion": lambda: list(DocSuggestion.objects.values("pk")),
    "docs_hub:feed": lambda: [{"source": slug} for slug in DocSource.objects.values_list("slug", flat=True)],
    "docs_hub:llms_of_source": lambda: [{"source": slug} for slug in DocSource.objects.values_list("slug", flat=True)],
    "docs_hub:version": _versions,
    "docs_hub:original_changes": _pages,
    "docs_hub:feedback": _pages,
    "docs_hub:thanks": _pages,
    "docs_hub:report": _pages,
    "docs_hub:check": _pages,
}  # fmt: skip
CHARTS = ("income", "people", "largest", "share")


def pages_of_the_site() -> list[str]:
    """Wagtail's own addresses, and the text of each page of documentation."""
    live = [page.url for page in Page.objects.filter(live=True, depth__gt=1) if page.url]
    texts = [f"{url.rstrip('/')}.md" for url in live if url.startswith("/docs/") and url.count("/") > 3]
    return [*live, *texts]
