"""Reading documentation: versions, the tree, the contents and the search, with hands on the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "# Tickets\n\n" + "".join(f"## Fare {name}\n\n{'Pay on board. ' * 200}\n\n" for name in ("one", "two", "three"))
PAGES = {
    "mkdocs.yml": "site_name: Ferry\n",
    "docs/index.md": "# Ferry\n\nWelcome.\n",
    "docs/tickets.md": LONG,
    "docs/guide/rope.md": "# Ropes\n\n```python\nprint(1)\n```\n",
    "docs/parts/anchor.md": "# Anchors\n",
}


@pytest.fixture
def ferry(empty_site: None, tmp_path: Path) -> None:
    for label, more, status in (("2.0", {}, "current"), ("1.0", {"docs/guide/sails.md": "# Sails\n"}, "archived")):
        root = tmp_path / label
        for name, text in {**PAGES, **more}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        options = {"slug": "ferry", "label": label, "status": status, "verbosity": 0}
        call_command("import_docs", folder=str(root), **options)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_versions_are_sound(ferry: None, open_window: Callable[..., Page], width: int, scheme: Any) -> None:
    page = open_window(width=width)
    page.emulate_media(color_scheme=scheme)
    for address in ("/docs/ferry/1.0/guide/sails/", "/docs/ferry/tickets/", "/search/?q=ropes&version=ferry/1.0"):
        page.goto(address)
        if page.locator(".docs-switch").count():
            page.locator(".docs-switch > summary").first.click()
            expect(page.locator(".docs-switch a").first).to_be_visible()
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not found, f"{address}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} is too wide"


def test_a_reader_changes_the_version_and_is_told(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/tickets/")
    window.locator(".docs-switch > summary").click()
    window.locator(".docs-switch").get_by_role("link", name="1.0").click()
    expect(window).to_have_url("http://" + window.url.split("/")[2] + "/docs/ferry/1.0/tickets/")
    expect(window.get_by_role("complementary", name="About this version")).to_contain_text("archived")
    window.get_by_role("link", name="Read this page in 2.0").click()
    assert window.url.endswith("/docs/ferry/tickets/")


def test_the_search_is_a_key_away_and_arrows_go_through_it(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/1.0/tickets/")
    window.keyboard.press("/")
    expect(window.locator("#docs-q")).to_be_focused()
    window.keyboard.type("sails")
    first = window.locator("#docs-found .results a").first
    expect(first).to_be_visible()
    window.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", name="Sails")).to_be_visible()
    assert "/docs/ferry/1.0/guide/sails/" in window.url


def test_escape_empties_what_was_found(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/tickets/")
    window.keyboard.press("/")
    window.keyboard.type("ropes")
    expect(window.locator("#docs-found .results a").first).to_be_visible()
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Escape")
    expect(window.locator("#docs-found .results a")).to_have_count(0)
    expect(window.locator("#docs-q")).to_be_focused()


def test_a_section_that_was_opened_stays_open(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/tickets/")
    section = window.locator("#docs-tree details", has_text="Parts")
    section.locator("summary").click()
    window.locator("#docs-tree").get_by_role("link", name="Ferry").click()
    expect(window.locator("#docs-tree").get_by_role("link", name="Anchors")).to_be_visible()
    expect(window.locator("#docs-tree").get_by_role("link", name="Ropes")).to_be_hidden()


def test_the_contents_follow_the_scroll(ferry: None, window: Page) -> None:
    window.goto("/docs/ferry/tickets/")
    window.get_by_role("heading", name="Fare two").scroll_into_view_if_needed()
    window.evaluate("document.getElementById('fare-two').scrollIntoView()")
    expect(window.locator("#docs-contents a[aria-current]")).to_have_text("Fare two")
