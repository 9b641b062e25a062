"""What counts once although the mirror holds it in several rows; parts of queries."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from github_sync.models import Commit, Issue, PullRequest, Repository

CLOSED_UNMERGED: dict[str, Any] = {"state": "closed", "is_merged": False, "closed_at__isnull": False}


def landing_commits(repository_id: int) -> dict[str, Any]:
    """Conditions on commits that came by no merged pull request and name one that they bring in."""
    return {
        "repository_id": repository_id,
        "landed_number__isnull": False,
        "pull_request__isnull": True,
        "gone_at": None,
    }


def accepted(repository_id: int) -> Q:
    """Pull requests that were merged, or closed because a commit of the default branch brought them in."""
    landed = Commit.objects.filter(**landing_commits(repository_id)).values("landed_number")
    return Q(is_merged=True, merged_at__isnull=False) | Q(number__in=landed, **CLOSED_UNMERGED)


def counted_elsewhere(repository_id: int) -> Q:
    """Commits that landed a pull request, which counts instead, and those that an earlier repository has as well.

    Private, hidden and vanished repositories come last, forks before them: the credit stays where it can be seen.
    """
    pulls = PullRequest.objects.filter(repository_id=repository_id, number=OuterRef("landed_number"), **CLOSED_UNMERGED)
    rows = Repository.objects.values_list("gone_at", "is_private", "is_hidden", "is_fork", "pk")
    ranks = ((gone is not None, private or hidden, fork, pk) for gone, private, hidden, fork, pk in rows)
    order = [pk for *_, pk in sorted(ranks)]
    earlier = Commit.objects.filter(
        repository_id__in=order[: order.index(repository_id)], sha=OuterRef("sha"), gone_at=None
    )
    return Q(landed_number__isnull=False) & Q(Exists(pulls)) | Q(Exists(earlier))


def moved() -> Q:
    """Transferred: gone here, and there is one with the same author, title and birth in another repository."""
    same = Issue.objects.filter(
        author_id=OuterRef("author_id"), title=OuterRef("title"), created_at=OuterRef("created_at"), gone_at=None
    )
    return Q(gone_at__isnull=False) & Q(Exists(same.exclude(repository_id=OuterRef("repository_id"))))
