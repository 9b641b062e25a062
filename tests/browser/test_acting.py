"""Letting the site act on GitHub as oneself, and taking that back."""

import pytest
from playwright.sync_api import Page, expect

from github_sync.models import PersonalGrant
from github_sync.services.connection import open_client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_person_lets_the_site_act_as_them_and_stops_it(window: Page, github_sign_in: None) -> None:
    window.goto("/accounts/login/")
    window.get_by_role("button", name="Sign in with GitHub").click()
    window.get_by_role("button", name="Bob Berg (bob)").click()
    assert not PersonalGrant.objects.exists()

    window.get_by_role("button", name="Let this site act as me on GitHub").click()
    window.get_by_role("button", name="Bob Berg (bob)").click()
    expect(window.get_by_text("This site may act as bob on GitHub for you now.")).to_be_visible()
    granted = PersonalGrant.objects.get()
    client = open_client_of(granted.user_id)
    assert client is not None
    assert client.get("/user")["login"] == "bob"

    window.get_by_role("button", name="Stop acting as me").click()
    expect(window.get_by_text("does not act as you on GitHub any more")).to_be_visible()
    assert open_client_of(granted.user_id) is None
