"""One way in: every sign-in, password field and mail that a stranger can cause has a limit, by account and by address."""

import os
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from common.client_address import client_address
from common.models import AuditEntry, User
from contributors.models import Person
from home.services.setup import ensure_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root", "_nothing_counted")]

RIGHT = "correct horse battery"


@pytest.fixture
def _nothing_counted() -> None:
    cache.clear()


def try_password(client: Client, login: str, password: str = "wrong", **extra: str):
    return client.post("/accounts/login/", {"login": login, "password": password}, **extra)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_wagtails_own_forms_lead_to_the_one_form(client: Client, charlie: User) -> None:
    assert client.get("/_util/login/?next=/docs/")["Location"] == "/accounts/login/?next=/docs/"
    form = {"username": "charlie", "password": RIGHT}
    assert client.post("/_util/login/", form)["Location"] == "/accounts/login/?next=/account/"
    assert not is_signed_in(client)
    assert client.post("/admin/password_reset/", {"email": "charlie@example.org"})["Location"].endswith("/reset/")
    assert client.get("/admin/password_reset/done/").status_code == 404
    assert mail.outbox == []


def test_whoever_is_signed_in_and_may_not_read_is_told_so_without_going_round(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    assert client.get("/_util/login/?next=/docs/").status_code == 403


def test_an_account_is_closed_to_guessing_under_each_of_its_names_and_hosts(settings, bob: User) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    EmailAddress.objects.create(user=bob, email="bobby@example.org", verified=True)
    names = ["bob", "BOB", "bob@example.org", "bobby@example.org", "Bob"]
    for number, name in enumerate(names):
        host = ["one.example", "two.example"][number % 2]
        try_password(Client(), name, REMOTE_ADDR=f"203.0.113.{number}", HTTP_HOST=host)
    late = Client()
    try_password(late, "bob", RIGHT, REMOTE_ADDR="203.0.113.99", HTTP_HOST="two.example")
    assert not is_signed_in(late)


def test_behind_a_proxy_one_address_locks_nobody_else_out(settings, charlie: User) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(12):
        try_password(Client(), f"nobody{number}", HTTP_X_FORWARDED_FOR="198.51.100.7")
    refused, welcome = Client(), Client()
    try_password(refused, "charlie", RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.7")
    try_password(welcome, "charlie", RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert (is_signed_in(refused), is_signed_in(welcome)) == (False, True)


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_own_proxies_say_is_believed(rf, settings, proxies: int, said: str, found: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=said)) == found


@pytest.fixture
def page_address() -> str:
    ensure_site(name="Harbor")
    page = Page.objects.get(depth=2)
    kept = PageViewRestriction.objects.create(page=page, restriction_type="password", password="mussel")
    return f"/_util/authenticate_with_password/{kept.pk}/{page.pk}/"


@pytest.fixture
def document_address() -> str:
    collection = Collection.get_first_root_node().add_child(name="Kept")
    kept = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="mussel"
    )
    get_document_model().objects.create(title="Minutes", file="minutes.txt", collection=collection)
    return f"/documents/authenticate_with_password/{kept.pk}/"


@pytest.mark.parametrize("field", ["page_address", "document_address"])
def test_the_password_of_a_page_or_document_cannot_be_guessed(request, client: Client, field: str) -> None:
    address = request.getfixturevalue(field)
    form = {"password": "wrong", "return_url": "/"}
    answers = [client.post(address, form).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    refused = client.post(address, {**form, "password": "mussel"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "Too many tries" in refused.content.decode()


@pytest.mark.parametrize("field", ["page_address", "document_address"])
def test_the_right_password_still_opens(request, client: Client, field: str) -> None:
    address = request.getfixturevalue(field)
    assert client.post(address, {"password": "mussel", "return_url": "/docs/"})["Location"] == "/docs/"


def test_nobodys_mailbox_is_filled(settings, charlie: User) -> None:
    for number in range(25):
        Client().post("/accounts/password/reset/", {"email": "Charlie@example.org"}, REMOTE_ADDR=f"203.0.113.{number}")
    assert 0 < len(mail.outbox) <= 3
    mail.outbox.clear()
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    for number in range(25):
        form = {"email": "dora@example.org", "username": f"dora{number}", "password1": RIGHT, "password2": RIGHT}
        Client().post("/accounts/signup/", form, REMOTE_ADDR=f"203.0.113.{number}")
    assert 0 < len(mail.outbox) <= 6


def test_links_in_mails_name_the_site_whatever_host_was_asked(settings, client: Client, charlie: User) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://harbor.example", ["harbor.example", "other.example"]
    client.post("/accounts/password/reset/", {"email": "charlie@example.org"}, HTTP_HOST="other.example")
    assert "https://harbor.example/accounts/password/reset/key/" in mail.outbox[0].body
    assert "other.example" not in mail.outbox[0].body


def test_with_mail_signing_up_does_not_tell_who_has_an_account(settings, charlie: User) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answers = {}
    for email in ("charlie@example.org", "new@example.org"):
        form = {"email": email, "username": email[:3] + "42", "password1": RIGHT, "password2": RIGHT}
        answer = Client().post("/accounts/signup/", form)
        answers[email] = (answer.status_code, answer["Location"])
    assert len(set(answers.values())) == 1
    assert User.objects.filter(email="charlie@example.org").count() == 1


def reset_by_mail(email: str, password: str) -> Client:
    owner = Client()
    owner.post("/accounts/password/reset/", {"email": email})
    [address] = [line for line in mail.outbox[-1].body.split() if "/password/reset/key/" in line]
    form_address = owner.get("/" + address.split("/", 3)[3])["Location"]
    assert owner.post(form_address, {"password1": password, "password2": password}).status_code == 302
    return owner


def test_whoever_signed_up_with_somebody_elses_address_is_out_after_a_reset(client: Client) -> None:
    form = {"email": "vera@example.org", "username": "mallory", "password1": RIGHT, "password2": RIGHT}
    client.post("/accounts/signup/", form)
    user = User.objects.get(username="mallory")
    account = SocialAccount.objects.create(user=user, provider="github", uid="666", extra_data={"login": "mallory"})
    reset_by_mail("vera@example.org", "a new rope 42 knots")
    assert not SocialAccount.objects.filter(pk=account.pk).exists()
    assert AuditEntry.objects.get(action="home.cut_unproven_connections").detail == {"accounts": ["github:666"]}
    assert client.get("/account/").status_code == 302, "the session of before is over"
    assert not Person.objects.filter(user=user, identities__key="github:666").exists()


def test_whose_address_was_confirmed_keeps_the_connection(charlie: User) -> None:
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True, primary=True)
    SocialAccount.objects.create(user=charlie, provider="github", uid="7", extra_data={"login": "charlie"})
    reset_by_mail(charlie.email, "a new rope 42 knots")
    assert SocialAccount.objects.filter(user=charlie).count() == 1


ENTRANCES = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/admin/login/", "/_util/login/")


@pytest.mark.parametrize("address", ENTRANCES)
@pytest.mark.parametrize("target", ["http://[", "//[", "https://[::1", "\x00", "http://a b"])
def test_an_address_to_go_on_to_that_makes_no_sense_is_left_out(client: Client, address: str, target: str) -> None:
    answer = client.get(address, {"next": target}, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("target", ["http://[", "https://evil.example/"])
def test_nobody_is_sent_on_to_such_an_address(client: Client, charlie: User, target: str) -> None:
    assert client.get("/_util/login/", {"next": target})["Location"] == "/accounts/login/?next=/account/"
    form = {"login": "charlie", "password": RIGHT, "next": target}
    assert client.post("/accounts/login/", form)["Location"] == "/account/"


def test_a_public_site_answers_to_its_own_name_alone(tmp_path) -> None:
    show = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.ACCOUNT_EMAIL_VERIFICATION)"
    run = [sys.executable, "manage.py", "shell", "--no-imports", "-c", show]
    clean = {name: value for name, value in os.environ.items() if name not in {"ALLOWED_HOSTS", "EMAIL_URL"}}

    def with_settings(**more: str) -> str:
        own = {**clean, "DATA_DIR": str(tmp_path), **more}
        return subprocess.run(run, env=own, capture_output=True, text=True, check=True).stdout.strip()

    assert with_settings(SITE_URL="https://harbor.example") == "['harbor.example'] none"
    public = with_settings(SITE_URL="https://harbor.example", EMAIL_URL="smtp://mail.example")
    assert public == "['harbor.example'] mandatory"
    assert with_settings(SITE_URL="http://127.0.0.1:8000") == "['localhost', '127.0.0.1', '[::1]'] none"


def test_signing_in_with_github_proves_that_the_code_is_its_own(settings, client: Client) -> None:
    app = {"client_id": "id", "secret": "secret", "key": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {**settings.SOCIALACCOUNT_PROVIDERS["github"], "APPS": [app]}}
    there = client.post("/accounts/github/login/")["Location"]
    assert "code_challenge_method=S256" in there
    assert "code_challenge=" in there
