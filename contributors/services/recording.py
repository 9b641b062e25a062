"""Fills the ledger from what the mirror says was accepted; recording twice adds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import audit, page_cache
from common.locks import hold
from contributors.domain.credit import Maker, Outcome, github_key
from contributors.domain.deciding import is_decided
from contributors.domain.origin import number_in
from contributors.models import Contribution, RecordedRepository, Uncredited
from contributors.services.affiliations import note_companies
from contributors.services.origins import take_in_own_work
from contributors.services.outcomes import OutcomeReader
from contributors.services.people import FoundPerson, ensure_people, follow_logins
from github_sync.queries import outcomes as mirror

SOURCE = "github"
BY_MIRROR = "the mirror says otherwise now"
BATCH = 2000
Key = tuple[str, int, str]
"""External id, person, kind."""
Row = tuple[int, str, str, datetime]
"""Id, status, reason of being void, time."""


@dataclass(frozen=True, slots=True)
class Recorded:
    repository: str
    outcomes: int
    added: int
    voided: int


def record_contributions(*, repository_id: int) -> Recorded | None:
    """Bring the ledger up to the mirror's present state of one repository; None where it is not mirrored.

    Idempotent. Reads outside of the transaction, so that writers wait only while rows are written. What vanished
    from the mirror stays credited; only what the mirror positively denies becomes void, and comes back if it returns.
    """
    repository = mirror.mirrored_repository(repository_id)
    if repository is None:
        return None
    reader = OutcomeReader(repository)
    outcomes = reader.outcomes()
    return _write(reader, outcomes)


@transaction.atomic
def _write(reader: OutcomeReader, outcomes: list[Outcome]) -> Recorded:
    repository = reader.repository
    hold(f"contributors.ledger:{repository.id}")
    people = _people(reader, outcomes)
    credits = _credits(outcomes, people)
    existing = _existing(reader.prefix)
    added = _add(_undecided(credits.keys() - existing.keys(), existing), credits, repository.full_name)
    named = {outcome.external_id for outcome in outcomes}
    voided = _correct(repository.id, reader.prefix, credits, existing, named)
    _correct_times(repository.full_name, credits, existing)
    _rewrite_uncredited(reader, outcomes, people)
    _follow_rename(reader.prefix, repository.full_name)
    take_in_own_work(number=repository.github_id, name=repository.full_name)
    RecordedRepository.objects.update_or_create(
        repository_id=repository.id, defaults={"synced_at": repository.changed_at}
    )
    if added or voided:
        audit.record(
            actor=None,
            action="contributors.record_contributions",
            subject=f"repository:{repository.full_name}",
            added=added,
            voided=voided,
        )
        page_cache.clear_on_commit()
    return Recorded(repository.full_name, len(outcomes), added, voided)


def _people(reader: OutcomeReader, outcomes: list[Outcome]) -> dict[Maker, FoundPerson]:
    makers = {maker for outcome in outcomes for maker in outcome.makers}
    judged = {github_key(account.github_id): account.is_bot for account in reader.accounts.values()}
    people = ensure_people(makers=makers, judged=judged)
    follow_logins(logins={account.github_id: account.login for account in reader.accounts.values()})
    companies = {github_key(account.github_id): account.company for account in reader.accounts.values()}
    note_companies(
        companies={found.id: companies[maker.key] for maker, found in people.items() if maker.key in companies}
    )
    return people


def _credits(outcomes: Iterable[Outcome], people: dict[Maker, FoundPerson]) -> dict[Key, Outcome]:
    found: dict[Key, Outcome] = {}
    for outcome in outcomes:
        for maker in outcome.makers:
            person = people.get(maker)
            if person is not None and not person.is_bot:
                found[(outcome.external_id, person.id, outcome.kind)] = outcome
    return found


def _existing(prefix: str) -> dict[Key, Row]:
    rows = Contribution.objects.filter(source=SOURCE, external_id__startswith=f"{prefix}/").order_by()
    fields = ("external_id", "person_id", "kind", "id", "status", "void_reason", "occurred_at")
    return {(row[0], row[1], row[2]): row[3:] for row in rows.values_list(*fields).iterator(chunk_size=BATCH)}


def _undecided(keys: Iterable[Key], existing: dict[Key, Row]) -> list[Key]:
    """Without what a maintainer decided about this person and work, of whatever kind it is said to be now."""
    decided = {key[:2] for key, (_, status, reason, _at) in existing.items() if is_decided(status, reason)}
    return [key for key in keys if key[:2] not in decided]


def _add(keys: Iterable[Key], credits: dict[Key, Outcome], full_name: str) -> int:
    rows = [_row(key, credits[key], full_name) for key in sorted(keys)]
    Contribution.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _row(key: Key, outcome: Outcome, full_name: str) -> Contribution:
    return Contribution(
        person_id=key[1],
        kind=outcome.kind,
        occurred_at=outcome.occurred_at,
        title=outcome.title[:500] or outcome.external_id,
        evidence_url=outcome.url,
        source=SOURCE,
        external_id=outcome.external_id,
        repository=full_name,
        repository_number=number_in(outcome.external_id),
        provenance=f"GitHub: {outcome.provenance}",
    )


def _correct(
    repository_id: int, prefix: str, credits: dict[Key, Outcome], existing: dict[Key, Row], named: set[str]
) -> int:
    """Void automatic rows that the mirror denies, and bring back those it voided and now affirms.

    An account that was deleted denies nothing: who was credited before stays so.
    """
    accepted = {key[0] for key, outcome in credits.items() if outcome.is_author_known}
    of_another_kind = {key[:2] for key in credits}
    automatic = {key: row for key, row in existing.items() if row[1] == Contribution.Status.AUTOMATIC}
    surplus = automatic.keys() - credits.keys()
    denied = _denied(repository_id, prefix, {key[0] for key in surplus} - named)
    no_more = accepted | denied
    voided = [automatic[key][0] for key in surplus if key[0] in no_more or key[:2] in of_another_kind]
    restored = [
        row[0] for key, row in existing.items() if key in credits and row[1:3] == (Contribution.Status.VOID, BY_MIRROR)
    ]
    _set_status(voided, Contribution.Status.VOID, BY_MIRROR)
    _set_status(restored, Contribution.Status.AUTOMATIC, "")
    return len(voided)


def _denied(repository_id: int, prefix: str, external_ids: set[str]) -> set[str]:
    parts = [external_id.removeprefix(f"{prefix}/").split("/") for external_id in external_ids]
    shas = mirror.commits_not_loose(repository_id, [ref for what, ref in parts if what == "commit"])
    numbers = mirror.issues_not_completed(repository_id, [int(ref) for what, ref in parts if what == "issue"])
    pulls = mirror.pulls_not_accepted(repository_id, [int(ref) for what, ref in parts if what == "pull"])
    reviews = mirror.reviews_held(repository_id, [int(ref) for what, ref in parts if what == "review"])
    found: dict[str, set[Any]] = {"commit": shas, "issue": numbers, "pull": pulls, "review": reviews}
    return {f"{prefix}/{what}/{ref}" for what, refs in found.items() for ref in refs}


def _correct_times(full_name: str, credits: dict[Key, Outcome], existing: dict[Key, Row]) -> None:
    """Entries that were written with a date in the future get the one that the mirror holds to be true."""
    now = timezone.now()
    late = [(row[0], credits[key].occurred_at) for key, row in existing.items() if row[3] > now and key in credits]
    wrong = [(pk, at) for pk, at in late if at <= now]
    for pk, at in wrong:
        Contribution.objects.filter(pk=pk).update(occurred_at=at)
    if wrong:
        audit.record(
            actor=None,
            action="contributors.correct_times",
            subject=f"repository:{full_name}",
            ids=sorted(pk for pk, _ in wrong)[:1000],
        )
        page_cache.clear_on_commit()


def _set_status(ids: list[int], status: str, reason: str) -> None:
    for start in range(0, len(ids), 500):
        rows = Contribution.objects.filter(pk__in=ids[start : start + 500])
        rows.update(status=status, void_reason=reason)
    if ids:
        audit.record(
            actor=None, action="contributors.set_status", subject="contributions", status=status, ids=sorted(ids)[:1000]
        )


def _rewrite_uncredited(reader: OutcomeReader, outcomes: Iterable[Outcome], people: dict[Maker, FoundPerson]) -> None:
    wanted: dict[tuple[str, str], Outcome] = {}
    for outcome in outcomes:
        for maker in outcome.makers:
            if maker not in people:
                wanted[(outcome.external_id, Uncredited.Reason.UNKNOWN)] = outcome
            elif people[maker].is_bot:
                wanted[(outcome.external_id, Uncredited.Reason.BOT)] = outcome
    rows = Uncredited.objects.filter(source=SOURCE, external_id__startswith=f"{reader.prefix}/").order_by()
    now = timezone.now()
    held = rows.values_list("external_id", "reason", "id", "occurred_at")
    late = {row[2] for row in held if row[3] > now}
    present = {(row[0], row[1]): row[2] for row in held if row[2] not in late}
    gone = [*late, *(present[key] for key in present.keys() - wanted.keys())]
    for start in range(0, len(gone), 500):
        Uncredited.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = [
        Uncredited(
            kind=wanted[key].kind, occurred_at=wanted[key].occurred_at, source=SOURCE, external_id=key[0],
            repository=reader.repository.full_name, repository_number=number_in(key[0]), reason=key[1],
        )
        for key in sorted(wanted.keys() - present.keys())
    ]  # fmt: skip
    Uncredited.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _follow_rename(prefix: str, full_name: str) -> None:
    for model in (Contribution, Uncredited):
        rows = model.objects.filter(source=SOURCE, external_id__startswith=f"{prefix}/")
        rows.exclude(repository=full_name).update(repository=full_name)
