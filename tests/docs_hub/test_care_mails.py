"""Owners hear of what is due by mail, once a week at most."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from common import roles
from common.models import User
from docs_hub.models import Care, CareMail, DocPage
from docs_hub.services.care import Place, check_page, place_of, set_care
from docs_hub.services.care_mails import A_WEEK, tell_owners

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TREE = {"index.md": "# Home\n", "a.md": "# Alpha\n", "b.md": "# Beta\n"}


def make_old(days: int) -> None:
    Care.objects.update(since=timezone.now() - timedelta(days=days))


@pytest.mark.django_db
def test_an_owner_is_told_once_a_week_while_something_waits(
    bring_in: Import, page_at: PageAt, alice: User, wendy: User, mailoutbox: list[Any]
) -> None:
    bring_in(TREE)
    for path in ("a.md", "b.md"):
        set_care(place=place_of(page_at(path)), actor=alice, owner=wendy, interval_days=30)
    assert tell_owners() == 0
    make_old(31)
    assert (tell_owners(), tell_owners()) == (1, 0)
    [mail] = mailoutbox
    assert mail.to == [wendy.email]
    assert mail.subject.endswith(": 2 pages of yours to check")
    assert "Alpha: was due on" in mail.body
    assert "/docs/handbook/a/" in mail.body
    assert "/admin/docs_care/?mine=on" in mail.body
    CareMail.objects.update(sent_at=timezone.now() - A_WEEK)
    check_page(page=page_at("a.md"), user=wendy)
    assert tell_owners() == 1
    assert "1 page of yours" in mailoutbox[1].subject
    CareMail.objects.update(sent_at=timezone.now() - A_WEEK)
    check_page(page=page_at("b.md"), user=wendy)
    assert tell_owners() == 0


@pytest.mark.django_db
def test_everyone_of_a_team_is_told_and_nobody_who_left(
    bring_in: Import,
    source: Callable[[], Any],
    alice: User,
    wendy: User,
    bob: User,
    make_user: Any,
    mailoutbox: list[Any],
) -> None:
    bring_in(TREE)
    gone = make_user("walter", roles.WRITERS)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    without = make_user("wilma", roles.WRITERS)
    User.objects.filter(pk=without.pk).update(email="")
    set_care(place=Place(source().pk), actor=alice, team=Group.objects.get(name=roles.WRITERS), interval_days=30)
    make_old(31)
    assert tell_owners() == 1
    assert mailoutbox[0].to == [wendy.email]


@pytest.mark.django_db
def test_an_owner_without_a_role_is_not_sent_to_the_admin(
    bring_in: Import, page_at: PageAt, alice: User, bob: User, mailoutbox: list[Any]
) -> None:
    bring_in(TREE)
    set_care(place=place_of(page_at("a.md")), actor=alice, owner=bob, interval_days=30)
    make_old(20)
    assert tell_owners() == 1
    assert "/admin/" not in mailoutbox[0].body
    assert "is due on" in mailoutbox[0].body


@pytest.mark.django_db
def test_a_mail_that_cannot_be_sent_is_tried_again(
    bring_in: Import, page_at: PageAt, alice: User, settings: Any, mailoutbox: list[Any]
) -> None:
    bring_in(TREE)
    set_care(place=place_of(page_at("a.md")), actor=alice, owner=alice, interval_days=30)
    make_old(31)
    working = settings.MAILERS
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 9}}
    settings.MAILERS = {"default": smtp}
    assert tell_owners() == 0
    settings.MAILERS = working
    assert CareMail.objects.get().sent_at is None
    assert tell_owners() == 0
    CareMail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert tell_owners() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(bring_in: Import, page_at: PageAt, alice: User, mailoutbox: list[Any]) -> None:
    bring_in(TREE)
    set_care(place=place_of(page_at("a.md")), actor=alice, owner=alice, interval_days=30)
    make_old(31)
    both, sent = threading.Barrier(2), []

    def work() -> None:
        both.wait()
        sent.append(tell_owners())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent) == [0, 1]
    assert len(mailoutbox) == 1
