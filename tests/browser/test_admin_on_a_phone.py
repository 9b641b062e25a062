"""Maintainers look after the board on the way, too."""

import pytest
from playwright.sync_api import expect

from common import roles
from common.models import User
from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_list_of_tasks_can_be_read_on_a_phone(harbor: Sandbox, open_window, charlie: User) -> None:
    roles.give_role(charlie, roles.OPERATORS)
    page = open_window(width=360)
    page.goto("/admin/contributors_tasks/")
    page.get_by_label("Login").fill(charlie.username)
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    cell = page.locator("td.title").filter(has_text="Typo on the start page")
    expect(cell).to_be_visible()
    box = cell.bounding_box()
    assert box["width"] > 140
    assert box["height"] < 150
    expect(page.get_by_role("columnheader", name="Held by")).to_be_in_viewport()
