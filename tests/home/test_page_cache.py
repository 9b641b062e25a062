"""Pages kept for readers who are not signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from common import page_cache
from common.models import User
from home.models import LandingPage
from home.services.setup import ensure_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(site_root: None, settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    home = ensure_site(name="Harbor", tagline="Before the change.")
    home.tagline = "Before the change."
    home.save()


def _change_tagline() -> None:
    home = ensure_site(name="Harbor")
    home.tagline = "After the change."
    home.save()


def _with_cookie(text: str) -> HttpResponse:
    answer = HttpResponse(text)
    answer.set_cookie("seen", "1")
    return answer


def test_the_second_reader_costs_no_query(client: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    first = client.get("/")
    with django_assert_num_queries(0):
        second = Client().get("/")
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_kept_page_stays_until_it_is_cleared(client: Client) -> None:
    client.get("/")
    _change_tagline()
    page_cache.clear()
    assert "After the change." in client.get("/").content.decode()


def test_clearing_waits_for_the_commit(client: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        _change_tagline()
        page_cache.clear_on_commit()
        assert "Before the change." in client.get("/").content.decode()
    assert "After the change." in client.get("/").content.decode()


def test_who_is_signed_in_reads_the_page_anew(client: Client, charlie: User) -> None:
    client.get("/")
    client.force_login(charlie)
    assert "Your account" in client.get("/").content.decode()
    assert "Your account" not in Client().get("/").content.decode()


def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    keep_all = page_cache.PageCacheMiddleware(lambda request: next(answers))
    answers = iter((_with_cookie("first"), _with_cookie("second")))
    request = RequestFactory().get("/probe/")
    assert keep_all(request).content == b"first"
    assert keep_all(request).content == b"second"


def test_each_address_has_its_own_page(client: Client) -> None:
    assert client.get("/search/?q=one").context["q"] == "one"
    assert "two" in client.get("/search/?q=two").content.decode()
    assert client.get("/search/?q=one").content != client.get("/search/?q=two").content


def test_a_missing_page_is_not_kept(client: Client) -> None:
    assert client.get("/late/").status_code == 404
    home = ensure_site(name="Harbor")
    home.add_child(instance=LandingPage(title="Late", slug="late"))
    assert client.get("/late/").status_code == 200


def test_a_page_made_private_is_kept_for_nobody(
    client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    late = ensure_site(name="Harbor").add_child(instance=LandingPage(title="Late", slug="late"))
    assert client.get("/late/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        kept = PageViewRestriction.objects.create(page=late.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get("/late/").status_code == 302
    before = page_cache.generation()
    with django_capture_on_commit_callbacks(execute=True):
        kept.delete()
    assert page_cache.generation() > before
    assert Client().get("/late/").status_code == 200
