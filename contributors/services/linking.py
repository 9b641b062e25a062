"""Joins the accounts of the site to people, and parts them again; a live claim always follows its user."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from common import audit
from common.models import User
from contributors.domain.credit import Maker, github_key
from contributors.models import Claim, Contribution, Person
from contributors.services import board_version
from contributors.services.joining import join_rows
from contributors.services.people import ensure_people, follow_logins, person_of_user, standing_person

CONNECTED = "they connected their GitHub account"


@transaction.atomic
def link_user(*, user: User, github_id: int, login: str, name: str = "") -> Person:
    """Make `user` the owner of the person with this GitHub account, who is created where unknown; idempotent.

    Whoever has the GitHub account connected wins over an owner who has not. What the user did here before and what
    the account did on GitHub belong to one person afterwards: the page with more accepted work stays, the other's
    address leads there. Returns the person that the user is then.
    """
    maker = Maker(github_key(github_id), name or login, login)
    found = ensure_people(makers=[maker])[maker]  # from here on nobody else makes, joins or parts people
    follow_logins(logins={github_id: login})
    person = Person.objects.select_for_update().get(pk=found.id)
    former = standing_person(user=user)
    if former == person or _owners(person):
        return person
    if former is not None and person.is_bot and not former.is_bot:
        return former
    _part_all(person)
    absorbed = None
    if former is not None and _is_theirs(former, user):
        person, absorbed = _join(user, former, person)
    else:
        if former is not None:
            _leave(former, user, person)
        person.user = user
        person.save(update_fields=["user"])
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
    person = standing_person(user=user)
    if person is None or not person.identities.filter(key=github_key(github_id)).exists() or _owners(person):
        return
    _part(person, user)
    audit.record(actor=user, action="contributors.unlink_user", subject=f"person:{person.pk}", github_id=github_id)
    board_version.bump()


def _users(person: Person) -> list[User]:
    """Who signs in as this person: one account, and those of people who were joined into them."""
    rows = [person, *Person.everyone.filter(joined_into=person).order_by("pk").select_related("user")]
    return [one.user for one in rows if one.user is not None]


def _owners(person: Person) -> list[User]:
    """Those of the person's users who have one of the person's GitHub accounts connected now."""
    numbers = _github_numbers(person)
    rows = SocialAccount.objects.filter(user__in=_users(person), provider="github", uid__in=numbers)
    owning = set(rows.values_list("user_id", flat=True))
    return [user for user in _users(person) if user.pk in owning]


def _github_numbers(person: Person) -> list[str]:
    keys = person.identities.filter(key__startswith="github:").values_list("key", flat=True)
    return [key.removeprefix("github:") for key in keys]


def _is_theirs(person: Person, user: User) -> bool:
    """Every GitHub account of the person is connected to the user, so that none of its credit is another's."""
    numbers = set(_github_numbers(person))
    connected = SocialAccount.objects.filter(user=user, provider="github", uid__in=numbers)
    return set(connected.values_list("uid", flat=True)) == numbers


def _join(user: User, former: Person, found: Person) -> tuple[Person, int]:
    """The person that stays, and the id of the one that gave way."""
    former = Person.objects.select_for_update().get(pk=former.pk)
    stays, goes = (former, found) if _work(former) > _work(found) else (found, former)
    join_rows(actor=user, former=goes, kept=stays, reason=CONNECTED)
    return stays, goes.pk


def _work(person: Person) -> int:
    return person.contributions.filter(status__in=Contribution.COUNTED).count()


def _part_all(person: Person) -> None:
    """Nobody signs in as this person any more; live claims go with the first who did."""
    for user in _users(person):
        _part(person, user)
    person.refresh_from_db()


def _part(person: Person, user: User) -> None:
    Person.everyone.filter(user=user).update(user=None)
    live = Claim.objects.filter(person=person, released_at=None)
    if live.exists():
        live.update(person=person_of_user(user=user))


def _leave(former: Person, user: User, person: Person) -> None:
    """The former's credit is not known to be the user's; what the user holds now is."""
    Person.everyone.filter(user=user).update(user=None)
    Claim.objects.filter(person=former, released_at=None).update(person=person)
