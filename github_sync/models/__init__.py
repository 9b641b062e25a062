from github_sync.models.budget import Budget, BudgetSample, Etag
from github_sync.models.commits import Commit, CommitCoAuthor
from github_sync.models.credentials import Credential, PersonalGrant
from github_sync.models.failures import FailureEpisode
from github_sync.models.marks import AccountMark
from github_sync.models.outbox import OutboxAction, OutboxSettings
from github_sync.models.repositories import Account, Label, Milestone, Release, Repository
from github_sync.models.runs import SyncCursor, SyncRun
from github_sync.models.threads import (
    ClosingReference,
    Issue,
    IssueComment,
    PullRequest,
    Review,
    ReviewComment,
)
from github_sync.models.webhooks import Delivery, DueRead, Installation

__all__ = [
    "Account",
    "AccountMark",
    "Budget",
    "BudgetSample",
    "ClosingReference",
    "Commit",
    "CommitCoAuthor",
    "Credential",
    "Delivery",
    "DueRead",
    "Etag",
    "FailureEpisode",
    "Installation",
    "Issue",
    "IssueComment",
    "Label",
    "Milestone",
    "OutboxAction",
    "OutboxSettings",
    "PersonalGrant",
    "PullRequest",
    "Release",
    "Repository",
    "Review",
    "ReviewComment",
    "SyncCursor",
    "SyncRun",
]
