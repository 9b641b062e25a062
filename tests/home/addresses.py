"""Every pattern of addresses that the site answers, with an address made for it."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ONE = "2000000000"
"""Of no row, whatever ran before: rows of tests have other numbers each time."""
NAMED = {
    "owner": "harbor",
    "name": "core",
    "number": "1",
    "slug": "alice",
    "source": "harbor",
    "form": "csv",
    "family": "income",
    "address": "harbor/start",
    "version": "2.0",
    "path": "docs/x.png",
    "app_label": "home",
    "model_name": "homepage",
    "app_name": "home",
    "content_type_app_label": "home",
    "content_type_model_name": "homepage",
    "uidb36": "1",
    "key": "nonsense",
    "provider": "github",
    "document_filename": "a.pdf",
    "filename": "a.pdf",
    "filter_spec": "width-100",
    "signature": "nonsense",
    "mode": "form",
    "token": "nonsense",
    "uidb64": "MQ",
}
BY_HAND = {
    r"admin/pages/^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": "/admin/pages/2000000000/revisions/compare/live...latest/",
    r"admin/snippets/docs_hub/docsuggestion/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": "/admin/snippets/docs_hub/docsuggestion/history/2000000000/revisions/compare/live...latest/",
    r"admin/^.*/$": "/admin/nothing-of-this-name/",
    r"documents/^(\d+)/(.*)$": "/documents/2000000000/a.pdf",
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": "/accounts/confirm-email/nonsense/",
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/accounts/password/reset/key/1-nonsense/",
    r"^docs/(?P<address>[\w\-]+(?:/[\w.\-]+)*)\.md$": "/docs/harbor/start.md",
    r"^(docs/(?:[\w\-]+/)+)$": "/docs/harbor/",
    r"^docs/(?P<source>[\w\-]+)/(?P<version>[\w\-][\w.\-]*)/(?P<address>(?:[\w\-]+/)*)$": "/docs/harbor/2.0/start/",
    r"^((?:[\w\-]+/)*)$": "/",
}
"""Patterns in regular expressions, which no rule reads."""
CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Each pattern as Django writes it, joined with those it is included by."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from patterns(one, before + str(one.pattern))


def address_of(pattern: str) -> str:
    """An address that the pattern matches, of things that are there where that can be told from the argument's name."""
    if pattern in BY_HAND:
        return BY_HAND[pattern]
    return "/" + CONVERTED.sub(lambda found: _value(found[2], found[1] or "str"), pattern.replace("^", ""))


def _value(name: str, kind: str) -> str:
    return NAMED.get(name, ONE if kind == "int" or name.endswith(("id", "pk")) else "x")
