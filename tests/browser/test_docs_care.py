"""A reader says what is wrong, a writer works through the desk: by mouse and keyboard, with and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from common.models import User
from docs_hub.models import Care, DocPage, Feedback
from docs_hub.services.care import place_of, set_care
from docs_hub.services.vain import count_vain_search
from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("harbor")]
START = "/docs/harbor/start/"
SCREENS = ("docs_desk", "docs_care", "docs_care/places", "docs_feedback", "docs_searches", "docs_links", "docs_drafts")


@pytest.fixture
def start(harbor: Sandbox) -> DocPage:
    return DocPage.objects.get(url_path__endswith="/harbor/start/")


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Login").fill(user.username)
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    named = [f"{page.url}: {one['id']} at {one['nodes'][0]['html'][:160]}" for one in found]
    return named + ([f"{page.url} scrolls sideways by {wide} px"] if wide > 0 else [])


def test_a_reader_answers_without_leaving_the_page(window: Page, start: DocPage) -> None:
    window.goto(START)
    window.get_by_role("link", name="No", exact=True).click()
    expect(window.get_by_role("radio", name="No")).to_be_checked()
    window.get_by_label("What was good", exact=False).fill("Where do I moor?")
    assert not faults(window)
    window.get_by_role("button", name="Send").click()
    expect(window.get_by_text("Thank you")).to_be_visible()
    assert window.url.endswith(START)
    row = Feedback.objects.get()
    assert (row.page_id, row.kind, row.text) == (start.pk, "no", "Where do I moor?")


def test_it_works_without_scripts_on_a_phone(browser: Browser, live_server: Any, start: DocPage) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto(START)
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("What is wrong?").fill("The second step")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to", exact=False).click()
    page.get_by_role("link", name="Yes", exact=True).click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()
    assert set(Feedback.objects.values_list("kind", flat=True)) == {"problem", "yes"}


def test_a_writer_checks_pages_by_keyboard(window: Page, start: DocPage, wendy: User) -> None:
    sign_in(window, wendy)
    window.goto("/admin/docs_care/?q=start")
    box = window.locator("tbody input[name=chosen]").first
    box.focus()
    for key in ("k", "j", "k", "x"):
        window.keyboard.press(key)
    window.keyboard.press("c")
    expect(window.get_by_text("1 page checked.")).to_be_visible()
    assert Care.objects.get().checked_by == wendy.person
    window.goto(START)
    expect(window.get_by_text("by wendy")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_is_sound(
    open_window: Callable[..., Page], start: DocPage, alice: User, client: Any, width: int
) -> None:
    set_care(place=place_of(start), actor=alice, owner=alice, interval_days=1)
    Care.objects.update(since="2020-01-01T00:00Z")
    count_vain_search(text="frobnicator")
    client.post(f"/docs-feedback/{start.pk}/", {"answer": "no", "text": "Unclear"})
    page = open_window(width=width)
    found = []
    addresses = [START, f"/docs-feedback/{start.pk}/?answer=no", f"/docs-feedback/{start.pk}/report/"]
    for address in addresses:
        page.goto(address)
        found += faults(page)
    sign_in(page, alice)
    for address in [*addresses, *(f"/admin/{screen}/" for screen in SCREENS)]:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(address)
            found += faults(page)
    assert not found, "\n".join(found)
