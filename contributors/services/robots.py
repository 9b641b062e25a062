"""A maintainer's word that a person, or an account, is a robot or is none; mirror and ledger follow at once."""

from django.db import transaction

from common import audit, page_cache
from common.models import User
from contributors.domain.credit import github_key
from contributors.models import Identity, Person
from contributors.services import board_version
from contributors.services.people import robots_of
from github_sync.queries.accounts import judged
from github_sync.services.marks import mark_account


@transaction.atomic
def decide_person(*, person: Person, is_bot: bool, actor: User | None) -> None:
    """The person and every GitHub account of theirs are robots, or are none, whatever the rules say. Idempotent."""
    Person.objects.filter(pk=person.pk).update(is_bot=is_bot, is_bot_decided=True)
    audit.record(actor=actor, action="contributors.decide_person", subject=f"person:{person.pk}", is_bot=is_bot)
    for identity in Identity.objects.filter(person=person, key__startswith="github:"):
        number = identity.key.removeprefix("github:")
        if number.isdecimal():
            mark_account(github_id=int(number), login=identity.login, is_robot=is_bot, actor=actor, reason=WITH_PERSON)
    board_version.bump()
    page_cache.clear_on_commit()


WITH_PERSON = "Decided with the person."


@transaction.atomic
def follow_mark(*, github_id: int, is_robot: bool | None) -> None:
    """Whose account it is follows what was said of it; None leaves it to the rules again.

    A person with another account that is no robot stays a person.
    """
    identity = Identity.objects.filter(key=github_key(github_id)).select_related("person").first()
    if identity is None:
        return
    robots = _robots(identity.person)
    Person.objects.filter(pk=identity.person_id).update(
        is_bot=bool(robots) and all(robots), is_bot_decided=is_robot is not None
    )
    page_cache.clear_on_commit()


def _robots(person: Person) -> list[bool]:
    rows = list(Identity.objects.filter(person=person))
    numbers = [int(one.key[7:]) for one in rows if one.key.startswith("github:") and one.key[7:].isdecimal()]
    return robots_of(rows, {github_key(number): robot for number, robot in judged(numbers).items()})
