"""How far the followed repositories are, for somebody who looks on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from github_sync.models import Issue, PullRequest, Repository, SyncRun
from github_sync.queries.states import state_of, with_latest_run


@dataclass(frozen=True)
class Following:
    """`state` as in `states`; `percent` of the part that is being read; `threads`: issues and pull requests here."""

    id: int
    full_name: str
    is_private: bool
    state: str
    words: str
    error: str
    percent: int | None
    threads: int
    is_complete: bool
    last_run_at: datetime | None


def followed_names() -> list[str]:
    return list(Repository.objects.filter(is_tracked=True).values_list("full_name", flat=True))


def known_names() -> dict[str, bool]:
    """Every repository that was ever followed, and whether it is now."""
    return dict(Repository.objects.values_list("full_name", "is_tracked"))


def was_ever_synced() -> bool:
    return Repository.objects.filter(synced_at__isnull=False).exists()


def following() -> list[Following]:
    """In one query, whatever the number of repositories."""
    rows = with_latest_run(Repository.objects.filter(is_tracked=True)).annotate(
        issue_count=_count_of(Issue), pull_count=_count_of(PullRequest), last_run_at=Max("runs__started_at")
    )
    return [_following(row) for row in rows.order_by("full_name")]


def _count_of(model: type[Issue] | type[PullRequest]) -> Coalesce:
    rows = model.objects.filter(repository=OuterRef("pk")).order_by().values("repository")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _following(row: Repository) -> Following:
    state = state_of(row)
    return Following(
        id=row.pk,
        full_name=row.full_name,
        is_private=row.is_private,
        state=state.key,
        words=str(state),
        error=getattr(row, "latest_error", "") or "",
        percent=getattr(row, "latest_percent", None) if state.key == "syncing" else None,
        threads=getattr(row, "issue_count", 0) + getattr(row, "pull_count", 0),
        is_complete=state.key == "fresh",
        last_run_at=getattr(row, "last_run_at", None),
    )


def has_run_since(moment: datetime) -> bool:
    """Whether any sync began after `moment`, or is going on now."""
    alive = Q(status=SyncRun.Status.RUNNING, repository__lease_expires_at__gt=timezone.now())
    return SyncRun.objects.filter(Q(started_at__gte=moment) | alive).exists()


def private_names() -> dict[str, bool]:
    """Whether each repository is private, for those that GitHub was asked about."""
    rows = Repository.objects.filter(github_id__isnull=False)
    return dict(rows.values_list("full_name", "is_private"))
