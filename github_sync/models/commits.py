"""Commits of the default branch and who made them together."""

from django.db import models

from github_sync.models.repositories import Account, Repository
from github_sync.models.threads import PullRequest


class Commit(models.Model):
    """`pull_request` is the one it came in by; `paths` are known only of commits that belong to none.

    `landed_number` is a pull request that its message says it brings in. `ceiling`: where its own date was in the
    future when the mirror first saw it, GitHub's time of the last push then (`domain.moments.commit_time`).
    """

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="commits")
    sha = models.CharField(max_length=64)
    message = models.TextField(blank=True)
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=255, blank=True)
    author_email = models.CharField(max_length=320, blank=True)
    authored_at = models.DateTimeField()
    committed_at = models.DateTimeField()
    parent_count = models.PositiveSmallIntegerField(default=1)
    additions = models.PositiveIntegerField(null=True, blank=True)
    deletions = models.PositiveIntegerField(null=True, blank=True)
    pull_request = models.ForeignKey(
        PullRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="commits"
    )
    paths = models.JSONField(null=True, blank=True)
    landed_number = models.PositiveIntegerField(null=True, blank=True)
    ceiling = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # no longer on the default branch, which was rewritten

    class Meta:
        ordering = ["-committed_at"]
        constraints = [models.UniqueConstraint(fields=["repository", "sha"], name="commit_unique")]
        indexes = [
            models.Index(fields=["repository", "-committed_at"], name="commit_date_idx"),
            models.Index(fields=["sha"], name="commit_sha_idx"),
            models.Index(
                fields=["repository", "landed_number"],
                condition=models.Q(landed_number__isnull=False),
                name="commit_landed_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repository}@{self.sha[:10]}"


class CommitCoAuthor(models.Model):
    """A `Co-authored-by` of a commit; `account` where the address leads to one."""

    commit = models.ForeignKey(Commit, on_delete=models.CASCADE, related_name="co_authors")
    name = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=320)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commit", "email"], name="commit_co_author_unique")]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
