"""What becomes of the work in repositories that the site does not follow any more."""

from django.db import transaction

from common import audit
from contributors.models import RecordedRepository, RememberedLabel, Task
from contributors.services import board_version
from github_sync.queries.outcomes import mirrored_repositories

CHUNK = 500


@transaction.atomic
def clear_board_of_removed() -> int:
    """Take the tasks off the board whose repository the mirror does not hold; returns how many. Idempotent.

    Their pages, their claims and the whole ledger stay; a repository that is added again brings its tasks back.
    """
    mirrored = mirrored_repositories()
    prefixes = {str(repository.github_id or repository.full_name) for repository in mirrored}
    on_board = Task.objects.filter(source="github", is_on_board=True).values_list("pk", "external_id")
    left = [pk for pk, external_id in on_board if external_id.rpartition("/")[0] not in prefixes]
    for start in range(0, len(left), CHUNK):
        Task.objects.filter(pk__in=left[start : start + CHUNK]).update(is_on_board=False)
    RecordedRepository.objects.exclude(repository_id__in=[repository.id for repository in mirrored]).delete()
    RememberedLabel.objects.exclude(repository_id__in=[repository.id for repository in mirrored]).delete()
    if left:
        audit.record(actor=None, action="contributors.clear_board_of_removed", subject="board", tasks=len(left))
        board_version.bump()
    return len(left)
