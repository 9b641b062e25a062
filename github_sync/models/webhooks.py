"""What GitHub has told without being asked, and what has to be read because of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from github_sync.models.repositories import Repository


class Delivery(models.Model):
    """One webhook delivery. `due_at` says when it is to be applied, and is null once nothing is left to do.

    `payload` is the signed body, compressed; null after its time. `claim` marks the worker that is at it.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        APPLIED = "applied", "Applied"
        IGNORED = "ignored", "Ignored"
        FAILED = "failed", "Failed"

    guid = models.UUIDField(unique=True)
    event = models.CharField(max_length=60)
    action = models.CharField(max_length=60, blank=True)
    repository = models.CharField(max_length=301, blank=True)
    hook_id = models.BigIntegerField(null=True, blank=True)
    hook_target = models.CharField(max_length=20, blank=True)  # repository, organization, integration (an App)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    claim = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    payload = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["due_at"], name="delivery_due_idx", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.event} {self.action} {self.repository}".strip()


class DueRead(models.Model):
    """Something of a repository that a webhook told in part only, and that is to be read from GitHub."""

    class Kind(models.TextChoices):
        ISSUE = "issue", "One issue"
        PULL = "pull", "One pull request"
        LABELS = "labels", "Labels and milestones"
        REPOSITORY = "repository", "What changed in the repository"

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="due_reads")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    claim = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["repository", "kind", "number"], name="due_read_unique")]

    def __str__(self) -> str:
        return f"{self.repository}#{self.number}" if self.number else f"{self.repository} {self.kind}"


class Installation(models.Model):
    """Where the GitHub App is installed, as GitHub's webhooks say it; the credentials look here."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        REMOVED = "removed", "Removed"

    github_id = models.BigIntegerField(unique=True)
    app_id = models.BigIntegerField(null=True, blank=True)
    account = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    repository_selection = models.CharField(max_length=20, blank=True)  # all, selected
    permissions = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account"]

    def __str__(self) -> str:
        return f"{self.account} ({self.state})"
