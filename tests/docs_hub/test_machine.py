"""Documentation for machines: bare text, lists, a feed, what crawlers and link previews are told."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from common.models import User
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.conftest import PNG
from tests.docs_hub.test_versions import NEW, OLD, run, write

pytestmark = pytest.mark.usefixtures("site_root")
TEXT = "---\ndescription: Where to buy\n---\r\n# Tickets\r\n\r\nBuy <b>them</b> on board.\n\n![Pier](pier.png)"


@pytest.fixture
def ferry(tree: Callable[..., Path], tmp_path: Path) -> Path:
    folder = tree({**NEW, "docs/tickets.md": TEXT, "docs/pier.png": PNG})
    run(folder, "--version", "2.0")
    run(write(tmp_path / "old", OLD), "--version", "1.0", "--status", "archived")
    return folder


def test_a_page_as_markdown_is_its_exact_text(ferry: Path, client: Client) -> None:
    answer = client.get("/docs/ferry/tickets.md")
    assert answer.content.decode() == TEXT
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert client.get("/docs/ferry/1.0/tickets.md").content.decode() == OLD["docs/tickets.md"]
    assert client.get("/docs/ferry.md").content.decode() == NEW["docs/index.md"]
    assert client.get("/docs/ferry/1.0.md").content.decode() == OLD["docs/index.md"]


def test_pages_name_their_markdown(ferry: Path, client: Client) -> None:
    for address in ("/docs/ferry/tickets/", "/docs/ferry/1.0/tickets/", "/docs/ferry/", "/docs/ferry/1.0/"):
        link = f'<link rel="alternate" type="text/markdown" href="{address.rstrip("/")}.md">'
        assert link in client.get(address).content.decode()
        assert client.get(f"{address.rstrip('/')}.md").status_code == 200


@pytest.mark.parametrize("address", ["nothing", "ferry/nothing", "ferry/1.0/nothing", "ferry/guide", "../x", "ferry//"])
def test_no_text_is_not_found(ferry: Path, client: Client, address: str) -> None:
    assert client.get(f"/docs/{address}.md").status_code == 404


def test_lists_for_language_models(ferry: Path, client: Client, settings: Any) -> None:
    top = client.get("/llms.txt").content.decode()
    assert f"- [Ferry]({settings.SITE_URL}/docs/ferry/llms.txt)" in top
    listed = client.get("/docs/ferry/llms.txt").content.decode()
    assert listed.startswith("# Ferry\n")
    assert f"- [Tickets]({settings.SITE_URL}/docs/ferry/tickets.md): Where to buy" in listed
    assert "/1.0/" not in listed
    assert client.get("/docs/nothing/llms.txt").status_code == 404


def test_where_the_source_is_not_out_yet_the_current_version_is_listed(
    ferry: Path, tmp_path: Path, client: Client
) -> None:
    DocSource.objects.update(version_status="unreleased")
    run(write(tmp_path / "mid", OLD), "--version", "1.5", "--status", "current")
    listed = client.get("/docs/ferry/llms.txt").content.decode()
    assert "/docs/ferry/1.5/tickets.md" in listed
    assert "/docs/ferry/tickets.md" not in listed
    found = locations(client)
    assert "/docs/ferry/1.5/tickets/" in found
    assert not {"/docs/ferry/tickets/", "/docs/ferry/1.0/tickets/"} & found


def locations(client: Client) -> set[str]:
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return {
        (node.text or "").split("//", 1)[1].partition("/")[1] + (node.text or "").split("//", 1)[1].partition("/")[2]
        for node in root.iter()
        if node.tag.endswith("}loc")
    }


def test_the_sitemap_holds_current_pages_alone(ferry: Path, client: Client) -> None:
    found = locations(client)
    assert "/docs/ferry/tickets/" in found
    assert not any("/1.0/" in one for one in found)


def test_link_previews_have_title_words_and_picture(ferry: Path, client: Client, settings: Any) -> None:
    shown = client.get("/docs/ferry/tickets/").content.decode()
    assert '<meta property="og:title" content="Tickets">' in shown
    assert '<meta property="og:description" content="Where to buy">' in shown
    assert f'<meta property="og:image" content="{settings.SITE_URL}/media/docs/' in shown
    assert "og:image" not in client.get("/docs/ferry/guide/rope/").content.decode()


def entries(client: Client, address: str) -> list[tuple[str, str]]:
    root = ET.fromstring(client.get(address).content)
    name = {"a": "http://www.w3.org/2005/Atom"}
    return [
        (entry.findtext("a:title", "", name), entry.find("a:link", name).get("href", ""))  # type: ignore[union-attr]
        for entry in root.findall("a:entry", name)
    ]


def test_the_feed_tells_the_last_change_first(ferry: Path, tree: Callable[..., Path], client: Client) -> None:
    tree({"docs/guide/rope.md": "# Ropes\n\nNew.\n"})
    run(ferry, "--version", "2.0")
    for address in ("/docs/ferry/feed.atom", "/docs/feed.atom"):
        found = entries(client, address)
        assert found[0][0] == "Ferry: Ropes"
        assert found[0][1].endswith("/docs/ferry/guide/rope/")
        assert len(found) == 3
    assert client.get("/docs/nothing/feed.atom").status_code == 404
    assert 'type="application/atom+xml"' in client.get("/docs/ferry/").content.decode()


def test_what_is_kept_for_members_is_nowhere(ferry: Path, client: Client, charlie: User) -> None:
    kept = DocPage.objects.get(source_path="tickets.md")
    PageViewRestriction.objects.create(page=kept.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/docs/ferry/tickets.md").status_code == 302
    assert client.get("/docs/ferry/1.0/tickets.md").status_code == 302
    for address in ("/docs/ferry/llms.txt", "/docs/feed.atom", "/docs/ferry/feed.atom", "/sitemap.xml"):
        assert "tickets" not in client.get(address).content.decode().lower()
    client.force_login(charlie)
    assert client.get("/docs/ferry/tickets.md").content.decode() == TEXT


def test_a_whole_documentation_kept_for_members_is_in_no_list(ferry: Path, client: Client) -> None:
    first = DocPage.objects.get(source_path="index.md")
    PageViewRestriction.objects.create(page=first.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert "Ferry" not in client.get("/llms.txt").content.decode()
    assert client.get("/docs/ferry/llms.txt").status_code == 404
    assert client.get("/docs/ferry/feed.atom").status_code == 404
    assert entries(client, "/docs/feed.atom") == []
