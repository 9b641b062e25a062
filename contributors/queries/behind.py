"""Whether ledger and board have taken up what the mirror has."""

from contributors.models import RecordedRepository
from github_sync.queries.outcomes import mirrored_repositories


def is_behind() -> bool:
    """True while a mirrored repository changed since it was last recorded; two queries."""
    recorded = dict(RecordedRepository.objects.values_list("repository_id", "synced_at"))
    return any(
        one.id not in recorded or recorded[one.id] != one.changed_at
        for one in mirrored_repositories()
        if one.changed_at is not None
    )
