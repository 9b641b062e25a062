"""Two people who are one human become one: everything of theirs, once, with a journal that allows parting them."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import audit, page_cache
from common.errors import ConflictError, InvalidInputError
from common.locks import hold
from common.models import User
from contributors.domain.lease import MAX_LIVE_CLAIMS
from contributors.models import Claim, Contribution, Person, PersonJoin
from contributors.services import board_version
from contributors.services.claims_following import follow_pulls
from contributors.services.people import PEOPLE_LOCK
from contributors.services.relations import move_relations
from contributors.services.telling import tell_end

LONGEST_REASON = 300
COUNTED_ONCE = "the same work of one person, counted once since two pages were joined"
CREDIT = "contributors.Contribution.person"
JOURNAL = frozenset({"contributors.PersonJoin.former", "contributors.PersonJoin.kept"})
Before = dict[str, dict[str, dict[str, Any]]]


@dataclass
class Credit:
    """`left`: ids of the former's entries for which the kept person has their own."""

    left: list[int] = field(default_factory=list)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)


@transaction.atomic
def join_people(*, actor: User | None, former_id: int, kept_id: int, reason: str) -> PersonJoin:
    """All that refers to `former` belongs to `kept`, whose page and name stay; the former's address leads there.

    Whoever of the two is hidden hides both. Work credited to both counts once. Of live claims beyond what one person
    may hold the latest end. Raises ConflictError where one was joined meanwhile, InvalidInputError where they cannot
    be one human.
    """
    hold(PEOPLE_LOCK)
    rows = Person.objects.select_for_update().order_by("pk").in_bulk([former_id, kept_id])
    if len(rows) < 2:
        raise ConflictError("One of the two was joined with somebody meanwhile, or is gone. Look at the list again.")
    former, kept = rows[former_id], rows[kept_id]
    if former.is_bot != kept.is_bot:
        raise InvalidInputError("One of the two is a robot, whose work counts as nobody's. Mark both alike first.")
    if not reason.strip():
        raise InvalidInputError("Say in a few words how you know that they are one person.")
    return join_rows(actor=actor, former=former, kept=kept, reason=reason)


def join_rows(*, actor: User | None, former: Person, kept: Person, reason: str) -> PersonJoin:
    """In the caller's transaction, which holds PEOPLE_LOCK and both rows, and knows that they are one human."""
    credit = _count_once(former, kept)
    before: Before = {"contributors.Person": {str(one.pk): _fields(one) for one in (former, kept)}}
    before |= {"contributors.Contribution": credit.before} if credit.before else {}
    found = move_relations(former=former, kept=kept, leave={CREDIT: credit.left}, but=JOURNAL)
    _become_one(former, kept)
    ended = _end_surplus_claims(kept)
    detail = {"moved": found.moved, "stayed": found.stayed, "before": before, "ended_claims": ended}
    journal = PersonJoin.objects.create(
        former=former, kept=kept, actor=actor, reason=reason.strip()[:LONGEST_REASON], detail=detail
    )
    audit.record(
        actor=actor, action="contributors.join_people", subject=f"person:{kept.pk}", former=former.pk,
        join=journal.pk, reason=journal.reason, ended_claims=ended,
    )  # fmt: skip
    board_version.bump()
    page_cache.clear_on_commit()
    return journal


def _fields(person: Person) -> dict[str, Any]:
    return {"user": person.user_id, "is_public": person.is_public, "joined_into": person.joined_into_id}


def _become_one(former: Person, kept: Person) -> None:
    """A second account of the site stays with the former row, from which it leads on."""
    moves_user = kept.user_id is None and former.user_id is not None
    user_id = former.user_id if moves_user else kept.user_id
    is_public = former.is_public and kept.is_public
    former.joined_into, former.is_public = kept, is_public
    former.user_id = None if moves_user else former.user_id
    former.save(update_fields=["joined_into", "is_public", "user"])
    kept.is_public, kept.user_id = is_public, user_id
    kept.save(update_fields=["is_public", "user"])


def _count_once(former: Person, kept: Person) -> Credit:
    """Of work credited to both the kept person's entry counts, if either did; nothing is removed."""
    own = {_key(row): row for row in Contribution.objects.filter(person=kept).only(*ENTRY).iterator()}
    result = Credit()
    for row in Contribution.objects.filter(person=former).only(*ENTRY).order_by("pk").iterator():
        twin = own.get(_key(row))
        if twin is None:
            continue
        result.left.append(row.pk)
        if row.status not in Contribution.COUNTED:
            continue
        if twin.status not in Contribution.COUNTED:
            _set(result, twin, row.status, row.void_reason)
        _set(result, row, Contribution.Status.VOID, COUNTED_ONCE)
    return result


ENTRY = ("person_id", "source", "external_id", "kind", "status", "void_reason")


def _key(row: Contribution) -> tuple[str, str, str]:
    return row.source, row.external_id, row.kind


def _set(result: Credit, row: Contribution, status: str, reason: str) -> None:
    result.before[str(row.pk)] = {"status": row.status, "void_reason": row.void_reason}
    Contribution.objects.filter(pk=row.pk).update(status=status, void_reason=reason)


def _end_surplus_claims(person: Person) -> list[int]:
    """What has an open pull request goes on, and who took a task first goes on with it."""
    now = timezone.now()
    follow_pulls(claims=Claim.objects.filter(person=person), now=now)
    live = Claim.objects.filter(person=person, released_at=None, expires_at__gt=now)
    ordered = live.select_related("person", "task", "told").order_by("claimed_at", "pk")
    surplus = sorted(ordered, key=lambda claim: claim.pull_number is None)[MAX_LIVE_CLAIMS:]
    Claim.objects.filter(pk__in=[one.pk for one in surplus]).update(released_at=now, release_reason=Claim.JOINED)
    tell_end(claims=surplus, user=None)
    return [one.pk for one in surplus]
