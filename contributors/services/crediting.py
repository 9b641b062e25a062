"""Ledger entries of work that other rooms saw accepted, and their end where it was rolled back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from common import audit, page_cache
from common.locks import hold
from common.models import User
from contributors.domain.credit import email_key
from contributors.models import Contribution, Identity
from contributors.services.people import locked_person_of_user
from github_sync.queries.outcomes import repository_key
from github_sync.queries.visibility import number_of

AUTOMATIC, VOID = Contribution.Status.AUTOMATIC, Contribution.Status.VOID
GITHUB = "github"


@transaction.atomic
def record_contribution(
    *, user: User, kind: str, source: str, external_id: str, title: str, occurred_at: datetime, evidence_url: str,
    provenance: str, repository: str = "",
) -> None:  # fmt: skip
    """One entry for the person that `user` is; recording it again changes nothing, not even a voided one."""
    person = locked_person_of_user(user=user)
    row, is_new = Contribution.objects.get_or_create(
        source=source, external_id=external_id, person=person, kind=kind,
        defaults={
            "title": title[:500], "occurred_at": occurred_at, "evidence_url": evidence_url[:500],
            "provenance": provenance[:200], "repository": repository,
            "repository_number": number_of(repository) if repository else None,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            actor=None, action="contributors.record_contribution", subject=f"contribution:{row.pk}", kind=kind,
            external_id=external_id,
        )  # fmt: skip
        page_cache.clear_on_commit()


@transaction.atomic
def void_contributions(*, source: str, external_ids: Iterable[str], reason: str) -> int:
    """Those that a machine recorded; what a person confirmed stays. Returns how many became void."""
    rows = Contribution.objects.filter(source=source, external_id__in=list(external_ids), status=AUTOMATIC)
    return void_rows(list(rows.values_list("pk", flat=True)), reason)


@transaction.atomic
def restore_contributions(*, source: str, external_ids: Iterable[str], reason: str) -> int:
    """Undo `void_contributions` with this reason."""
    rows = Contribution.objects.filter(
        source=source, external_id__in=list(external_ids), status=VOID, void_reason=reason
    )
    return give_back(rows)


@transaction.atomic
def count_once(*, source: str, external_ids: Iterable[str], repository: str, number: int) -> int:
    """Work that came in as a pull request counts as that where its people are credited for it; idempotent.

    Where the kinds differ (a translation, which GitHub shows as documentation), the more exact one stays.
    """
    hold(f"contributors.ledger:{repository}")
    pull_id = f"{repository_key(repository)}/pull/{number}"
    counted = Contribution.objects.filter(source=GITHUB, external_id=pull_id, status=AUTOMATIC)
    kinds = dict(counted.values_list("person_id", "kind"))
    ours = Contribution.objects.filter(source=source, external_id__in=list(external_ids), status=AUTOMATIC)
    twice, rougher = [], set()
    for pk, person_id, kind in ours.exclude(kind="review").values_list("pk", "person_id", "kind"):
        if kinds.get(person_id) == kind:
            twice.append(pk)
        elif person_id in kinds:
            rougher.add(person_id)
    reason = f"counted as pull request {repository}#{number}"
    theirs = list(counted.filter(person_id__in=rougher).values_list("pk", flat=True))
    return void_rows(twice, reason) + void_rows(theirs, "counted as what was done on this site")


@transaction.atomic
def keep_address(*, user: User, email: str) -> None:
    """Commits with this address are this person's; an address that leads to somebody already stays there."""
    person = locked_person_of_user(user=user)
    Identity.objects.get_or_create(key=email_key(email), defaults={"person": person})


def void_rows(ids: list[int], reason: str) -> int:
    """In the caller's transaction, which chose entries that no person decided on."""
    if not ids:
        return 0
    Contribution.objects.filter(pk__in=ids).update(status=VOID, void_reason=reason)
    audit.record(
        actor=None, action="contributors.set_status", subject="contributions", status=VOID, ids=sorted(ids)[:1000],
        reason=reason,
    )  # fmt: skip
    page_cache.clear_on_commit()
    return len(ids)


def give_back(rows: QuerySet[Contribution]) -> int:
    """In the caller's transaction, which found them void for a reason that is none any more."""
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        Contribution.objects.filter(pk__in=ids).update(status=AUTOMATIC, void_reason="")
        audit.record(
            actor=None, action="contributors.set_status", subject="contributions", status=AUTOMATIC,
            ids=sorted(ids)[:1000],
        )  # fmt: skip
        page_cache.clear_on_commit()
    return len(ids)
