"""Who someone is: a person, the accounts and addresses that are theirs, and whom they worked for."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Person(models.Model):
    """One human (or bot), whatever the number of their accounts; a hidden person keeps their credit, unnamed."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=255)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    is_bot = models.BooleanField("is a robot", default=False, help_text="Robots get no credit and answer nobody.")
    is_bot_decided = models.BooleanField(default=False, editable=False)  # by a maintainer; no rule takes it back
    is_public = models.BooleanField(default=True, help_text="Shown by name on the site's public pages.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:detail", args=[self.slug])


class Identity(models.Model):
    """`github:ID` or `email:ADDRESS`; an address is never shown."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    key = models.CharField(max_length=340, unique=True)
    login = models.CharField(max_length=100, blank=True, db_index=True)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return self.login or self.key


class Organization(models.Model):
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=255, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """For whom a person worked, from `starts_on` until before `ends_on`; null is open. The better source wins."""

    class Source(models.IntegerChoices):
        PROFILE = 10, "GitHub profile"
        DOMAIN = 20, "Verified address"
        MAINTAINER = 30, "A maintainer"
        SELF = 40, "The person"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="affiliations")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.PositiveSmallIntegerField(choices=Source, default=Source.PROFILE)

    class Meta:
        ordering = ["-source", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lt=models.F("ends_on")),
                name="affiliation_starts_before_it_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.organization}"
