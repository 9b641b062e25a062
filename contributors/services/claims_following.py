"""Lets claims follow the pull requests of whoever holds them: none runs out while somebody waits for a review."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from common import audit
from contributors.domain.closing_words import issues_closed_by
from contributors.domain.lease import OwnPull, standing
from contributors.models import Claim, Identity
from contributors.services import board_version
from github_sync.queries.own_pulls import AuthoredPull, pulls_of_people


def follow_pulls(*, claims: QuerySet[Claim], now: datetime) -> None:
    """In the caller's transaction: a claim with an open pull request by whoever holds it is lengthened, one whose pull
    request was merged is done, one whose was closed goes on for a while. Some queries for each repository, and none
    where nobody holds anything."""
    live = list(claims.filter(released_at=None, task__source="github").select_related("task"))
    accounts = _accounts({claim.person_id for claim in live})
    by_repository: dict[int, list[Claim]] = defaultdict(list)
    for claim in live:
        number = claim.task.external_id.partition("/")[0]
        if number.isdecimal() and accounts.get(claim.person_id):
            by_repository[int(number)].append(claim)
    changed = [_follow(claim, own, now) for claim, own in _with_pulls(by_repository, accounts)]
    if any(changed):
        board_version.bump()


def _accounts(person_ids: set[int]) -> dict[int, set[int]]:
    rows = Identity.objects.filter(person_id__in=person_ids, key__startswith="github:") if person_ids else ()
    found: dict[int, set[int]] = defaultdict(set)
    for identity in rows:
        number = identity.key.removeprefix("github:")
        if number.isdecimal():
            found[identity.person_id].add(int(number))
    return found


def _with_pulls(
    by_repository: dict[int, list[Claim]], accounts: dict[int, set[int]]
) -> Iterable[tuple[Claim, list[OwnPull]]]:
    for github_id, claims in by_repository.items():
        authors = set().union(*(accounts[claim.person_id] for claim in claims))
        since = min(claim.claimed_at for claim in claims)
        pulls = pulls_of_people(github_id=github_id, authors=authors, since=since)
        closed = {pull.number: pull.closes | issues_closed_by(pull.text) for pull in pulls}
        for claim in claims:
            own = [pull for pull in pulls if pull.author in accounts[claim.person_id]]
            yield claim, [_own(pull) for pull in own if claim.task.number in closed[pull.number]]


def _own(pull: AuthoredPull) -> OwnPull:
    return OwnPull(pull.number, pull.is_merged, None if pull.is_open else pull.ended_at)


def _follow(claim: Claim, pulls: list[OwnPull], now: datetime) -> bool:
    found = standing(claimed_at=claim.claimed_at, expires_at=claim.expires_at, pulls=pulls, now=now)
    was = (claim.expires_at, claim.pull_number, False)
    if (found.expires_at, found.pull_number, found.is_done) == was:
        return False
    claim.expires_at, claim.pull_number = found.expires_at, found.pull_number
    fields = ["expires_at", "pull_number"]
    if found.is_done:
        claim.released_at, claim.release_reason = now, "done"
        fields += ["released_at", "release_reason"]
    Claim.objects.filter(pk=claim.pk, released_at=None).update(**{name: getattr(claim, name) for name in fields})
    audit.record(
        actor=None, action="contributors.follow_pull", subject=f"task:{claim.task_id}", claim=claim.pk,
        pull_number=found.pull_number, until=found.expires_at.isoformat(), is_done=found.is_done,
    )  # fmt: skip
    return True
