"""Tasks newcomers can take, the leases on them, and what puts an issue on the board."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.search import index

from contributors.domain.kinds import KIND_TITLES
from contributors.domain.labels import broken_lines, unknown_values
from contributors.models.people import Person

DEFAULT_LABELS = "good first issue\nhelp wanted"
DEFAULT_KINDS = """documentation = doc
docs = doc
translation = translation
i18n = translation
design = design
ux = design
tests = test
test = test
ci = infra
infrastructure = infra
"""
DEFAULT_SKILLS = "skill: *\n"
DEFAULT_EFFORTS = "effort: *\nsize: *\n"
DEFAULT_LANGUAGES = "language: *\nlang: *\n"


class BoardSettingsForm(WagtailAdminModelForm):
    """Whoever saves it has chosen what is told on GitHub, and has seen what became of the labels."""

    def save(self, commit: bool = True) -> "BoardSettings":
        self.instance.asks_telling = False
        found: BoardSettings = super().save(commit=commit)
        RememberedLabel.objects.exclude(was_carried=None).update(was_carried=None)
        return found


@register_setting(icon="clipboard-list", order=500)
class BoardSettings(BaseGenericSetting):
    """One rule a line: `label = value`, or `prefix: *` where the rest of the label is the value."""

    class Telling(models.TextChoices):
        NOTHING = "nothing", "Say nothing on GitHub"
        COMMENT = "comment", "Say it in a comment under the issue"
        ASSIGN = "assign", "Assign them to the issue; where GitHub does not allow it, say it in a comment"

    labels = models.TextField(
        default=DEFAULT_LABELS, help_text="Open issues with one of these labels are on the board; one label a line."
    )
    kinds = models.TextField(
        blank=True, default=DEFAULT_KINDS, help_text="Which label means which kind of work, such as “docs = doc”."
    )
    skills = models.TextField(
        blank=True, default=DEFAULT_SKILLS, help_text="“skill: *” reads the skill from “skill: css”."
    )
    efforts = models.TextField(
        blank=True, default=DEFAULT_EFFORTS, help_text="“effort: *” reads the effort from “effort: 1h”."
    )
    languages = models.TextField(
        blank=True,
        default=DEFAULT_LANGUAGES,
        help_text="Programming language by label; without one, the repository's main language counts.",
    )
    telling = models.CharField(
        "when somebody takes a task here",
        max_length=10,
        choices=Telling,
        default=Telling.COMMENT,
        help_text="When they give it back, that is said or undone too. People who do not want to be named are not.",
    )
    asks_telling = models.BooleanField(default=False, editable=False)
    """A site that was there before claims were told by default: it goes on in silence until somebody chooses."""

    panels = [
        HelpPanel(template="contributors/admin/label_use.html", heading="How the labels are used"),
        FieldPanel("labels"),
        FieldPanel("telling"),
        MultiFieldPanel(
            [FieldPanel("kinds"), FieldPanel("skills"), FieldPanel("efforts"), FieldPanel("languages")],
            heading="What labels mean",
        ),
    ]

    base_form_class = BoardSettingsForm

    class Meta:
        verbose_name = "board settings"

    def __str__(self) -> str:
        return "Board settings"

    def clean(self) -> None:
        """A line that nobody could apply is refused with its number and what to write instead."""
        errors = {
            name: [
                f"Line {number}, “{line}”, is no rule. Write “label = value”, or “prefix: *” to read what follows."
                for number, line in broken_lines(getattr(self, name))
            ]
            for name in ("kinds", "skills", "efforts", "languages")
        }
        errors["kinds"] += [
            f"Line {number} names “{kind}”, which is no kind of work. Write one of: {', '.join(KIND_TITLES)}."
            for number, kind in unknown_values(self.kinds, KIND_TITLES)
        ]
        if found := {name: said for name, said in errors.items() if said}:
            raise ValidationError(found)


class Task(index.Indexed, models.Model):
    """A piece of work on the board: a mirrored issue with curated fields, or a task of the site itself.

    `state` and `reason` are what GitHub's facts say; a live claim is looked up when it is read. `repository_number` is
    GitHub's, null for the site's own tasks: two repositories have the same name one after the other, so that only the
    number tells whose the task is.
    """

    class State(models.TextChoices):
        AVAILABLE = "available", "Available"
        ASSIGNED = "assigned", "Assigned"
        IN_REVIEW = "in_review", "In review"
        BLOCKED = "blocked", "Blocked"
        CLOSED = "closed", "Closed"

    source = models.CharField(max_length=10, default="site", choices=[("github", "GitHub"), ("site", "This site")])
    external_id = models.CharField(max_length=200)
    owner = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    repository_number = models.BigIntegerField(null=True, blank=True, editable=False, db_index=True)
    title = models.CharField(max_length=500)
    excerpt = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    kind = models.CharField(max_length=30, default="code")
    skills = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=80, blank=True)
    labels = models.JSONField(default=list, blank=True)
    effort = models.CharField(max_length=60, blank=True)
    comment_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    evidence_url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.AVAILABLE)
    reason = models.CharField(max_length=300, blank=True)
    is_on_board = models.BooleanField(default=True, db_index=True)
    done_when = models.TextField("what done looks like", blank=True)
    how_to_start = models.TextField(blank=True, help_text="Anything beyond the usual three steps.")
    mentor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentored_tasks", help_text="Who helps."
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a maintainer last said that this is still wanted."
    )
    review_touched_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When one of the pull requests that it waits for last changed."""
    opened_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="opened_tasks", editable=False
    )

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("body_text"),
        index.AutocompleteField("title"),
        index.FilterField("is_on_board"),
    ]

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="task_unique"),
            models.UniqueConstraint(
                fields=["owner", "name", "number"],
                condition=models.Q(repository_number__isnull=True),
                name="task_address_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def repository(self) -> str:
        return f"{self.owner}/{self.name}"

    @property
    def is_native(self) -> bool:
        return self.source == "site"

    def get_absolute_url(self) -> str:
        return reverse("tasks:detail", args=[self.owner, self.name, self.number])


class Claim(models.Model):
    """A lease on a task; live until `expires_at` unless it was released before."""

    JOINED = "joined"
    """Reason of an end: two accounts turned out to be one person's, who then held too many."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claims")
    claimed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.CharField(max_length=20, blank=True)  # released, by_maintainer, expired, done, JOINED
    release_note = models.CharField(max_length=500, blank=True)  # what a maintainer says to whoever held it
    pull_number = models.PositiveIntegerField(null=True, blank=True)  # their open pull request, which keeps it
    told = models.ForeignKey(
        "github_sync.OutboxAction", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(released_at__isnull=True), name="claim_one_live_per_task"
            )
        ]
        indexes = [models.Index(fields=["released_at", "expires_at"], name="claim_live_idx")]

    def __str__(self) -> str:
        return f"{self.person} on {self.task}"


class DoneReport(models.Model):
    """That whoever holds a task of the site says that it is done, and what a maintainer answered."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        GIVEN_BACK = "given_back", "Given back"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="done_reports")
    note = models.TextField()
    evidence_url = models.URLField(max_length=500, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    word = models.TextField(blank=True)  # of the maintainer, to whoever did it

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(answer=""), name="done_report_one_waiting_per_claim"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_answer_display() or 'waits'}"


class RememberedLabel(models.Model):
    """The name by which the board's rules knew a label of GitHub, so that they can follow when it is renamed."""

    repository_id = models.BigIntegerField(db_index=True)
    node_id = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=255)
    former_name = models.CharField(max_length=255, blank=True)
    renamed_at = models.DateTimeField(null=True, blank=True)
    was_carried = models.BooleanField(null=True)  # a rule with it; null where there is nothing to tell
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def new_version() -> str:
    return secrets.token_hex(8)


class BoardVersion(models.Model):
    """One row whose value changes with every change of a task or claim: what a process keeps is then old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.CharField(max_length=16, default=new_version)

    def __str__(self) -> str:
        return self.value
