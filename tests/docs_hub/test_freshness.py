"""Owners and checks: who may give and take pages, what readers are told, and that no edit checks a page by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from common import roles
from common.errors import InvalidInputError, NotAllowedError
from common.models import User
from docs_hub.models import Care, DocPage, DocSource
from docs_hub.queries.care_queue import CareItems, theirs
from docs_hub.services.care import Place, check_page, folder_of, place_of, set_care
from tests.docs_hub.forms import post_form

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
SourceAt = Callable[[], DocSource]
TREE = {"index.md": "# Home\n", "guide/a.md": "# Alpha\n\n## One\n\nText.\n\n## Two\n", "guide/deep/b.md": "# Beta\n"}
LAPSED = "This page may be out of date"


@pytest.fixture
def handbook(bring_in: Import, source: SourceAt) -> Place:
    bring_in(TREE)
    return Place(source().pk)


def days_ago(row: Care, days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Care.objects.filter(pk=row.pk).update(checked_at=then, since=then)


def states() -> dict[str, str]:
    return {f"{item.path}{'#' + item.anchor if item.anchor else ''}": item.freshness.state for item in CareItems()}


def read(client: Client, path: str = "guide/a/") -> str:
    return client.get(f"/docs/handbook/{path}?{timezone.now().timestamp()}").content.decode()


def test_what_is_said_of_the_source_and_of_a_folder_counts_below(
    handbook: Place, source: SourceAt, alice: User, wendy: User
) -> None:
    set_care(place=handbook, actor=alice, owner=alice, interval_days=365)
    set_care(place=folder_of(source(), "guide"), actor=alice, owner=wendy)
    found = {item.path: item for item in CareItems()}
    assert found["index.md"].freshness.owner == "alice"
    assert found["guide/deep/b.md"].freshness.owner == "wendy"
    assert found["guide/deep/b.md"].freshness.promise.interval == 365
    with pytest.raises(InvalidInputError):
        folder_of(source(), "nowhere")


def test_readers_are_told_when_a_page_is_overdue_and_no_longer_once_it_was_checked(
    handbook: Place, page_at: PageAt, client: Client, alice: User, wendy: User
) -> None:
    row = set_care(place=place_of(page_at("guide/a.md")), actor=alice, owner=wendy, interval_days=90)
    days_ago(row, 89)
    assert LAPSED not in read(client)
    assert "Looked after by" in read(client)
    days_ago(row, 91)
    assert LAPSED in read(client)
    assert states()["guide/a.md"] == "overdue"
    client.force_login(wendy)
    address = f"/docs-feedback/{page_at('guide/a.md').pk}/checked/"
    assert f'action="{address}"' in read(client)
    assert client.post(address).status_code == 302
    assert LAPSED not in read(client)
    assert states()["guide/a.md"] == "fresh"


def test_a_section_has_an_owner_and_a_date_of_its_own(
    handbook: Place, page_at: PageAt, client: Client, alice: User
) -> None:
    row = set_care(place=place_of(page_at("guide/a.md"), "one"), actor=alice, owner=alice, interval_days=30)
    days_ago(row, 31)
    shown = read(client)
    assert 'This part may be out of date: <a href="#one">One</a>' in shown
    assert LAPSED not in shown
    assert states()["guide/a.md#one"] == "overdue"
    check_page(page=page_at("guide/a.md"), user=alice)
    assert states()["guide/a.md#one"] == "fresh"
    with pytest.raises(InvalidInputError):
        place_of(page_at("guide/a.md"), "no-such-part")


def test_a_page_whose_owner_left_is_an_orphan(handbook: Place, page_at: PageAt, alice: User, wendy: User) -> None:
    set_care(place=place_of(page_at("guide/a.md")), actor=alice, owner=wendy)
    assert states()["guide/a.md"] == "fresh"
    assert states()["index.md"] == "unowned"
    User.objects.filter(pk=wendy.pk).update(is_active=False)
    assert states()["guide/a.md"] == "orphan"
    User.objects.filter(pk=wendy.pk).update(is_active=True)
    wendy.person.delete()
    assert states()["guide/a.md"] == "orphan"


def test_a_team_owns_as_long_as_somebody_is_in_it(handbook: Place, alice: User, wendy: User) -> None:
    team = Group.objects.get(name=roles.WRITERS)
    set_care(place=handbook, actor=alice, team=team)
    assert states()["index.md"] == "fresh"
    assert len(CareItems(theirs(wendy))) == 3
    assert not CareItems(theirs(alice))
    wendy.groups.clear()
    assert states()["index.md"] == "orphan"
    team.delete()
    assert states()["index.md"] == "orphan"


def test_who_may_give_pages_to_whom(
    handbook: Place, page_at: PageAt, alice: User, bob: User, wendy: User, make_user: Callable[..., User]
) -> None:
    page = place_of(page_at("guide/a.md"))
    walter = make_user("walter", roles.WRITERS)
    for actor, values in (
        (bob, {"owner": bob}), (wendy, {"owner": bob}), (wendy, {"interval_days": 5}), (walter, {"owner": None}),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            set_care(place=page, actor=actor, **values)
    set_care(place=page, actor=wendy, owner=wendy)
    with pytest.raises(NotAllowedError):
        set_care(place=page, actor=walter, owner=walter)
    set_care(place=page, actor=wendy, owner=None)
    set_care(place=page, actor=walter, owner=walter)
    set_care(place=page, actor=alice, owner=bob)
    assert Care.objects.get().owner_name == "bob"


def test_a_stranger_can_check_nothing_and_an_owner_needs_no_role(
    handbook: Place, page_at: PageAt, client: Client, alice: User, bob: User, charlie: User
) -> None:
    page = page_at("guide/a.md")
    set_care(place=place_of(page), actor=alice, owner=bob)
    address = f"/docs-feedback/{page.pk}/checked/"
    assert client.get(address).status_code == 405
    assert "/accounts/login/" in client.post(address)["Location"]
    client.force_login(charlie)
    assert "I have checked" not in read(client)
    client.post(address)
    assert Care.objects.get().checked_at is None
    client.force_login(bob)
    client.post(address, {"version": "5.2"})
    row = Care.objects.get()
    assert (row.checked_by, row.checked_version) == (bob.person, "5.2")


def test_a_new_version_of_the_product_is_due_to_be_checked(
    handbook: Place, page_at: PageAt, client: Client, alice: User
) -> None:
    set_care(place=handbook, actor=alice, owner=alice, version="5.1")
    check_page(page=page_at("index.md"), user=alice)
    assert states()["index.md"] == "fresh"
    set_care(place=handbook, actor=alice, version="5.2")
    assert states()["index.md"] == "due"
    assert "Not yet checked for version 5.2" in read(client, "")


@pytest.mark.usefixtures("empty_site")
def test_an_edit_checks_nothing_and_a_tick_does(bring_in: Import, page_at: PageAt, client: Client, alice: User) -> None:
    bring_in(TREE)
    client.force_login(alice)
    post_form(client, page_at("guide/a.md"), change=lambda text: text.replace("Text", "Texts"))
    assert not Care.objects.exists()
    tick = {"checked": "on", "action-publish": "Publish"}
    post_form(client, page_at("guide/a.md"), change=lambda text: text + "\nMore.\n", **tick)
    row = Care.objects.get()
    assert (row.checked_by, row.checked_sha) == (alice.person, page_at("guide/a.md").text_sha)
    post_form(client, page_at("guide/a.md"), change=lambda text: text.replace("More", "Much more"))
    assert Care.objects.get().checked_at == row.checked_at
    assert ", changed since" in read(client)


@pytest.mark.usefixtures("empty_site")
def test_what_a_writer_checked_counts_once_exactly_that_is_published(
    bring_in: Import, page_at: PageAt, client: Client, wendy: User
) -> None:
    bring_in(TREE)
    client.force_login(wendy)
    tick = {"checked": "on", "action-submit": "Submit"}
    post_form(client, page_at("guide/a.md"), change=lambda text: text + "\nMore.\n", **tick)
    assert not Care.objects.exists()
    checked = page_at("guide/a.md").get_latest_revision()
    post_form(client, page_at("index.md"), change=lambda text: text + "\nMore.\n", **tick)
    other = page_at("index.md").get_latest_revision_as_object()
    other.source, other.text_sha = "# Another\n", "0" * 40
    other.save_revision().publish()
    checked.publish()
    assert [row.page.source_path for row in Care.objects.all()] == ["guide/a.md"]
    assert Care.objects.get().checked_by == wendy.person


def test_the_queue_takes_the_same_few_queries_for_any_number_of_pages(
    bring_in: Import, django_assert_num_queries: Any
) -> None:
    bring_in({f"a{number % 5}/p{number}.md": f"# P{number}\n" for number in range(60)})
    with django_assert_num_queries(7):
        items = CareItems()
        assert (len(items), len(items[:20])) == (60, 20)
