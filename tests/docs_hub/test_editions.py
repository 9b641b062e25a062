"""Readers and crawlers are led from any version to the same page of another."""

import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from common.models import User
from docs_hub.models import DocPage, DocSource, VersionPage
from docs_hub.queries.closed import closed
from tests.docs_hub.test_versions import NEW, OLD, run, write

pytestmark = pytest.mark.usefixtures("site_root")


@pytest.fixture
def ferry(tree: Callable[..., Path], tmp_path: Path) -> Path:
    """2.0 and an archived 1.0, which has a page more."""
    run(tree(NEW), "--version", "2.0")
    run(write(tmp_path / "old", OLD), "--version", "1.0", "--status", "archived")
    return tree({})


def switch(client: Client, address: str, name: str = "Version") -> list[tuple[str, str]]:
    """Address and words of each entry."""
    shown = client.get(address).content.decode()
    parts = re.findall(r'<details class="docs-switch">.*?</details>', shown, re.DOTALL)
    mine = next((part for part in parts if f">{name}: <" in part), "")
    entries = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', mine, re.DOTALL)
    return [(url, " ".join(re.sub(r"<[^>]+>", " ", words).split())) for url, words in entries]


def canonical(client: Client, address: str) -> str:
    return re.findall(r'rel="canonical" href="([^"]*)"', client.get(address).content.decode())[0]


def test_the_switch_stays_on_the_page(ferry: Path, client: Client) -> None:
    both = [("/docs/ferry/tickets/", "2.0 Current"), ("/docs/ferry/1.0/tickets/", "1.0 Archived")]
    assert switch(client, "/docs/ferry/tickets/") == both
    assert switch(client, "/docs/ferry/1.0/tickets/") == both


def test_it_says_where_it_leads_when_the_page_is_not_there(ferry: Path, client: Client) -> None:
    found = switch(client, "/docs/ferry/1.0/guide/sails/")
    assert found[0] == ("/docs/ferry/guide/", "2.0 Current This page is not there. You get to Guide.")


def test_it_follows_a_moved_file_both_ways(ferry: Path, tree: Callable[..., Path], client: Client) -> None:
    move_rope(ferry, tree)
    assert DocPage.objects.get(source_path="knots/lines.md").former_paths.get().path == "guide/rope.md"
    assert switch(client, "/docs/ferry/1.0/guide/rope/")[0][0] == "/docs/ferry/knots/lines/"
    assert switch(client, "/docs/ferry/knots/lines/")[1][0] == "/docs/ferry/1.0/guide/rope/"


def test_old_versions_warn_and_name_the_current_page(ferry: Path, client: Client) -> None:
    shown = client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert "nobody keeps it up to date" in shown
    assert '<a href="/docs/ferry/tickets/">Read this page in 2.0</a>' in shown
    assert "docs-edition" not in client.get("/docs/ferry/tickets/").content.decode()
    missing = client.get("/docs/ferry/1.0/guide/sails/").content.decode()
    assert "does not have this page" in missing
    assert '<a href="/docs/ferry/guide/">Go to Guide</a>' in missing


def test_crawlers_are_sent_to_the_current_version(ferry: Path, client: Client, settings: Any) -> None:
    assert canonical(client, "/docs/ferry/1.0/tickets/") == f"{settings.SITE_URL}/docs/ferry/tickets/"
    assert canonical(client, "/docs/ferry/1.0/guide/sails/") == f"{settings.SITE_URL}/docs/ferry/1.0/guide/sails/"
    assert canonical(client, "/docs/ferry/tickets/") == f"{settings.SITE_URL}/docs/ferry/tickets/"
    assert 'content="noindex, follow"' in client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert "noindex" not in client.get("/docs/ferry/tickets/").content.decode()


def test_a_source_that_is_not_out_yet_leads_to_the_version_that_is(
    ferry: Path, tmp_path: Path, client: Client, settings: Any
) -> None:
    DocSource.objects.update(version_status="unreleased")
    run(write(tmp_path / "mid", NEW), "--version", "1.9", "--status", "current")
    shown = client.get("/docs/ferry/tickets/").content.decode()
    assert "is not released yet" in shown
    assert '<a href="/docs/ferry/1.9/tickets/">Read this page in 1.9</a>' in shown
    assert canonical(client, "/docs/ferry/tickets/") == f"{settings.SITE_URL}/docs/ferry/1.9/tickets/"


def test_translations_in_a_family_and_as_light_rows_are_languages(
    ferry: Path, tmp_path: Path, client: Client, settings: Any
) -> None:
    german = {**NEW, "docs/tickets.md": "# Fahrkarten\n"}
    run(write(tmp_path / "fr", NEW), "--language", "fr")
    DocSource.objects.update(family="ferry")
    folder = write(tmp_path / "de", german)
    call_command(
        "import_docs", "--from", str(folder), "--slug", "faehre", "--language", "de", "--family", "ferry", "--json"
    )
    found = switch(client, "/docs/ferry/tickets/", "Language")
    assert found == [
        ("/docs/faehre/tickets/", "Deutsch"),
        ("/docs/ferry/tickets/", "English"),
        ("/docs/ferry/fr-2.0/tickets/", "Français"),
    ]
    shown = client.get("/docs/faehre/tickets/").content.decode()
    assert '<div id="doc-body" class="prose" lang="de">' in shown
    assert f'hreflang="en" href="{settings.SITE_URL}/docs/ferry/tickets/"' in shown
    assert switch(client, "/docs/faehre/tickets/") == []


@pytest.mark.parametrize("versions", [1, 6])
def test_the_number_of_queries_does_not_grow_with_versions(
    ferry: Path, tmp_path: Path, client: Client, versions: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, versions):
        run(write(tmp_path / str(number), OLD), "--version", f"0.{number}", "--status", "archived")
    for address in ("/docs/ferry/tickets/", "/docs/ferry/1.0/tickets/"):
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address + "?fresh").status_code == 200


def test_what_is_kept_for_members_is_kept_in_every_version(ferry: Path, client: Client, charlie: User) -> None:
    kept = DocPage.objects.get(source_path="tickets.md")
    PageViewRestriction.objects.create(page=kept.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/docs/ferry/1.0/tickets/").status_code == 302
    assert client.get("/docs/ferry/1.0/guide/rope/").status_code == 200
    client.force_login(charlie)
    assert client.get("/docs/ferry/1.0/tickets/").status_code == 200


@pytest.mark.parametrize("is_moved", [False, True])
def test_a_page_that_was_taken_back_is_so_in_every_version(
    ferry: Path, tree: Callable[..., Path], client: Client, is_moved: bool
) -> None:
    if is_moved:
        move_rope(ferry, tree)
    DocPage.objects.get(source_path="knots/lines.md" if is_moved else "guide/rope.md").unpublish()
    assert client.get("/docs/ferry/1.0/guide/rope/").status_code == 404
    assert client.get("/docs/ferry/1.0/guide/rope.md").status_code == 404
    assert client.get("/docs/ferry/1.0/guide/sails/").status_code == 200
    assert not {"guide/rope.md"} & open_light_files()


@pytest.mark.parametrize("path", ["tickets.md", "guide/rope.md"])
def test_no_older_version_leads_to_what_was_taken_back(ferry: Path, client: Client, path: str) -> None:
    page = DocPage.objects.get(source_path=path)
    gone, here = f"/docs/ferry/1.0/{page.address}/", "/docs/ferry/1.0/"
    before = reached(client, here)
    assert gone in before
    page.unpublish()
    found = reached(client, here)
    assert found == {address: 200 for address in before if address != gone}
    page.refresh_from_db()
    page.save_revision().publish()
    assert reached(client, here) == before
    page.unpublish()
    page.delete()
    assert reached(client, here) == before, "what is not on the site at all any more withholds nothing"


def test_a_link_in_the_text_leaves_its_words(ferry: Path, client: Client) -> None:
    DocPage.objects.get(source_path="tickets.md").unpublish()
    shown = client.get("/docs/ferry/1.0/").content.decode()
    assert re.search(r'id="doc-body".*?<p>Tickets</p>', shown, re.DOTALL)


def reached(client: Client, start: str) -> dict[str, int]:
    """All pages below an address that one comes to by links from there, and their status."""
    found: dict[str, int] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address not in found:
            answer = client.get(f"{address}?{token_hex(4)}")  # pages are kept until a change is committed
            found[address] = answer.status_code
            links = re.findall(r'href="([^"#?]*)', answer.content.decode())
            waiting += [link for link in links if link.startswith(start) and link.endswith("/")]
    return found


def test_what_is_kept_for_members_is_so_under_its_former_name_and_when_it_is_gone(
    ferry: Path, tree: Callable[..., Path], client: Client
) -> None:
    move_rope(ferry, tree)
    kept = DocPage.objects.get(source_path="knots/lines.md")
    PageViewRestriction.objects.create(page=kept.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/docs/ferry/1.0/guide/rope/").status_code == 302
    assert "guide/rope.md" not in open_light_files()
    tree({"docs/knots/lines.md": None})
    run(ferry, "--version", "2.0")
    assert DocPage.objects.get(pk=kept.pk).retired
    assert client.get("/docs/ferry/1.0/guide/rope.md").status_code == 302


def move_rope(ferry: Path, tree: Callable[..., Path]) -> None:
    tree({"docs/guide/rope.md": None, "docs/knots/lines.md": NEW["docs/guide/rope.md"]})
    run(ferry, "--version", "2.0")


def open_light_files() -> set[str]:
    """Of the pages of versions, those that lists and searches may name."""
    return set(VersionPage.objects.exclude(closed().of_light_pages()).values_list("source_path", flat=True))


def test_a_source_that_was_taken_back_is_so_in_every_version(ferry: Path, client: Client) -> None:
    DocPage.objects.get(source_path="index.md").unpublish()
    assert client.get("/docs/ferry/1.0/tickets/").status_code == 404
