from django.conf import settings
from django.db import models


class FundingImport(models.Model):
    """An uploaded file between its preview and its confirmation.

    The text is dropped once it is imported; the row after a week without.
    """

    file_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
