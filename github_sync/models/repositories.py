"""Accounts and repositories as GitHub names them."""

from django.db import models
from django.db.models.functions import Lower


class Account(models.Model):
    """A GitHub account; `github_id` stays when the login changes. A deleted account is simply no row (null)."""

    github_id = models.BigIntegerField(unique=True)
    login = models.CharField(max_length=100, db_index=True)
    name = models.CharField(max_length=255, blank=True)
    company = models.CharField(max_length=255, blank=True)
    account_type = models.CharField(max_length=30, default="User")  # User, Bot, Organization, Mannequin
    is_bot = models.BooleanField(default=False)  # a maintainer's mark, else domain.accounts.is_bot
    avatar_url = models.URLField(max_length=500, blank=True)
    html_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["login"]
        indexes = [models.Index(Lower("login"), name="account_small_login_idx")]

    def __str__(self) -> str:
        return self.login


class Repository(models.Model):
    """One mirrored repository; renamed and transferred ones keep their row by `github_id`."""

    github_id = models.BigIntegerField(unique=True, null=True, blank=True)
    owner = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    full_name = models.CharField(max_length=301, unique=True)
    description = models.TextField(blank=True)
    homepage = models.CharField(max_length=500, blank=True)
    html_url = models.URLField(max_length=500, blank=True)
    default_branch = models.CharField(max_length=255, default="main")
    head_sha = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=80, blank=True)
    topics = models.JSONField(default=list, blank=True)
    is_private = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False, help_text="An operator keeps it from the public.")
    is_archived = models.BooleanField(default=False)
    is_fork = models.BooleanField(default=False)
    stargazers = models.PositiveIntegerField(default=0)
    forks = models.PositiveIntegerField(default=0)
    watchers = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    is_tracked = models.BooleanField(default=True, help_text="Synced on schedule.")
    synced_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)  # webhooks wrote rows, not told to all yet
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When a sync last wrote a row.")
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when GitHub does not show it to this site; its rows stay."
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)  # when GitHub said that it was deleted
    lease_holder = models.CharField(max_length=100, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["full_name"]
        verbose_name_plural = "repositories"

    def __str__(self) -> str:
        return self.full_name


class Label(models.Model):
    """`node_id` is GitHub's own name of it, which stays when it is renamed; empty until a listing told it."""

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="labels")
    node_id = models.CharField(max_length=100, blank=True, db_index=True)
    name = models.CharField(max_length=255)
    color = models.CharField(max_length=6, blank=True)
    description = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when a webhook told of it last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repository", "name"], name="label_unique")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    due_on = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)  # of the version that a webhook brought

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repository", "number"], name="milestone_unique")]
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="releases")
    github_id = models.BigIntegerField(unique=True)
    tag_name = models.CharField(max_length=255)
    name = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    author = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    html_url = models.URLField(max_length=500, blank=True)
    is_prerelease = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # when GitHub said that it was deleted

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.tag_name
