"""Links to other sites and pictures of theirs, and what those answered."""

from django.db import models
from django.utils import timezone

from docs_hub.domain import outside


class OutsideHost(models.Model):
    """Asked by one worker at a time, and not before `free_at`."""

    name = models.CharField(max_length=300, unique=True)
    free_at = models.DateTimeField(default=timezone.now)
    robots = models.TextField(blank=True)  # its robots.txt, as it was at `robots_at`
    robots_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class OutsideLink(models.Model):
    """One address, on however many pages it stands."""

    url_hash = models.CharField(max_length=64, unique=True)
    url = models.TextField()
    host = models.ForeignKey(OutsideHost, on_delete=models.CASCADE, related_name="links")
    state = models.CharField(max_length=10, choices=list(outside.STATES.items()), default=outside.NEW)
    status = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    moved_to = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["url"]
        indexes = [
            models.Index(fields=["next_at"], name="outside_due"),
            models.Index(fields=["state"], name="outside_state"),
        ]

    def __str__(self) -> str:
        return self.url


class OutsideUse(models.Model):
    """Where a link stands."""

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="outside_uses")
    line = models.PositiveIntegerField()

    class Meta:
        ordering = ["page", "line"]
        constraints = [models.UniqueConstraint(fields=["link", "page"], name="outside_use_once")]

    def __str__(self) -> str:
        return f"{self.link} on {self.page}"


class OutsideRead(models.Model):
    """Of which text of a page the links were noted."""

    page = models.OneToOneField("docs_hub.DocPage", on_delete=models.CASCADE, related_name="outside_read")
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.page)


class OutsidePicture(models.Model):
    """A picture of another site, on however many pages. `file`: its copy in the media folder, empty without one.

    A copy stays when the picture cannot be fetched any more; `error` says why.
    """

    url_hash = models.CharField(max_length=64, unique=True)
    url = models.TextField()
    host = models.ForeignKey(OutsideHost, on_delete=models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["next_at"], name="outside_picture_due")]

    def __str__(self) -> str:
        return self.url


class PictureUse(models.Model):
    """Where a picture of another site stands: on a page, or in what versions share. `shown`: the copy in its HTML."""

    picture = models.ForeignKey(OutsidePicture, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, null=True, related_name="picture_uses")
    rendered = models.ForeignKey("docs_hub.DocRender", on_delete=models.CASCADE, null=True, related_name="picture_uses")
    line = models.PositiveIntegerField()
    shown = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["page", "line"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "page"], name="picture_use_once_a_page"),
            models.UniqueConstraint(fields=["picture", "rendered"], name="picture_use_once_a_rendering"),
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(rendered=None), name="picture_use_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture} on {self.page or self.rendered}"
