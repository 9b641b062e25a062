"""What joining two people would do, and who may be the same as somebody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from contributors.domain.lease import MAX_LIVE_CLAIMS
from contributors.models import Claim, Contribution, Person

COUNTED = Contribution.COUNTED


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
