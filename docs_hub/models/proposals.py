"""Edits on their way back to the repository they came from."""

from datetime import timedelta

from django.conf import settings
from django.db import models


class Proposal(models.Model):
    """One branch and one pull request, of one page or many.

    `actions` are the numbers of what was put into the outbox for it, in order. `note` says what hinders it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being sent"
        OPEN = "open", "Waiting for a review"
        CHANGES = "changes", "Changes asked for"
        MERGED = "merged", "Merged"
        CLOSED = "closed", "Closed"
        FAILED = "failed", "Not sent"
        REPLACED = "replaced", "Replaced by another"

    LIVE = (State.WAITING, State.OPEN, State.CHANGES, State.FAILED)
    MAY_REOPEN = timedelta(days=90)
    """For that long a closed or replaced one is looked at, since somebody may open it again or merge it."""

    source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="proposals")
    repository = models.CharField(max_length=301)
    title = models.CharField(max_length=255)
    branch = models.CharField(max_length=200)
    base_branch = models.CharField(max_length=255, blank=True)
    base_commit = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField("pull request", null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.TextField(blank=True)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    writer_name = models.CharField("writer", max_length=255, blank=True)
    actions = models.JSONField(default=list)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")
    told_action = models.BigIntegerField(null=True, blank=True)  # of the outbox, the word under a replaced one
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["repository", "branch"], name="proposal_one_a_branch")]
        indexes = [models.Index(fields=["repository", "number"], name="proposal_by_number")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE


class DocEdit(models.Model):
    """One published edit of one page, and the proposal that it goes back with, where it does.

    `writers` and `reviewers` are numbers of users, the author first. `base_sha` is the blob that the page stands on;
    it is empty for a page made here. `text` is kept for as long as the edit may have to be shown or sent again.
    `is_removal`: the page was taken off this site, and its file is to go.
    """

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="edits")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="edits")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    path = models.CharField(max_length=1200)  # in the repository
    base_sha = models.CharField(max_length=64, blank=True)
    text_sha = models.CharField(max_length=64, blank=True)  # empty for a removal
    text = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True, default="")  # what its writer says of it
    writers = models.JSONField(default=list)
    reviewers = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    action_id = models.BigIntegerField(null=True, blank=True)  # of the commit in the outbox
    is_removal = models.BooleanField(default=False)
    is_rolled_back = models.BooleanField(default=False)
    undone_by = models.CharField(max_length=100, blank=True)
    """Why it was rolled back; only who did it gives it back. Not rolled back yet: the edit (`edit/…`) that will undo
    it, once the repository merges that."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "revision"], name="docedit_once_a_revision")]

    def __str__(self) -> str:
        return f"{self.path} ({self.created_at:%Y-%m-%d})"

    @property
    def external_id(self) -> str:
        return f"docs/{self.page_id}/edit/{self.pk}"

    @property
    def review_id(self) -> str:
        return f"docs/{self.page_id}/review/{self.pk}"


class SaidOnPage(models.Model):
    """What somebody said of a proposal on GitHub, as a comment on its page in Wagtail.

    `key` names it on GitHub. `comment` is the number of Wagtail's comment, which may be gone by now.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="said")
    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    comment = models.BigIntegerField()
    is_over = models.BooleanField(default=False)  # resolved, by a person or since the pull request ended

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "key"], name="saidonpage_once")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.key}"
