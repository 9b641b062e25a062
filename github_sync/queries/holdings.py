"""What the mirror holds of one repository, counted now."""

from django.db.models import Model

from github_sync.models import (
    Commit,
    Issue,
    IssueComment,
    Label,
    Milestone,
    PullRequest,
    Release,
    Repository,
    Review,
    ReviewComment,
)

KINDS: dict[str, tuple[type[Model], str]] = {
    "Issues": (Issue, "repository"),
    "Pull requests": (PullRequest, "repository"),
    "Comments": (IssueComment, "repository"),
    "Reviews": (Review, "pull_request__repository"),
    "Comments in reviews": (ReviewComment, "pull_request__repository"),
    "Commits": (Commit, "repository"),
    "Releases": (Release, "repository"),
    "Labels": (Label, "repository"),
    "Milestones": (Milestone, "repository"),
}


def rows_held(repository: Repository) -> dict[str, int]:
    """By kind, a query each."""
    return {kind: model._default_manager.filter(**{path: repository}).count() for kind, (model, path) in KINDS.items()}
