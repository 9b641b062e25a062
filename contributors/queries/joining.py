"""What joining two people would do, and who may be the same as somebody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from common.names import same_name_key
from contributors.domain.lease import MAX_LIVE_CLAIMS
from contributors.models import Claim, Contribution, Person

COUNTED = Contribution.COUNTED
MOST_NEAR = 500


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """Counted entries of both, those that are in both, and how many live claims are too many for one person."""

    work: int
    kept_work: int
    twice: int
    surplus: int


def people_like(text: str, *, but: int) -> QuerySet[Any]:
    """By name, login or address of the page; those with the most accepted work first, annotated with `work`."""
    named = Q(name__icontains=text) | Q(slug__icontains=text) | Q(identities__login__icontains=text)
    ids = Person.objects.filter(named).exclude(pk=but).order_by().values("pk")
    work = Count("contributions", filter=Q(contributions__status__in=COUNTED))
    found = Person.objects.filter(pk__in=ids).annotate(work=work).order_by("-work", "name", "pk")
    return found.prefetch_related("identities")


def join_facts(former: Person, kept: Person) -> JoinFacts:
    """Four queries."""
    same = Contribution.objects.filter(
        person=kept, source=OuterRef("source"), external_id=OuterRef("external_id"), kind=OuterRef("kind")
    )
    theirs = former.contributions.filter(status__in=COUNTED)
    live = Claim.objects.filter(person__in=[former, kept], released_at=None, expires_at__gt=timezone.now()).count()
    return JoinFacts(
        work=theirs.count(),
        kept_work=kept.contributions.filter(status__in=COUNTED).count(),
        twice=theirs.filter(Exists(same)).count(),
        surplus=max(0, live - MAX_LIVE_CLAIMS),
    )


def people_called(text: str, limit: int = 6) -> list[Person]:
    """Exactly so: by the address of their page, else by their account on GitHub, else by name, however it is typed."""
    by_slug = Person.objects.filter(slug=text.strip().rstrip("/").rpartition("/")[2].lower())
    login = text.strip().removeprefix("@")
    by_login = Person.objects.filter(identities__login__iexact=login, identities__key__startswith="github:").distinct()
    for found in (by_slug, by_login):
        if people := list(found[:limit]):
            return people
    key = same_name_key(text)
    first = key.split(" ")[0] if key else ""
    near = Person.objects.filter(name__icontains=first).order_by("pk") if first else Person.objects.none()
    return [person for person in near[:MOST_NEAR] if same_name_key(person.name) == key][:limit]
