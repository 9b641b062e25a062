"""A maintainer's page of a task on GitHub, and the page where a comment is changed, on a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from common.models import User
from contributors.models import Task
from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CORE = "harbor/core"


@pytest.fixture
def task(harbor: Sandbox, run_queue: Callable[[], Any]) -> Task:
    """Two people are assigned to it, and a pull request of bob's is to close it."""
    harbor.change.push(CORE, {"typo.md": "Fixed\n"}, "Fix", branch="typo", login="bob")
    harbor.change.open_pull(CORE, "typo", "Fix the typo", "Closes #1", login="bob")
    harbor.change.assign_issue(CORE, 1, add=["bob", "charlie"], login="alice")
    call_command("sync_github", CORE, verbosity=0)
    run_queue()
    return Task.objects.get(name="core", number=1)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_maintainer_takes_off_asks_and_changes_what_they_said(
    task: Task, harbor: Sandbox, alice: User, open_window: Callable[..., Page], run_queue: Callable[[], Any], width: int
) -> None:
    page = open_window(width=width)
    address = f"/admin/contributors_tasks/github/{task.pk}/"
    page.goto(address)
    page.get_by_label("Login").fill("alice")
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Text").fill("Frist of all")
    page.get_by_role("button", name="Comment on GitHub").click()
    page.get_by_label("charlie").check()
    page.get_by_role("button", name="Take off on GitHub").click()
    page.get_by_label("Names on GitHub").fill("charlie, nobody-here")
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.get_by_text("It is on its way to GitHub.", exact=False)).to_be_visible()
    run_queue()

    page.goto(address)
    expect(page.get_by_text("GitHub does not let one of these people review it", exact=False)).to_be_visible()
    assert harbor.community.repo("harbor", "core").issues[1]["assignees"] == ["bob"]
    assert fits(page)
    assert violations(page, ".outbox-page") == []
    page.get_by_role("link", name="Edit your comment", exact=False).click()
    expect(page.get_by_role("heading", name="Edit your comment")).to_be_visible()
    assert fits(page)
    assert violations(page, "main") == []
    page.get_by_label("Comment").fill("First of all")
    page.get_by_role("button", name="Change it on GitHub").click()
    page.wait_for_url(f"**{address}")
    run_queue()
    said = harbor.community.repo("harbor", "core").comments_of_thread[1][-1]["body"]
    assert said.startswith("First of all\n\n– alice")


def fits(page: Page) -> bool:
    """Nothing is to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def violations(page: Page, within: str) -> list[str]:
    found = Axe().run(page, context=within).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]
