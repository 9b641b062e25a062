"""People as pages show them, by work of repositories that are shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from common.models import User
from common.names import same_name_key
from contributors.models import Affiliation, Contribution, Identity, Organization, Person
from contributors.queries.visibility import shown
from github_sync.queries.accounts import present_logins

HIDDEN_NAME = "A contributor"
LATELY = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class PersonName:
    name: str
    url: str


def person_for(user: User | AnonymousUser) -> Person | None:
    """The person a signed-in user is, None where they have neither an account on GitHub nor a claim."""
    if not user.is_authenticated:
        return None
    found = Person.everyone.select_related("joined_into").filter(user_id=user.pk).first()
    return (found.joined_into or found) if found is not None else None


def own_person(user: User | AnonymousUser) -> QuerySet[Person]:
    """The person a user is, for use within another query; nobody for a stranger."""
    mine = Q(user_id=user.pk) | Q(joined_from__user_id=user.pk)
    return Person.objects.filter(mine) if user.is_authenticated else Person.objects.none()


def former_address(slug: str) -> str:
    """Where the page of somebody is who was joined into another; empty where that one is hidden, or nobody was."""
    former = Person.everyone.filter(slug=slug, joined_into__is_public=True).select_related("joined_into").first()
    into = person_shown(former.joined_into.slug) if former is not None and former.joined_into is not None else None
    return into.get_absolute_url() if into is not None else ""


def person_shown(slug: str) -> Person | None:
    """Whoever may be named and is not known by work alone that nobody may see."""
    work = Contribution.objects.filter(person=OuterRef("pk"))
    is_known_here = (
        Q(user__isnull=False) | Q(joined_from__user__isnull=False) | Exists(work.filter(shown())) | ~Exists(work)
    )
    return Person.objects.filter(is_known_here, slug=slug, is_public=True).first()


def names_of(person_ids: set[int] | list[int]) -> dict[int, PersonName]:
    """Name and page of each person; a hidden person has neither."""
    ids = sorted(set(person_ids))
    found: dict[int, PersonName] = {}
    for start in range(0, len(ids), 500):
        for person in Person.objects.filter(pk__in=ids[start : start + 500]):
            found[person.pk] = _shown(person)
    return found


def names_of_accounts(accounts: dict[int, int]) -> dict[int, PersonName]:
    """By the caller's id of a GitHub account, given each account's number on GitHub; unknown ones are left out."""
    keys = {f"github:{github_id}": pk for pk, github_id in accounts.items()}
    rows = Identity.objects.filter(key__in=list(keys)).values_list("key", "person_id")
    people = {keys[key]: person_id for key, person_id in rows}
    names = names_of(list(people.values()))
    return {pk: names[person_id] for pk, person_id in people.items() if person_id in names}


def named_in_history(authors: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, PersonName]]:
    """Person and name of each author (name, login on GitHub) of whom anything is known here. Two queries.

    Who is hidden is so under their name too, for a commit may tell no account, or a login of long ago.
    """
    logins = {login.lower(): (name, login) for name, login in authors if login}
    rows = Identity.objects.annotate(small=Lower("login")).filter(key__startswith="github:", small__in=list(logins))
    found = {logins[one.small]: (one.person_id, _shown(one.person)) for one in rows.select_related("person")}
    left = [author for author in authors if author not in found]
    hidden = {same_name_key(one.name): one for one in Person.objects.filter(is_public=False)} if left else {}
    named = ((author, hidden.get(same_name_key(author[0]))) for author in left)
    return found | {author: (person.pk, _shown(person)) for author, person in named if person is not None}


def hidden_users(user_ids: Collection[int]) -> set[int]:
    """Of these accounts, those of people who do not want to be named. One query."""
    hidden = Q(is_public=False) | Q(joined_into__is_public=False)
    return set(Person.everyone.filter(hidden, user_id__in=user_ids).values_list("user_id", flat=True))


def users_of_accounts(github_ids: Collection[int]) -> dict[int, int]:
    """Of these numbers of GitHub accounts, the users that they are here. One query."""
    keys = {f"github:{github_id}": github_id for github_id in github_ids}
    rows = Identity.objects.filter(key__in=list(keys), person__user__is_active=True)
    return {keys[key]: user_id for key, user_id in rows.values_list("key", "person__user_id")}


def _shown(person: Person) -> PersonName:
    return PersonName(person.name, person.get_absolute_url()) if person.is_public else PersonName(HIDDEN_NAME, "")


def people_by_github_number() -> dict[int, tuple[int, bool]]:
    """Of every known GitHub account, by its number there: whose it is, and whether that is a bot. One query."""
    rows = Identity.objects.filter(key__startswith="github:").values_list("key", "person_id", "person__is_bot")
    found = ((key.removeprefix("github:"), person_id, is_bot) for key, person_id, is_bot in rows)
    return {int(number): (person_id, is_bot) for number, person_id, is_bot in found if number.isdecimal()}


def organization_names(organization_ids: set[int]) -> dict[int, str]:
    return dict(Organization.objects.filter(pk__in=organization_ids).values_list("pk", "name"))


def public_people(text: str = "", kind: str = "", since: datetime | None = None) -> QuerySet[Person]:
    """People with counted work, the most recently active first; annotated with `work`, `first_at` and `last_at`.

    With `since`, only those whose latest work is not older.
    """
    counted = Q(contributions__status__in=Contribution.COUNTED) & shown("contributions__")
    counted = counted & Q(contributions__kind=kind) if kind else counted
    people = Person.objects.filter(is_bot=False, is_public=True)
    found = (people.filter(pk__in=_named(text)) if text else people).annotate(
        work=Count("contributions", filter=counted),
        first_at=Min("contributions__occurred_at", filter=counted),
        last_at=Max("contributions__occurred_at", filter=counted),
    )
    found = found.filter(last_at__gte=since) if since else found.filter(work__gt=0)
    return found.order_by("-last_at", "id")


def people_count(text: str = "", kind: str = "", since: datetime | None = None, *, is_public: bool = True) -> int:
    """How many `public_people` finds, or how many more it would find if everyone were shown by name."""
    return _work(text, kind, since, is_public=is_public).values("person").distinct().count()


def _work(text: str, kind: str, since: datetime | None, *, is_public: bool = True) -> QuerySet[Contribution]:
    rows = Contribution.objects.filter(
        shown(), status__in=Contribution.COUNTED, person__is_bot=False, person__is_public=is_public
    ).order_by()
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(occurred_at__gte=since) if since else rows
    return rows.filter(person__in=_named(text)) if text else rows


def _named(text: str) -> QuerySet[Person, Any]:
    named = Person.objects.filter(Q(name__icontains=text) | Q(identities__login__icontains=text))
    return named.order_by().values("id")


def busiest_in(repository: str, since: datetime | None = None, limit: int = 3) -> list[Person]:
    """People shown by name with the most counted work in a repository, the most first."""
    counted = Q(contributions__status__in=Contribution.COUNTED, contributions__repository=repository)
    counted &= shown("contributions__")
    counted &= Q(contributions__occurred_at__gte=since) if since else Q()
    people = Person.objects.filter(is_bot=False, is_public=True).annotate(work=Count("contributions", filter=counted))
    return list(people.filter(work__gt=0).order_by("-work", "id")[:limit])


def counted_work(person: Person) -> list[tuple[str, datetime]]:
    """Kind and time of everything that counts, the oldest first."""
    rows = person.contributions.filter(shown(), status__in=Contribution.COUNTED).order_by("occurred_at", "id")
    return list(rows.values_list("kind", "occurred_at"))


def work_of(person: Person) -> QuerySet[Contribution]:
    """Everything that counts, the latest first."""
    return person.contributions.filter(shown(), status__in=Contribution.COUNTED).order_by("-occurred_at", "-id")


def affiliations_of(person: Person) -> list[Affiliation]:
    """The best source first."""
    return list(person.affiliations.select_related("organization"))


def github_logins(person: Person) -> list[str]:
    """As their accounts are called now, as far as this site has seen."""
    return [login for _, login in github_accounts(person)]


def github_accounts(person: Person) -> list[tuple[int, str]]:
    """Number and present login of each of their accounts on GitHub; two queries."""
    rows = person.identities.filter(key__startswith="github:").order_by("pk").values_list("key", "login")
    known = {int(number): login for key, login in rows if (number := key.removeprefix("github:")).isdecimal()}
    now = known | present_logins(known)
    return [(number, now[number]) for number in known if now[number]]


def kinds_in_use(text: str = "", since: datetime | None = None) -> list[tuple[str, int]]:
    """Kinds with the number of people whom `public_people` finds for each, the most common first."""
    counts = _work(text, "", since).values_list("kind").annotate(people=Count("person", distinct=True))
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))
