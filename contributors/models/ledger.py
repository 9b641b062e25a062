"""The ledger: what was accepted, from whom, with its evidence. It has no foreign key to the mirror.

`repository_number` is GitHub's number of the repository, which stays when it is renamed; `repository` follows its name.
"""

from django.db import models

from contributors.models.people import Person


class Contribution(models.Model):
    """One accepted piece of work by one person; only its status ever changes, with an audit row."""

    class Status(models.TextChoices):
        AUTOMATIC = "automatic", "Automatic"
        PENDING = "pending", "Pending"
        CONFIRMED = "confirmed", "Confirmed"
        DISPUTED = "disputed", "Disputed"
        VOID = "void", "Void"

    COUNTED = (Status.AUTOMATIC, Status.CONFIRMED)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    title = models.CharField(max_length=500)
    evidence_url = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=30)
    external_id = models.CharField(max_length=200)
    repository = models.CharField(max_length=301, blank=True)
    repository_number = models.BigIntegerField(null=True, blank=True, editable=False)
    provenance = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.AUTOMATIC)
    void_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id", "person", "kind"], name="contribution_recorded_once"
            )
        ]
        indexes = [
            models.Index(fields=["status", "occurred_at"], name="contribution_time_idx"),
            models.Index(fields=["person", "-occurred_at"], name="contribution_person_idx"),
            models.Index(fields=["repository", "occurred_at"], name="contribution_repository_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class Uncredited(models.Model):
    """An accepted outcome that no person is credited with: a bot made it, or nobody knows who did."""

    class Reason(models.TextChoices):
        BOT = "bot", "Made by a bot"
        UNKNOWN = "unknown", "Author unknown"

    kind = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    source = models.CharField(max_length=30)
    external_id = models.CharField(max_length=200)
    repository = models.CharField(max_length=301, blank=True)
    repository_number = models.BigIntegerField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=10, choices=Reason)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "uncredited outcomes"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id", "reason"], name="uncredited_recorded_once")
        ]
        indexes = [models.Index(fields=["repository", "occurred_at"], name="uncredited_repository_idx")]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.get_reason_display()}"


class RecordedRepository(models.Model):
    """Up to which change of a mirrored repository the ledger and the board have been filled."""

    repository_id = models.BigIntegerField(unique=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "recorded repositories"

    def __str__(self) -> str:
        return f"repository {self.repository_id}"
