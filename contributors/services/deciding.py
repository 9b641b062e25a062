"""What a maintainer decides about a credit: it does not count, it is another's, or it counts after all."""

from django.db import transaction

from common import audit, page_cache
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.locks import hold
from common.models import User
from contributors.domain.deciding import decided_reason
from contributors.models import Contribution, Person
from contributors.services.people import PEOPLE_LOCK
from github_sync.queries.outcomes import repository_id_of

Status = Contribution.Status
BY_A_PERSON = ", assigned by a maintainer"


@transaction.atomic
def void_credit(*, actor: User, contribution_id: int, reason: str) -> Contribution:
    """It counts no more, and no recording brings it back. Raises ConflictError, InvalidInputError, NotAllowedError."""
    row = _locked(actor, contribution_id, reason)
    if row.status not in Contribution.COUNTED:
        raise ConflictError(f"This does not count already. {row.void_reason}".strip())
    _set(row, Status.VOID, decided_reason(reason))
    _keep(actor, row, "void", reason)
    return row


@transaction.atomic
def reassign_credit(*, actor: User, contribution_id: int, person_id: int, reason: str) -> Contribution:
    """`person_id` is credited instead; the entry that was wrong stays, void. Returns the entry that counts.

    Raises ConflictError, InvalidInputError, NotAllowedError.
    """
    row = _locked(actor, contribution_id, reason)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or person.is_bot:
        raise InvalidInputError("Choose a person who is on this site. A robot is credited with nothing.")
    if row.status not in Contribution.COUNTED:
        raise ConflictError("This does not count now. Let it count again first, then say whose work it is.")
    same = Contribution.objects.filter(source=row.source, external_id=row.external_id, person=person)
    if same.filter(status__in=Contribution.COUNTED).exists():
        raise ConflictError(f"{person} is credited with this already. If {row.person} did nothing here, void this one.")
    _set(row, Status.VOID, decided_reason(f"the work of {person if person.is_public else 'somebody else'}. {reason}"))
    new, _ = Contribution.objects.update_or_create(
        source=row.source, external_id=row.external_id, person=person, kind=row.kind,
        defaults={
            "occurred_at": row.occurred_at, "title": row.title, "evidence_url": row.evidence_url,
            "repository": row.repository, "repository_number": row.repository_number,
            "provenance": f"{row.provenance[:170]}{BY_A_PERSON}", "status": Status.CONFIRMED, "void_reason": "",
        },
    )  # fmt: skip
    _keep(actor, row, "reassign", reason, to=person.pk, entry=new.pk)
    return new


@transaction.atomic
def count_credit(*, actor: User, contribution_id: int, reason: str) -> Contribution:
    """What was void counts, whoever said otherwise. Raises ConflictError, InvalidInputError, NotAllowedError."""
    row = _locked(actor, contribution_id, reason)
    if row.status in Contribution.COUNTED:
        raise ConflictError("This counts already.")
    if row.person.joined_into_id is not None:
        raise ConflictError(f"{row.person} is one with {row.person.joined_into} now, who has this credit.")
    _set(row, Status.CONFIRMED, "")
    _keep(actor, row, "count", reason)
    return row


def _locked(actor: User, contribution_id: int, reason: str) -> Contribution:
    """No recording of its repository runs until the end of the transaction, and nobody is joined."""
    if not actor.has_perm("contributors.change_contribution"):
        raise NotAllowedError("Only a maintainer decides about credit. Ask one of them.")
    if not reason.strip():
        raise InvalidInputError("Say why in a few words. It stays in the history, for whoever asks.")
    repository = Contribution.objects.filter(pk=contribution_id).values_list("repository", flat=True).first()
    hold(f"contributors.ledger:{repository_id_of(repository or '')}")
    hold(PEOPLE_LOCK)
    found = Contribution.objects.select_for_update(of=("self",)).select_related("person__joined_into")
    row = found.filter(pk=contribution_id).first()
    if row is None:
        raise ConflictError("This entry is not there.")
    return row


def _set(row: Contribution, status: str, reason: str) -> None:
    row.status, row.void_reason = status, reason[:300]
    row.save(update_fields=["status", "void_reason"])


def _keep(actor: User, row: Contribution, decision: str, reason: str, **more: int) -> None:
    audit.record(
        actor=actor, action="contributors.decide_credit", subject=f"contribution:{row.pk}", decision=decision,
        reason=reason.strip(), person=row.person_id, **more,
    )  # fmt: skip
    page_cache.clear_on_commit()
