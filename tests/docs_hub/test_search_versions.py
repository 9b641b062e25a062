"""The search looks into the current version unless another, or a language, is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from docs_hub.models import DocPage, DocSource
from docs_hub.queries.search import find_pages, search_pages
from tests.docs_hub.test_versions import NEW, OLD, run, write

pytestmark = pytest.mark.usefixtures("site_root")
HOOK = "# Hooks\n\n## hook_ferry_alterReportVar\n\nChanges a report.\n"


def urls(text: str, **where: str) -> list[str]:
    return [found.url for found in search_pages(text, **where)]


@pytest.fixture
def ferry(tree: Callable[..., Path], tmp_path: Path) -> Path:
    """2.0, and an archived 1.0 with its own words about tickets and a page of hooks."""
    run(tree(NEW), "--version", "2.0")
    old = write(tmp_path / "old", {**OLD, "docs/hooks.md": HOOK})
    run(old, "--version", "1.0", "--status", "archived")
    return old


def test_the_current_version_is_searched_by_default(ferry: Path) -> None:
    assert urls("tickets") == ["/docs/ferry/tickets/#tickets", "/docs/ferry/#ferry"]
    assert urls("sails") == []
    found = search_pages("sails", version="ferry/1.0")
    assert [(one.url, one.version) for one in found] == [("/docs/ferry/1.0/guide/sails/#sails", "1.0")]


def test_one_version_is_searched_alone(ferry: Path) -> None:
    assert urls("quay", version="ferry/1.0") == ["/docs/ferry/1.0/tickets/#tickets"]
    assert urls("board", version="ferry/1.0") == []
    assert urls("board", version="ferry") == ["/docs/ferry/tickets/#tickets"]
    assert urls("ropes", version="ferry/1.0") == ["/docs/ferry/1.0/guide/rope/#ropes"]


@pytest.mark.parametrize("text", ["hook_ferry_alterReportVar", "alterReport", "alter report", "report v"])
def test_identifiers_are_found_by_their_parts_in_every_version(ferry: Path, text: str) -> None:
    assert urls(text, version="ferry/1.0")[0] == "/docs/ferry/1.0/hooks/#hook_ferry_alterreportvar"


def test_rows_that_versions_share_lead_to_the_version_asked_for(ferry: Path, tmp_path: Path) -> None:
    run(write(tmp_path / "older", {**OLD, "docs/hooks.md": HOOK}), "--version", "0.9", "--status", "archived")
    assert urls("sails", version="ferry/0.9") == ["/docs/ferry/0.9/guide/sails/#sails"]
    assert urls("sails", version="ferry/1.0") == ["/docs/ferry/1.0/guide/sails/#sails"]


def test_where_the_source_is_not_out_yet_the_version_that_is_answers(ferry: Path) -> None:
    DocSource.objects.update(version_status="unreleased")
    assert urls("board") == ["/docs/ferry/tickets/#tickets"], "nothing else is current"
    run(ferry, "--version", "1.0", "--status", "current")
    assert urls("board") == []
    assert urls("quay") == ["/docs/ferry/1.0/tickets/#tickets"]


def test_a_language_is_searched_alone(ferry: Path, tmp_path: Path) -> None:
    german = {**NEW, "docs/tickets.md": "# Fahrkarten\n\nBoard heißt Deck.\n"}
    call_command(
        "import_docs", "--from", str(write(tmp_path / "de", german)), "--slug", "faehre", "--language", "de", "--json"
    )
    assert len(urls("board")) == 2
    assert urls("board", language="de") == ["/docs/faehre/tickets/#fahrkarten"]
    assert urls("board", language="en") == ["/docs/ferry/tickets/#tickets"]


@pytest.mark.parametrize("version", ["no/such", "ferry/", "/", "ferry/9", "'; --", "x" * 500])
def test_an_unknown_version_is_as_none(ferry: Path, version: str) -> None:
    assert "/docs/ferry/tickets/#tickets" in urls("tickets", version=version)


def test_what_is_kept_for_members_is_found_in_no_version(ferry: Path) -> None:
    kept = DocPage.objects.get(source_path="tickets.md")
    PageViewRestriction.objects.create(page=kept.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert urls("board") == []
    assert urls("quay", version="ferry/1.0") == []
    assert urls("ropes", version="ferry/1.0") == ["/docs/ferry/1.0/guide/rope/#ropes"]


def test_the_page_of_results_keeps_the_version(ferry: Path, client: Client) -> None:
    shown = client.get("/search/", {"q": "sails", "in": "docs", "version": "ferry/1.0"}).content.decode()
    assert "/docs/ferry/1.0/guide/sails/#sails" in shown
    assert '<option value="ferry/1.0" selected>Ferry 1.0</option>' in shown
    assert 'name="in" value="docs"' in shown
    assert client.get("/search/", {"q": "sails", "version": "<script>"}).status_code == 200


def test_a_page_of_a_version_searches_in_it(ferry: Path, client: Client) -> None:
    shown = client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert '<input name="version" type="hidden" value="ferry/1.0">' in shown


def test_the_number_of_queries_is_fixed(ferry: Path, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        assert find_pages("ropes", 0, 20, version="ferry/1.0").total == 1
