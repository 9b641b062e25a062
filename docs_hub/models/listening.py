"""What readers say of pages, what they ask for in vain, and the tasks that came of it."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_salt() -> str:
    return secrets.token_hex(32)


class DayKey(models.Model):
    """The secret that visitors' marks of one day are made with. It goes with the day, and with it what they meant."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64, default=new_salt)

    def __str__(self) -> str:
        return str(self.day)


class Feedback(models.Model):
    """One answer a visitor, page and day to “was this helpful”, or a stranger's report of a problem."""

    class Kind(models.TextChoices):
        HELPFUL = "yes", "Helpful"
        UNHELPFUL = "no", "Not helpful"
        PROBLEM = "problem", "Problem"

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="feedback")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    anchor = models.CharField(max_length=500, blank=True)
    day = models.DateField()
    visitor = models.CharField(max_length=64)
    text_sha = models.CharField(max_length=64, blank=True)  # of the page that was read
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["page", "kind", "handled_at"], name="feedback_by_page"),
            models.Index(fields=["day", "visitor"], name="feedback_by_visitor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "day", "visitor"],
                condition=~models.Q(kind="problem"),
                name="feedback_one_answer_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page}"


class VainSearch(models.Model):
    """Words that found nothing. `found_at`: since when they find something."""

    words = models.CharField(max_length=80, unique=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    found_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-count", "-last_at"]

    def __str__(self) -> str:
        return self.words


class PageTask(models.Model):
    """A task on the board that came from a page."""

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="page_tasks")
    task = models.OneToOneField("contributors.Task", on_delete=models.CASCADE, related_name="page_task")
    anchor = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.task} on {self.page}"
