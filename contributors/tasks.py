"""Work of the queue; each task can run twice without harm."""

from celery import shared_task

from contributors.models import RecordedRepository
from contributors.services import board, claims, recording, removal
from github_sync.queries.outcomes import mirrored_repositories


@shared_task(name="contributors.record_contributions")
def record_contributions(repository_id: int) -> None:
    """Fill ledger and board from one mirrored repository."""
    recording.record_contributions(repository_id=repository_id)
    board.refresh_board(repository_id=repository_id)


@shared_task(name="contributors.reconcile")
def reconcile() -> None:
    """Enqueue every repository that changed since it was last recorded, or was removed: what a lost signal left
    behind."""
    recorded = dict(RecordedRepository.objects.values_list("repository_id", "synced_at"))
    mirrored = mirrored_repositories()
    if recorded.keys() - {repository.id for repository in mirrored}:
        clear_board_of_removed.delay_on_commit()
    for repository in mirrored:
        if repository.id not in recorded or recorded[repository.id] != repository.changed_at:
            record_contributions.delay_on_commit(repository.id)


@shared_task(name="contributors.clear_board_of_removed")
def clear_board_of_removed() -> None:
    removal.clear_board_of_removed()


@shared_task(name="contributors.refresh_board_of")
def refresh_board_of(repository_id: int, numbers: list[int] | None = None) -> None:
    """Only the board, and of it only these issues where they are named: the ledger waits for whole rows."""
    board.refresh_board(repository_id=repository_id, numbers=numbers)


@shared_task(name="contributors.refresh_boards")
def refresh_boards() -> None:
    """Apply changed board settings to every repository."""
    for repository in mirrored_repositories():
        board.refresh_board(repository_id=repository.id)


@shared_task(name="contributors.expire_claims")
def expire_claims() -> None:
    claims.expire_claims()
