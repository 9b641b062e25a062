"""The pages for signing in and for one's account wear the site's face."""

import re

import pytest
from django.test import Client

from common.models import User
from home.services.setup import ensure_site

pytestmark = pytest.mark.django_db

ENTRANCE = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/")
UNUSUAL = {
    "/accounts/password/reset/key/1-nonsense/": "This link is used up",
    "/accounts/confirm-email/nonsense/": "This link is used up",
    "/accounts/inactive/": "This account is switched off",
    "/accounts/password/reset/": "Forgot your password?",
    "/accounts/password/reset/key/done/": "Your password is changed",
    "/accounts/3rdparty/login/cancelled/": "You did not sign in",
    "/accounts/3rdparty/login/error/": "GitHub did not sign you in",
}
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


@pytest.mark.parametrize(("address", "says"), UNUSUAL.items())
def test_what_goes_wrong_is_said_in_plain_words_with_a_way_on(client: Client, address: str, says: str) -> None:
    page = client.get(address, follow=True).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert f"<h1>{says}</h1>" in main
    assert "contact us" not in main.lower()
    assert 'class="button' in main


def test_an_error_stands_under_its_field_which_names_it(client: Client) -> None:
    form = {"email": "not an address", "username": "dora", "password1": "mossy rope 42", "password2": "mossy rope 42"}
    page = client.post("/accounts/signup/", form).content.decode()
    field, error = page.index('id="id_email"'), page.index("Enter a valid email address.")
    assert field < error < page.index('id="id_username"')
    [described] = re.findall(
        r'id="id_email"[^>]*aria-describedby="([^"]*)"|aria-describedby="([^"]*)"[^>]*id="id_email"', page
    )
    assert "id_email_error" in "".join(described)
    assert 'id="id_email_error"' in page


def test_an_expired_form_gets_a_friendly_page(charlie: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "charlie", "password": "correct horse battery"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "The form has expired" in page
    assert "Skip to the content" in page


@pytest.mark.usefixtures("site_root")
def test_the_admin_uses_the_door_of_the_site(client: Client, alice: User) -> None:
    ensure_site(name="Harbor")
    answer = client.get("/admin/pages/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    form = {"login": "alice", "password": "correct horse battery", "next": answer.context["redirect_field_value"]}
    assert client.post("/accounts/login/", form)["Location"] == "/admin/pages/"


@pytest.mark.usefixtures("site_root")
def test_whoever_may_not_enter_the_admin_is_told_so(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "You may not do this" in answer.content.decode()


def test_the_door_of_the_admin_leads_to_no_other_host(client: Client) -> None:
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/accounts/login/?next=/admin/"
