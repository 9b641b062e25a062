"""Tasks of which one run goes on at a time."""

from django.db import models


class TaskLease(models.Model):
    """`holder` names the process whose run goes on, until `expires_at`; empty between two runs."""

    name = models.CharField(max_length=100, unique=True)
    holder = models.CharField(max_length=100, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
