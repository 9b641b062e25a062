"""Tells on GitHub who works on what, where the board's settings say so; a claim never depends on it."""

from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils import timezone

from common.errors import MainstayError
from common.models import User
from contributors.domain import telling as words
from contributors.models import BoardSettings, Claim, Person, Task
from contributors.queries.people import github_accounts
from contributors.services.people import standing_person
from github_sync.domain.outbox import plain_name
from github_sync.services.outbox import sorting, talking
from github_sync.services.outbox.changing import cancel_unsent
from github_sync.services.outbox.enqueuing import By

OVER = ("refused", "cancelled")


def tell_claim(*, claim: Claim, user: User) -> None:
    """In the caller's transaction. What cannot be said is not: the claim is what counts."""
    how = BoardSettings.load().telling
    if how == BoardSettings.Telling.NOTHING or claim.task.is_native:
        return
    said = words.claimed(_name(claim.person), timezone.localdate(claim.expires_at), _url(claim), settings.SITE_NAME)
    accounts = _accounts(claim.person) if how == BoardSettings.Telling.ASSIGN else []
    number, repository = claim.task.number, claim.task.repository
    with suppress(MainstayError):
        if accounts:  # the site assigns: newcomers may not do it themselves
            claim.told = sorting.assign(
                by=By(user, "A task was claimed", is_by_site=True), repository=repository, number=number,
                logins=[login for _, login in accounts], accounts=[number for number, _ in accounts],
                otherwise=said.by_site,
            )  # fmt: skip
        else:
            claim.told = talking.comment_on(
                by=By(user, "A task was claimed", is_by_site=not claim.person.is_public), repository=repository,
                number=number, body=said.by_site, body_as_self=said.as_self, is_signed=False,
            )  # fmt: skip
        claim.save(update_fields=["told"])


def tell_end(*, claims: Iterable[Claim], user: User | None) -> None:
    """That these are held no longer; nothing where nothing was said, and where that can still be called off, that is.

    `user`: who released it; None where the time ran out. Then it is said of a task only that is free again: where
    somebody's pull request is open, nobody knows better than GitHub who works on it.
    """
    for claim in claims:
        told, is_free = claim.told, claim.task.is_on_board and claim.task.state == Task.State.AVAILABLE
        if told is None or told.state in OVER or cancel_unsent(action_id=told.pk, actor=user):
            continue
        is_assigned = bool(told.payload.get("logins"))
        if user is None and not is_free and not (is_assigned and claim.task.state == Task.State.ASSIGNED):
            continue
        said = _end(claim, user, is_free=is_free)
        is_own = user is not None and claim.person == standing_person(user=user) and claim.person.is_public
        by = By(user, "A claim ended", is_by_site=not is_own or told.is_by_site)
        with suppress(MainstayError):
            if is_assigned:
                sorting.take_back(by=by, told=told, otherwise=said.by_site)
            else:
                talking.comment_on(
                    by=by, repository=told.full_name, number=told.number, body=said.by_site,
                    body_as_self=said.as_self, is_signed=False, needs=told,
                )  # fmt: skip


def _end(claim: Claim, user: User | None, *, is_free: bool) -> words.Words:
    name, url = _name(claim.person), _url(claim)
    if user is None:
        return words.expired(name, url, settings.SITE_NAME)
    return words.released(name, url, settings.SITE_NAME, is_free=is_free)


def _name(person: Person) -> str:
    return plain_name(person.name) if person.is_public else ""


def _accounts(person: Person) -> list[tuple[int, str]]:
    """The account of a person who may be named: its number and login."""
    return github_accounts(person)[:1] if person.is_public else []


def _url(claim: Claim) -> str:
    return f"{settings.SITE_URL}{claim.task.get_absolute_url()}"
