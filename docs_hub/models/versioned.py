"""What every edition of a documentation says of itself, be it Wagtail pages or light rows."""

from django.core.validators import RegexValidator
from django.db import models

CURRENT, SUPPORTED, ARCHIVED, UNRELEASED = "current", "supported", "archived", "unreleased"
language_tag = RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Write a language tag such as en, de or pt-BR.")


class Versioned(models.Model):
    """`version_status` decides what is searched by default, listed for crawlers and warned of."""

    STATUSES = [
        (CURRENT, "Current"),
        (SUPPORTED, "Older, still supported"),
        (ARCHIVED, "Archived"),
        (UNRELEASED, "Not released yet"),
    ]

    version_label = models.CharField("version", max_length=100, blank=True, help_text="As readers see it, such as 5.2.")
    version_status = models.CharField("status of this version", max_length=20, choices=STATUSES, default=CURRENT)
    language = models.CharField(
        max_length=35, default="en", validators=[language_tag], help_text="Such as en or pt-BR."
    )

    base = models.CharField(max_length=500, blank=True, editable=False)  # where it is read: /docs/ferry/ or below it

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        return self.version_status == CURRENT
