"""Pages whose text here and in the repository changed in ways that nobody but a person can put together."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class DocConflict(models.Model):
    """`theirs_sha` is the blob there; empty where the file went. The page keeps what readers saw until it is resolved.

    The three texts are kept with it, so that none is lost whatever the repository does next.
    """

    class Resolution(models.TextChoices):
        OURS = "ours", "This site's text"
        THEIRS = "theirs", "The repository's text"
        EDITED = "edited", "A text of both"
        GONE = "gone", "It came to agree by itself"

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="conflicts")
    base = models.TextField(null=True)  # noqa: DJ001 - no text is another thing than an empty one
    ours = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    theirs_sha = models.CharField(max_length=64, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(resolved_at=None), name="docconflict_one_open_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.get_resolution_display() or 'open'})"

    @property
    def is_removed_there(self) -> bool:
        return not self.theirs_sha
