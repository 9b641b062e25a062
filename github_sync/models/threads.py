"""Issues and pull requests with all that is said in them; on GitHub both share one row of numbers."""

from django.db import models

from github_sync.domain.hunks import QUOTED
from github_sync.models.repositories import Account, Label, Milestone, Repository


class Thread(models.Model):
    """What issues and pull requests have in common."""

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="%(class)ss")
    github_id = models.BigIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField()
    title = models.TextField()
    body = models.TextField(blank=True)
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10)  # open, closed
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    labels = models.ManyToManyField(Label, related_name="%(class)ss", blank=True)
    assignees = models.ManyToManyField(Account, related_name="assigned_%(class)ss", blank=True)
    html_url = models.URLField(max_length=500, blank=True)
    is_locked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)  # deleted, transferred or converted on GitHub; never removed

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}"


class Issue(Thread):
    state_reason = models.CharField(max_length=30, blank=True)  # completed, not_planned, reopened, duplicate

    class Meta(Thread.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["repository", "number"], name="issue_unique")]
        indexes = [models.Index(fields=["repository", "state", "-updated_at"], name="issue_state_idx")]


class PullRequest(Thread):
    """`paths` are the changed paths, null while they are not known. `ready_at`: since when it first asked for an
    answer, null for a draft that never did, and where the mirror read it before that was asked."""

    is_draft = models.BooleanField(default=False)
    ready_at = models.DateTimeField(null=True, blank=True)
    is_merged = models.BooleanField(default=False)
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    merge_commit_sha = models.CharField(max_length=64, blank=True)
    head_ref = models.CharField(max_length=255, blank=True)
    base_ref = models.CharField(max_length=255, blank=True)
    additions = models.PositiveIntegerField(default=0)
    deletions = models.PositiveIntegerField(default=0)
    changed_files = models.PositiveIntegerField(default=0)
    paths = models.JSONField(null=True, blank=True)

    class Meta(Thread.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["repository", "number"], name="pull_request_unique")]
        indexes = [models.Index(fields=["repository", "is_merged", "merged_at"], name="pull_request_merged_idx")]


class ClosingReference(models.Model):
    """That merging `pull_request` closes issue `number` of `issue_repository` (which may not be mirrored)."""

    pull_request = models.ForeignKey(PullRequest, on_delete=models.CASCADE, related_name="closes")
    issue_repository = models.CharField(max_length=301)
    issue_number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pull_request", "issue_repository", "issue_number"], name="closing_reference_unique"
            )
        ]
        indexes = [models.Index(fields=["issue_repository", "issue_number"], name="closing_reference_issue_idx")]

    def __str__(self) -> str:
        return f"{self.pull_request} closes {self.issue_repository}#{self.issue_number}"


class IssueComment(models.Model):
    """A comment in the conversation of issue or pull request `number`."""

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="issue_comments")
    github_id = models.BigIntegerField(unique=True)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(blank=True)
    html_url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)  # when GitHub said that it was deleted

    class Meta:
        ordering = ["created_at", "github_id"]
        indexes = [models.Index(fields=["repository", "number"], name="issue_comment_thread_idx")]

    def __str__(self) -> str:
        return f"{self.repository}#{self.number} comment {self.github_id}"


class Review(models.Model):
    pull_request = models.ForeignKey(PullRequest, on_delete=models.CASCADE, related_name="reviews")
    github_id = models.BigIntegerField(unique=True)
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=20)  # APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED, PENDING
    body = models.TextField(blank=True)
    html_url = models.URLField(max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "github_id"]

    def __str__(self) -> str:
        return f"{self.pull_request} review {self.github_id}"


class ReviewComment(models.Model):
    """A comment on a line of the change, or on a whole file of it, which has no line.

    `line` is where that line stands now, null once the change left it behind; `start_line` the first one of several.
    `original_line` and `quoted`, the line's text, are of when it was said. `side`: LEFT is the text before the change.
    """

    pull_request = models.ForeignKey(PullRequest, on_delete=models.CASCADE, related_name="review_comments")
    github_id = models.BigIntegerField(unique=True)
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    body = models.TextField(blank=True)
    path = models.CharField(max_length=1000, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    start_line = models.PositiveIntegerField(null=True, blank=True)
    original_line = models.PositiveIntegerField(null=True, blank=True)
    side = models.CharField(max_length=5, blank=True)  # LEFT, RIGHT, empty for a whole file
    quoted = models.CharField(max_length=QUOTED, blank=True)
    html_url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)  # when GitHub said that it was deleted

    class Meta:
        ordering = ["created_at", "github_id"]

    def __str__(self) -> str:
        return f"{self.pull_request} review comment {self.github_id}"
