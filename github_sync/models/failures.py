"""Which lasting failures people were told of."""

from django.db import models
from django.db.models import Q

from github_sync.models.repositories import Repository


class FailureEpisode(models.Model):
    """One repository's failure from the time it lasts until it is over; told once, and its end once to the same people.

    `claim` and `claimed_until` mark the worker that is about to mail, so that no two do. `told_to` are the addresses.
    """

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="failure_episodes")
    cause = models.CharField(max_length=20)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_to = models.JSONField(default=list, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    over_told_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["repository"], condition=Q(over_at__isnull=True), name="failure_episode_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.repository}: {self.cause} since {self.since:%Y-%m-%d %H:%M}"
