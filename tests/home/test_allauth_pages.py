"""The pages for signing in and for one's account wear the site's face."""

import pytest
from django.test import Client

from common.models import User

pytestmark = pytest.mark.django_db

ENTRANCE = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/")
OWN = ("/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/3rdparty/")


@pytest.mark.parametrize("address", ENTRANCE)
def test_the_entrance_wears_the_face(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert 'class="form-page"' in page
    assert "Skip to the content" in page


@pytest.mark.parametrize("address", OWN)
def test_the_account_pages_lead_back_to_the_account(client: Client, charlie: User, address: str) -> None:
    client.force_login(charlie)
    page = client.get(address).content.decode()
    assert 'class="form-page"' in page
    assert '<a href="/account/">Your account</a>' in page


def test_signing_up_ends_on_the_own_page(client: Client) -> None:
    form = {"email": "d@example.org", "username": "dora", "password1": "mossy rope 42", "password2": "mossy rope 42"}
    answer = client.post("/accounts/signup/", form, follow=True)
    assert "Signed in as dora" in answer.content.decode()


def test_signing_in_leads_back_to_where_one_was(client: Client, charlie: User) -> None:
    form = {"login": "charlie", "password": "correct horse battery", "next": "/tasks/?skill=python"}
    assert client.post("/accounts/login/", form)["Location"] == "/tasks/?skill=python"


def test_another_host_is_no_place_to_go_on_to(client: Client, charlie: User) -> None:
    form = {"login": "charlie", "password": "correct horse battery", "next": "https://evil.example/"}
    assert client.post("/accounts/login/", form)["Location"] == "/account/"
