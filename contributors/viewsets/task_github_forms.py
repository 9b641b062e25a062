"""The forms of a task's page about GitHub, each with what it asks of the outbox."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from contributors.models import Task
from github_sync.domain.outbox import LONGEST_BODY, split_names
from github_sync.queries.at_issue import LinkedPull, assignees_of
from github_sync.queries.outbox import label_names
from github_sync.services.outbox import sorting, talking
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.reviewing import request_review


@dataclass(frozen=True)
class Panel:
    """`name` is what its button sends; `send` needs a form that is valid, and raises MainstayError."""

    name: str
    title: str
    button: str
    form: forms.Form
    send: Callable[[By], Any]
    url: str = ""


class CommentForm(forms.Form):
    body = forms.CharField(label="Text", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 4}))


class LabelsForm(forms.Form):
    add = forms.MultipleChoiceField(label="Put on", required=False, widget=forms.CheckboxSelectMultiple)
    remove = forms.MultipleChoiceField(label="Take off", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = list(task.labels)
        others = [name for name in label_names(task.repository) if name not in here]
        self.fields["add"].choices = [(name, name) for name in others]  # type: ignore[attr-defined]
        self.fields["remove"].choices = [(name, name) for name in here]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    login = forms.CharField(label="Name on GitHub", max_length=40, help_text="As in github.com/NAME.")


class UnassignForm(forms.Form):
    logins = forms.MultipleChoiceField(
        label="Assigned now",
        widget=forms.CheckboxSelectMultiple,
        help_text="A claim on this site stays as it is.",
        error_messages={
            "required": "Choose whom to take off first.",
            "invalid_choice": "%(value)s is not assigned any more. Below is who is.",
        },
    )

    def __init__(self, *args: Any, assigned: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["logins"].choices = [(login, login) for login in assigned]  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    logins = forms.CharField(label="Names on GitHub", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        but = f" Not {author}, who wrote it." if author else ""
        self.fields["logins"].help_text = f"As in github.com/NAME, with commas between them or one a line.{but}"


def panels_of(task: Task, pulls: Iterable[LinkedPull], data: Any) -> list[Panel]:
    """In the order of the page. `data` is what was posted, for the one form that its button names."""
    assigned = assignees_of(task.repository, task.number)
    found = [_comment(task, data), _labels(task, data), _assign(task, data)]
    if assigned or _chosen("unassign", data):
        found.append(_unassign(task, assigned, data))
    return [*found, *(_review(pull, data) for pull in pulls if pull.is_open)]


def _chosen(name: str, data: Any) -> Any:
    return data if data and data.get("do") == name else None


def _comment(task: Task, data: Any) -> Panel:
    form = CommentForm(_chosen("comment", data), auto_id="comment_%s")
    return Panel(
        "comment", "Comment", "Comment on GitHub", form,
        lambda by: talking.comment_on(by=by, **_at(task), body=form.cleaned_data["body"]),
    )  # fmt: skip


def _labels(task: Task, data: Any) -> Panel:
    form = LabelsForm(_chosen("labels", data), task=task, auto_id="labels_%s")

    def send(by: By) -> None:
        add, remove = form.cleaned_data["add"], form.cleaned_data["remove"]
        if remove:
            sorting.remove_labels(by=by, **_at(task), labels=remove)
        if add or not remove:
            sorting.add_labels(by=by, **_at(task), labels=add)

    return Panel("labels", "Labels", "Change labels on GitHub", form, send)


def _assign(task: Task, data: Any) -> Panel:
    form = AssignForm(_chosen("assign", data), auto_id="assign_%s")
    return Panel(
        "assign", "Assign somebody", "Assign on GitHub", form,
        lambda by: sorting.assign(by=by, **_at(task), logins=[form.cleaned_data["login"]]),
    )  # fmt: skip


def _unassign(task: Task, assigned: list[str], data: Any) -> Panel:
    form = UnassignForm(_chosen("unassign", data), assigned=assigned, auto_id="unassign_%s")
    return Panel(
        "unassign", "Take off who is assigned", "Take off on GitHub", form,
        lambda by: sorting.unassign(by=by, **_at(task), logins=form.cleaned_data["logins"]),
    )  # fmt: skip


def _review(pull: LinkedPull, data: Any) -> Panel:
    name = f"review-{pull.id}"
    form = ReviewForm(_chosen(name, data), author=pull.author, auto_id=f"{name}_%s")

    def send(by: By) -> None:
        names = split_names(form.cleaned_data["logins"])
        request_review(by=by, repository=pull.repository, number=pull.number, logins=names)

    return Panel(name, f"Review of #{pull.number}: {pull.title}", "Ask for a review", form, send, pull.url)


def _at(task: Task) -> dict[str, Any]:
    return {"repository": task.repository, "number": task.number}
