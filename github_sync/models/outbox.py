"""What people do here that is to happen on GitHub, and how far it has come."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from github_sync.models.repositories import Repository


class OutboxAction(models.Model):
    """One action. Those of one `lane` (an issue, or a branch) are sent one after another, in the order of their ids.

    `due_at` says when it may be sent next. `claim` names the process that is at it, until `claimed_until`.
    `is_uncertain`: an attempt ended without an answer, so that it may be on GitHub already and its `mark` is looked
    for first. `progress` is what an attempt has made that the next one goes on from. `needs`: what must be sent before.
    `actor` asked for it; `owner` is whose words or work it is, nobody once they left.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        EDIT_COMMENT = "edit_comment", "Change a comment"
        ADD_LABELS = "add_labels", "Add labels"
        REMOVE_LABELS = "remove_labels", "Take labels off"
        ASSIGN = "assign", "Assign"
        UNASSIGN = "unassign", "Unassign"
        CREATE_BRANCH = "create_branch", "Create a branch"
        COMMIT_FILES = "commit_files", "Commit files"
        OPEN_PULL = "open_pull", "Open a pull request"
        UPDATE_PULL = "update_pull", "Change a pull request"
        REQUEST_REVIEW = "request_review", "Ask for a review"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"
        DRY_RUN = "dry_run", "Dry run"

    OPEN = (State.WAITING, State.SENDING)

    mark = models.UUIDField(unique=True, default=uuid4)
    kind = models.CharField(max_length=20, choices=Kind)
    repository = models.ForeignKey(
        Repository, null=True, blank=True, on_delete=models.SET_NULL, related_name="outbox_actions"
    )
    full_name = models.CharField("repository", max_length=301)
    number = models.PositiveIntegerField(null=True, blank=True)
    branch = models.CharField(max_length=255, blank=True)
    lane = models.CharField(max_length=300)
    payload = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField("who", max_length=255, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField("why", max_length=300, blank=True)
    is_by_site = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.CharField(max_length=100, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    is_uncertain = models.BooleanField(default=False)
    error = models.TextField("last failure", blank=True)
    refusal = models.CharField(max_length=30, blank=True)
    refusal_text = models.TextField("why not", blank=True)
    remedy = models.TextField("what to do", blank=True)
    progress = models.JSONField(default=dict, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    acted_as = models.CharField(max_length=120, blank=True)
    needs = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="needed_by")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "action"
        constraints = [
            models.UniqueConstraint(fields=["lane"], condition=Q(state="sending"), name="outbox_one_sending_per_lane")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due_idx", condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["lane", "state"], name="outbox_lane_idx"),
            models.Index(fields=["actor", "-created_at"], name="outbox_actor_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place}"

    @property
    def place(self) -> str:
        if self.number:
            return f"{self.full_name}#{self.number}"
        return f"{self.full_name} {self.branch}".strip()

    @property
    def has_own_words(self) -> bool:
        """A comment whose text is the person's: under their name, or sent as them. What the site says in its own name
        has neither."""
        is_named = bool(self.payload.get("is_signed", True)) or self.acted_as.startswith("person:")
        return is_named and not self.is_by_site

    @property
    def marker(self) -> str:
        """What GitHub does not show and a retry finds again."""
        return f"<!-- mainstay:{self.mark} -->"


@register_setting(icon="upload", order=510)
class OutboxSettings(BaseGenericSetting):
    is_dry_run = models.BooleanField(
        "dry run",
        default=False,
        help_text="Nothing is sent to GitHub; what would have been sent is kept and can be read under GitHub → Outbox.",
    )

    panels = [FieldPanel("is_dry_run")]

    class Meta:
        verbose_name = "writing to GitHub"

    def __str__(self) -> str:
        return "Writing to GitHub"
