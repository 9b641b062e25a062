from django.conf import settings
from django.db import models


class FundingImport(models.Model):
    """An uploaded file between its preview and its confirmation, or while some of its rows wait to be mended.

    The text is dropped once all of it is imported; the row after a week without.
    """

    file_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    decimal_mark = models.CharField(max_length=1, blank=True)  # as said with the file; empty: it shows
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class RemovedRow(models.Model):
    """What was taken out of the ledger here, or left out of it, so that no later import brings it back unasked."""

    class Why(models.TextChoices):
        DELETED = "deleted", "was deleted here"
        REPEATED = "repeated", "was left out as said twice"

    content_key = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=300)
    why = models.CharField(max_length=10, choices=Why)
    removed_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-removed_at"]

    def __str__(self) -> str:
        return self.words
