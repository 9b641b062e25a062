"""A reader finds a section by part of a name, looks at another version, and says what was missing; a writer reads it."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from common.models import User
from docs_hub.models import Feedback

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOOKS = "# Hooks\n\n" + "".join(
    f"## hook_ferry_{name}\n\n{f'It is called with each {name}. ' * 40}\n\n"
    for name in ("boardPassenger", "alterReportVar", "closeGate")
)
TREE = {
    "mkdocs.yml": "site_name: Ferry\nnav:\n  - Start: index.md\n  - For developers:\n      - Hooks: hooks.md\n",
    "docs/index.md": "# Ferry\n\nThe handbook of the crew.\n",
    "docs/hooks.md": HOOKS,
}


@pytest.fixture
def ferry(empty_site: None, tmp_path: Path) -> None:
    for label, status, text in (("2.0", "current", HOOKS), ("1.0", "archived", HOOKS.replace("each", "every"))):
        for name, content in {**TREE, "docs/hooks.md": text}.items():
            (tmp_path / label / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / label / name).write_text(content)
        options = {"slug": "ferry", "label": label, "status": status, "verbosity": 0}
        call_command("import_docs", folder=str(tmp_path / label), **options)


def sound(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not found, f"{page.url}: {found}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_home_page_to_a_word_at_the_writers_desk(
    ferry: None, open_window: Any, wendy: User, width: int
) -> None:
    reader = open_window(width=width)
    reader.goto("/")
    sound(reader)
    if width < 600:
        reader.get_by_text("Menu", exact=True).click()
    reader.get_by_role("navigation", name="Main").get_by_role("link", name="Documentation").locator(
        "visible=true"
    ).click()
    sound(reader)
    reader.locator("main").get_by_role("link", name="Ferry").first.click()
    sound(reader)

    reader.keyboard.press("/")
    reader.keyboard.type("alterrep")
    first = reader.locator("#docs-found .results a").first
    expect(first).to_contain_text("hook_ferry_alterReportVar")
    sound(reader)
    first.click()
    expect(reader).to_have_url(reader.url.split("/docs/")[0] + "/docs/ferry/hooks/#hook_ferry_alterreportvar")
    expect(reader.get_by_role("heading", name="hook_ferry_alterReportVar")).to_be_in_viewport()
    sound(reader)

    reader.locator(".docs-switch > summary").click()
    reader.locator(".docs-switch").get_by_role("link", name="1.0").click()
    expect(reader.get_by_role("complementary", name="About this version")).to_contain_text("nobody keeps it up to date")
    expect(reader.locator("#doc-body")).to_contain_text("It is called with every alterReportVar.")
    sound(reader)
    reader.get_by_role("link", name="Read this page in 2.0").click()
    expect(reader.locator("#doc-body")).to_contain_text("It is called with each alterReportVar.")

    reader.get_by_role("link", name="No", exact=True).click()
    expect(reader.get_by_role("radio", name="No")).to_be_checked()
    reader.get_by_label("What was good", exact=False).fill("When is the gate closed?")
    sound(reader)
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_text("Thank you")).to_be_visible()
    sound(reader)
    assert Feedback.objects.get().kind == "no"

    writer = open_window(width=width)
    writer.goto("/admin/docs_feedback/")
    writer.get_by_label("Login").fill(wendy.username)
    writer.get_by_label("Password", exact=False).first.fill("correct horse battery")
    writer.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    writer.reload()  # without the greeting, which Wagtail fades in
    expect(writer.get_by_text("When is the gate closed?")).to_be_visible()
    sound(writer)
    writer.goto("/admin/docs_desk/")
    expect(writer.get_by_text("found unhelpful")).to_be_visible()
    sound(writer)
