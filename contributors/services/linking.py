"""Joins the accounts of the site to people, and parts them again; a live claim always follows its user."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from common import audit
from common.models import User
from contributors.domain.credit import Maker, github_key
from contributors.models import Claim, Person
from contributors.services import board_version
from contributors.services.people import ensure_people, person_of_user


@transaction.atomic
def link_user(*, user: User, github_id: int, login: str, name: str = "") -> Person:
    """Make `user` the owner of the person with this GitHub account, who is created where unknown; idempotent.

    Whoever has the GitHub account connected wins over an owner who has not. A person whom the site made for this
    user alone gives way to the found one, who takes over all that belongs to it.
    """
    maker = Maker(github_key(github_id), name or login, login)
    found = ensure_people(makers=[maker])[maker]
    person = Person.objects.select_for_update().get(pk=found.id)
    if person.user_id == user.pk or _is_owned(person):
        return person
    if person.user is not None:
        _part(person, person.user)
    former = Person.objects.select_for_update().filter(user=user).first()
    if former is not None:
        Person.objects.filter(pk=former.pk).update(user=None)
    person.user = user
    person.save(update_fields=["user"])
    absorbed = _give_way(former, person) if former is not None else None
    audit.record(
        actor=user,
        action="contributors.link_user",
        subject=f"person:{person.pk}",
        github_id=github_id,
        absorbed=absorbed,
    )
    board_version.bump()
    return person


@transaction.atomic
def unlink_user(*, user: User, github_id: int) -> None:
    """Part `user` from the person with this GitHub account, which they do not have connected any more.

    The credit stays with the person; a live claim goes on, with a person that the site makes for the user. Nothing
    happens where the user was not joined to that person, or still is by another account of the same person.
    """
    key = github_key(github_id)
    person = Person.objects.select_for_update().filter(user=user, identities__key=key).first()
    if person is None or _is_owned(person):
        return
    _part(person, user)
    audit.record(actor=user, action="contributors.unlink_user", subject=f"person:{person.pk}", github_id=github_id)
    board_version.bump()


def _is_owned(person: Person) -> bool:
    """True where the person's user has one of the person's GitHub accounts connected now."""
    keys = person.identities.filter(key__startswith="github:").values_list("key", flat=True)
    numbers = [key.removeprefix("github:") for key in keys]
    rows = SocialAccount.objects.filter(user_id=person.user_id, provider="github", uid__in=numbers)
    return person.user_id is not None and rows.exists()


def _part(person: Person, user: User) -> None:
    Person.objects.filter(pk=person.pk).update(user=None)
    live = Claim.objects.filter(person=person, released_at=None)
    if live.exists():
        live.update(person=person_of_user(user=user))


def _give_way(former: Person, person: Person) -> int | None:
    """Move what belongs to `former` to `person`; returns its id where it was made by the site alone and is gone."""
    if former.identities.exists() or former.contributions.exists():
        Claim.objects.filter(person=former, released_at=None).update(person=person)
        return None
    for relation in Person._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: former})
        rows.update(**{relation.field.name: person})
    absorbed = former.pk
    former.delete()
    return absorbed
