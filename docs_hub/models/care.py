"""Who looks after pages, and when each was checked."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from docs_hub.domain.freshness import LONGEST


class Care(models.Model):
    """Who looks after a place, how often it is checked, and when it was.

    A place is a section (`page`, `anchor`), a page, a folder of a source, or the whole source (no page, no folder).
    `owner_name` stays when the owner's account is gone, so that the page is an orphan, not one that never had anybody.
    """

    doc_source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="care")
    page = models.ForeignKey("docs_hub.DocPage", null=True, blank=True, on_delete=models.CASCADE, related_name="care")
    folder = models.CharField(max_length=700, blank=True)
    anchor = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        "contributors.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="cares_for"
    )
    team = models.ForeignKey("auth.Group", null=True, blank=True, on_delete=models.SET_NULL, related_name="cares_for")
    owner_name = models.CharField(max_length=255, blank=True)
    interval_days = models.PositiveIntegerField(null=True, blank=True)
    version = models.CharField("version of the product", max_length=60, blank=True)
    since = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "contributors.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_version = models.CharField(max_length=60, blank=True)
    checked_sha = models.CharField(max_length=64, blank=True)  # of the page's text as it was checked

    class Meta:
        verbose_name_plural = "care"
        constraints = [
            models.UniqueConstraint(fields=["page", "anchor"], name="care_once_a_section"),
            models.UniqueConstraint(
                fields=["doc_source", "folder"], condition=models.Q(page=None), name="care_once_a_folder"
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="care_of_a_person_or_a_team"
            ),
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) | models.Q(anchor=""), name="care_of_a_section_of_a_page"
            ),
            models.CheckConstraint(
                condition=models.Q(interval_days=None) | models.Q(interval_days__range=(1, LONGEST)),
                name="care_within_ten_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page or self.folder or self.doc_source}{f'#{self.anchor}' if self.anchor else ''}"


class CheckMark(models.Model):
    """That somebody says to have checked the text they saved; counts once exactly this text is published."""

    page = models.OneToOneField("docs_hub.DocPage", on_delete=models.CASCADE, related_name="check_mark")
    text_sha = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.page} by {self.user}"


class CareMail(models.Model):
    """When an owner was last told of their pages."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user)
