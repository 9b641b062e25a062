"""The site without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 30
FOCUSED_BOX = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  return {top: box.top, bottom: box.bottom, isInBar: !!element.closest(".task-take"), text: element.textContent};
}"""


def test_the_first_tab_stop_skips_to_the_content(window: Page) -> None:
    window.goto("/")
    window.keyboard.press("Tab")
    expect(window.get_by_role("link", name="Skip to the content")).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator("main")).to_be_focused()


def test_tab_reaches_the_claim_and_shows_where_it_is(harbor: Sandbox, window: Page) -> None:
    window.goto("/tasks/harbor/core/1/")
    claim = window.get_by_role("link", name="Sign in to claim it")
    for _ in range(MOST_TABS):
        window.keyboard.press("Tab")
        if claim.evaluate("element => element === document.activeElement"):
            break
    expect(claim).to_be_focused()
    assert claim.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_the_menu_of_a_phone_opens_with_enter(open_window) -> None:
    page = open_window(width=360)
    page.goto("/")
    page.locator(".site-head__menu > summary").press("Enter")
    expect(page.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="People")).to_be_visible()


def test_the_menu_of_a_phone_stays_where_it_is(open_window) -> None:
    page = open_window(width=360)
    page.goto("/")
    menu = page.locator(".site-head__menu > summary")
    before = menu.bounding_box()
    menu.click()
    expect(page.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="People")).to_be_visible()
    assert menu.bounding_box() == before


def test_on_a_phone_the_bar_of_a_task_hides_nothing_that_has_the_focus(harbor: Sandbox, open_window) -> None:
    page = open_window(width=360)
    page.goto("/tasks/harbor/core/1/")
    bar = page.locator(".task-take--stays")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED_BOX)
        if focused and not focused["isInBar"]:
            assert focused["bottom"] <= bar.bounding_box()["y"] + 1 or focused["top"] >= bar.bounding_box()["y"], (
                focused
            )
