"""Whose repository a row of the ledger and the board is, through new names and before the mirror knew it."""

from django.db import transaction

from contributors.models import Contribution, Task, Uncredited
from contributors.services import board_version
from github_sync.queries.outcomes import mirrored_repository


@transaction.atomic
def follow_rename(*, repository_id: int, former: str) -> None:
    """All rows of it have its new name, also those that recording and the board never look at again. Idempotent."""
    repository = mirrored_repository(repository_id)
    if repository is None or repository.github_id is None:
        return
    owner, _, name = repository.full_name.partition("/")
    mine = Task.objects.filter(repository_number=repository.github_id)
    mine.exclude(owner=owner, name=name).update(owner=owner, name=name)
    for model in (Contribution, Uncredited):
        rows = model._default_manager.filter(repository=former, repository_number=repository.github_id)
        rows.update(repository=repository.full_name)
    forget_reasons(full_name=former)


@transaction.atomic
def forget_reasons(*, full_name: str) -> None:
    """No task says that a pull request of that repository is at it; the next refresh of the board says what is so."""
    Task.objects.filter(reason__icontains=f"{full_name}#").update(reason="")
    board_version.bump()


def take_in_own_work(*, number: int | None, name: str) -> None:
    """In the caller's transaction: work of this site on a repository that the mirror did not know then is its, too."""
    if number is not None:
        own = Contribution.objects.filter(repository=name, repository_number__isnull=True).exclude(source="github")
        own.update(repository_number=number)
