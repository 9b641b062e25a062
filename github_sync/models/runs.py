"""How far the mirror is, and how each sync went."""

from django.db import models

from github_sync.models.repositories import Repository


class SyncCursor(models.Model):
    """Where the next request of one stream goes on; moved in the transaction that writes its page."""

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="cursors")
    stream = models.CharField(max_length=40)
    value = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repository", "stream"], name="sync_cursor_unique")]

    def __str__(self) -> str:
        return f"{self.repository} {self.stream}"


class SyncRun(models.Model):
    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        WAITING = "waiting", "Waiting for GitHub's limit"

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)
    graphql_points = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict, blank=True)
    changed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    cause = models.CharField(max_length=20, blank=True)  # domain.failures.Cause; empty where nothing failed
    progress = models.CharField(max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    goes_on_at = models.DateTimeField(null=True, blank=True, help_text="When a run that waits for the limit goes on.")

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["repository", "-started_at"], name="run_latest_idx")]

    def __str__(self) -> str:
        return f"{self.repository} {self.started_at:%Y-%m-%d %H:%M}"
