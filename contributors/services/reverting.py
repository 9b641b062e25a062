"""Credit for what GitHub had accepted and what was taken back again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from common.locks import hold
from contributors.models import Contribution
from contributors.services.crediting import AUTOMATIC, GITHUB, VOID, give_back, void_rows
from github_sync.queries.outcomes import repository_key

WRITING = ("doc", "translation")
REVERTED = "reverted in the repository"
ALL_UNDONE = "all of their edits in it were rolled back"


@transaction.atomic
def settle_reverted(*, repository: str, undone: Iterable[str], but: Iterable[str], voids: bool = True) -> None:
    """Writing that is named (`pull/5`, `commit/…`) is void, what was void for that and is not named counts again.

    `but`: what is settled by person. Without `voids` only what is void already is looked at.
    Entries that a person decided on stay as they are.
    """
    hold(f"contributors.ledger:{repository}")
    prefix = repository_key(repository)
    ids = [f"{prefix}/{name}" for name in undone]
    rows = Contribution.objects.filter(source=GITHUB, kind__in=WRITING)
    if voids:
        void_rows(list(rows.filter(external_id__in=ids, status=AUTOMATIC).values_list("pk", flat=True)), REVERTED)
    void = rows.filter(external_id__startswith=f"{prefix}/", status=VOID, void_reason=REVERTED)
    give_back(void.exclude(external_id__in=[*ids, *(f"{prefix}/{name}" for name in but)]))


def has_reverted(*, repository: str) -> bool:
    """Whether anything of it is void for that."""
    rows = Contribution.objects.filter(source=GITHUB, status=VOID, void_reason=REVERTED)
    return rows.filter(external_id__startswith=f"{repository_key(repository)}/").exists()


@transaction.atomic
def settle_undone_pull(
    *, source: str, repository: str, number: int, undone: Iterable[str], standing: Iterable[str]
) -> None:
    """Of a pull request with edits of several people: void for whoever has no edit in it that still stands.

    `undone` and `standing` are the ids of the edits. Idempotent.
    """
    hold(f"contributors.ledger:{repository}")
    rows = Contribution.objects.filter(
        source=GITHUB, external_id=f"{repository_key(repository)}/pull/{number}", kind__in=WRITING
    )
    left = _writers(source, undone) - _writers(source, standing)
    void_rows(list(rows.filter(person__in=left, status=AUTOMATIC).values_list("pk", flat=True)), ALL_UNDONE)
    give_back(rows.filter(status=VOID, void_reason=ALL_UNDONE).exclude(person__in=left))


def _writers(source: str, ids: Iterable[str]) -> set[int]:
    rows: QuerySet[Contribution] = Contribution.objects.filter(source=source, external_id__in=list(ids))
    return set(rows.exclude(kind="review").values_list("person_id", flat=True))
