"""Who someone is: a person, the accounts and addresses that are theirs, and whom they worked for."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from contributors.domain.companies import organization_key


class StandingPeople(models.Manager["Person"]):
    """Without those who were joined into somebody else."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().filter(joined_into=None)


class Person(models.Model):
    """One human (or bot), whatever the number of their accounts; a hidden person keeps their credit, unnamed.

    `objects` are those who stand for themselves. Whoever was joined into another person stays as a row, among
    `everyone`: their address leads on, and nothing is lost should the two be parted again.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=255)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    is_bot = models.BooleanField("is a robot", default=False, help_text="Robots get no credit and answer nobody.")
    is_bot_decided = models.BooleanField(default=False, editable=False)  # by a maintainer; no rule takes it back
    is_public = models.BooleanField(default=True, help_text="Shown by name on the site's public pages.")
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="joined_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StandingPeople()
    everyone = models.Manager["Person"]()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:detail", args=[self.slug])


class PersonJoin(models.Model):
    """The journal of one join: all that it takes to part the two again.

    `detail`: `moved` and `stayed`, the ids of rows by `app.Model.field`; `before`, what the fields of changed rows
    said; `ended_claims`, those that one person may not hold at a time.
    """

    former = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-joined_at", "-id"]

    def __str__(self) -> str:
        return f"{self.former} into {self.kept}"


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
    """`key` follows from the name whenever it is saved: there are never two of one organization, however spelled."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=255, unique=True)
    key = models.CharField(max_length=255, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = organization_key(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(*args, **kwargs)


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
    source = models.PositiveSmallIntegerField(choices=Source, default=Source.MAINTAINER)

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
