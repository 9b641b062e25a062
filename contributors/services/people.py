"""People made of accounts and addresses, or for an account of the site."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from common import page_cache
from common.locks import hold
from common.models import User
from contributors.domain.credit import Maker, email_key, github_key, is_robot
from contributors.models import Identity, Person
from github_sync.domain.outbox import is_login
from github_sync.queries.accounts import judged as judged_accounts

BATCH = 2000
CHUNK = 500
PEOPLE_LOCK = "contributors.people"
"""Held by whoever makes, joins or parts people, until the end of their transaction."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """`is_bot`: the person is, or the account or address that made this."""

    id: int
    is_bot: bool


@transaction.atomic
def ensure_people(*, makers: Iterable[Maker], judged: Mapping[str, bool] | None = None) -> dict[Maker, FoundPerson]:
    """The person of each maker, made where there is none; idempotent, a few queries whatever the number.

    An address that was seen before stays with the person it led to then, so that credit never moves by itself.
    `judged`: whether an account is a robot, by its key; asked of the mirror where it is not given.
    """
    hold(PEOPLE_LOCK)
    wanted = {maker for maker in makers if maker.key}
    judged = _judged(wanted) if judged is None else judged
    known = dict(Identity.objects.values_list("key", "person_id"))
    _create_people([maker for maker in _first_by_key(wanted) if _person_id(maker, known) is None], known)
    _keep_addresses(wanted, known)
    robots = {maker for maker in wanted if is_robot(maker, judged)}
    _mark_bots(robots, known, judged)
    said = Person.objects.filter(Q(is_bot=True) | Q(is_bot_decided=True)).values_list("id", "is_bot", "is_bot_decided")
    bots, decided = {pk for pk, is_bot, _ in said if is_bot}, {pk for pk, _, is_decided in said if is_decided}
    found = {maker: _person_id(maker, known) for maker in wanted}
    return {
        maker: FoundPerson(pk, pk in bots or (maker in robots and pk not in decided))
        for maker, pk in found.items()
        if pk is not None
    }


def _judged(makers: Iterable[Maker]) -> dict[str, bool]:
    keys = [maker.key.removeprefix("github:") for maker in makers if maker.key.startswith("github:")]
    return {github_key(number): robot for number, robot in judged_accounts([int(key) for key in keys]).items()}


@transaction.atomic
def person_of_user(*, user: User) -> Person:
    """The person of a signed-in user, made where there is none, so that anyone can claim a task."""
    found = standing_person(user=user)
    if found is not None:
        return found
    hold(PEOPLE_LOCK)
    name = user.get_full_name() or user.get_username()
    [slug] = _free_slugs([name])
    person, _ = Person.everyone.get_or_create(user=user, defaults={"name": name[:255], "slug": slug})
    return person.joined_into or person


def locked_person_of_user(*, user: User) -> Person:
    """As `person_of_user`, in the caller's transaction, until whose end nobody joins them into another."""
    while True:
        person = Person.everyone.select_for_update().get(pk=person_of_user(user=user).pk)
        if person.joined_into_id is None:
            return person


def standing_person(*, user: User) -> Person | None:
    """Whom the user signs in as, also with an account of somebody who was joined into them."""
    person = Person.everyone.select_related("joined_into").filter(user=user).first()
    return (person.joined_into or person) if person is not None else None


def follow_logins(*, logins: dict[int, str]) -> int:
    """Take the present login of each account, by its number on GitHub; returns how many changed. Idempotent.

    An account whose known login is another's now has none until it is seen again, so that no link reaches the wrong
    one.
    """
    wanted = {github_key(number): login[:100] if is_login(login) else "" for number, login in logins.items()}
    holders = {login.lower(): key for key, login in wanted.items() if login}
    changed = []
    for pk, key, login in Identity.objects.filter(key__startswith="github:").values_list("pk", "key", "login"):
        now = wanted.get(key, "" if holders.get(login.lower(), key) != key else login)
        if now != login:
            changed.append(Identity(pk=pk, login=now))
    if changed:
        with transaction.atomic():
            Identity.objects.bulk_update(changed, ["login"], batch_size=CHUNK)
            page_cache.clear_on_commit()
    return len(changed)


def _person_id(maker: Maker, known: dict[str, int]) -> int | None:
    by_address = known.get(email_key(maker.email)) if maker.email else None
    return by_address if by_address is not None else known.get(maker.key)


def _first_by_key(makers: Iterable[Maker]) -> list[Maker]:
    ordered = sorted(makers, key=lambda maker: (maker.key, not maker.login, maker.name, maker.email))
    return list({maker.key: maker for maker in reversed(ordered)}.values())


def _create_people(makers: list[Maker], known: dict[str, int]) -> None:
    names = [maker.login or maker.name or "someone" for maker in makers]
    people = [
        Person(slug=slug, name=(maker.name or maker.login or "Someone")[:255])
        for maker, slug in zip(makers, _free_slugs(names), strict=True)
    ]
    Person.objects.bulk_create(people, batch_size=BATCH)
    identities = [
        Identity(person=person, key=maker.key, login=maker.login[:100])
        for maker, person in zip(makers, people, strict=True)
    ]
    Identity.objects.bulk_create(identities, batch_size=BATCH)
    known.update((identity.key, identity.person_id) for identity in identities)


def _keep_addresses(makers: Iterable[Maker], known: dict[str, int]) -> None:
    new: dict[str, int] = {}
    for maker in sorted(makers, key=lambda maker: (maker.email, maker.key)):
        if maker.email and email_key(maker.email) not in known:
            new.setdefault(email_key(maker.email), known[maker.key])
    Identity.objects.bulk_create([Identity(key=key, person_id=pk) for key, pk in new.items()], batch_size=BATCH)
    known.update(new)


def robots_of(identities: Collection[Identity], judged: Mapping[str, bool]) -> list[bool]:
    """Whether each account of a person is a robot; whether each address is, where no account is known."""
    accounts = [one for one in identities if one.key.startswith("github:")]
    return [is_robot(Maker(one.key, login=one.login), judged) for one in accounts or identities]


def _mark_bots(robots: set[Maker], known: dict[str, int], judged: Mapping[str, bool]) -> None:
    """Whoever is a robot by every account and address known of them; of whom a maintainer decided stays as it is.

    A person who also has an account of a robot stays a person: only that account's work is none of theirs.
    """
    candidates = {known[maker.key] for maker in robots if maker.key in known}
    rows = Person.objects.filter(is_bot=False, is_bot_decided=False)
    for pk in sorted(candidates & set(rows.values_list("id", flat=True))):
        if all(robots_of(list(Identity.objects.filter(person_id=pk)), judged)):
            Person.objects.filter(pk=pk).update(is_bot=True)


def _free_slugs(names: list[str]) -> list[str]:
    """A slug for each name that nobody has, in the order of the names."""
    taken = set(Person.everyone.values_list("slug", flat=True)) if names else set()
    slugs = []
    for name in names:
        base = slugify(name)[:100] or "someone"
        slug, count = base, 1
        while slug in taken:
            count += 1
            slug = f"{base}-{count}"
        taken.add(slug)
        slugs.append(slug)
    return slugs
