"""Accounts and the audit trail, which every room writes to."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """An account of the site; who the person is in the community is `contributors.Person`."""

    email = models.EmailField(blank=True)
    is_address_public = models.BooleanField(
        "may stand in public commits",
        default=False,
        help_text="The e-mail address, of who has no GitHub account connected, so that GitHub credits them.",
    )


class AuditEntry(models.Model):
    """Who did what to which row, and when; written by services, never changed."""

    occurred_at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, db_index=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
