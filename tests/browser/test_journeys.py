"""What people come for, from the first page to the last click."""

import re

import pytest
from playwright.sync_api import Page, expect

from common.models import User
from contributors.models import Claim
from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


def test_a_newcomer_takes_a_first_task_and_gives_it_back(harbor: Sandbox, window: Page, charlie: User) -> None:
    window.goto("/")
    window.get_by_role("link", name="Find a first task").first.click()
    window.get_by_role("link", name="Typo on the start page").click()
    window.get_by_role("link", name="Sign in to claim it").click()
    _sign_in_with_password(window, charlie.username)

    window.get_by_role("button", name="Claim this task").click()
    expect(window.get_by_role("status")).to_contain_text("The task is yours until")
    window.goto("/tasks/?availability=all")
    card = window.get_by_role("listitem").filter(has=window.get_by_role("heading", name="Typo on the start page"))
    expect(card).to_contain_text(re.compile("(claimed|taken) by", re.IGNORECASE))

    card.get_by_role("link", name="Typo on the start page").click()
    window.get_by_role("button", name="Release it").click()
    expect(window.get_by_role("status")).to_contain_text("The task is free again")
    expect(window.get_by_role("button", name="Claim this task")).to_be_visible()
    assert not Claim.objects.filter(released_at=None).exists()


def test_results_come_while_one_types(harbor: Sandbox, window: Page) -> None:
    window.goto("/search/")
    window.get_by_role("searchbox").press_sequentially("typo")
    expect(window.get_by_role("link", name="Typo on the start page")).to_be_visible()
    expect(window).to_have_url(re.compile(r"/search/\?q=typo"))
    window.get_by_role("searchbox").fill("zzzz")
    expect(window.get_by_text("Nothing found")).to_be_visible()


def test_a_wrong_password_is_told_in_words(window: Page, charlie: User) -> None:
    window.goto("/accounts/login/")
    _sign_in_with_password(window, charlie.username, password="not the password")
    expect(window.get_by_text("The username and/or password you specified are not correct.")).to_be_visible()


def test_signing_in_with_github_connects_the_credited_person(window: Page, github_sign_in: None) -> None:
    window.goto("/accounts/login/")
    window.get_by_role("button", name="Sign in with GitHub").click()
    window.get_by_role("button", name="Bob Berg (bob)").click()

    expect(window.get_by_role("heading", name="Your account")).to_be_visible()
    expect(window.get_by_text("Connected to GitHub.")).to_be_visible()
    window.get_by_role("link", name="Your public page").click()
    expect(window.get_by_role("heading", name="Bob Berg")).to_be_visible()


def test_signing_out_ends_the_session(window: Page, charlie: User) -> None:
    window.goto("/accounts/login/")
    _sign_in_with_password(window, charlie.username)
    window.get_by_role("button", name="Sign out").click()
    window.goto("/account/")
    expect(window.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_reader_who_looks_around_gets_no_cookie(harbor: Sandbox, window: Page) -> None:
    for address in ("/", "/tasks/", "/tasks/harbor/core/1/", "/people/", "/docs/harbor/start/", "/search/?q=hello"):
        window.goto(address)
    assert window.context.cookies() == []


def test_the_chosen_colors_stay(window: Page) -> None:
    window.goto("/")
    window.get_by_role("button", name="Dark").click()
    window.goto("/tasks/")
    expect(window.locator("html")).to_have_attribute("data-theme", "dark")
    expect(window.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def _sign_in_with_password(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("Login").fill(username)
    page.get_by_label("Password", exact=False).first.fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
