"""What maintainers do on GitHub from a task: comment, labels, assignees; and how the last of it went."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from contributors.models import Task
from github_sync.domain.outbox import LONGEST_BODY
from github_sync.queries.grants import granted_login
from github_sync.queries.outbox import actions_at, is_dry_run, label_names
from github_sync.services.outbox import sorting, talking
from github_sync.services.outbox.enqueuing import By


class CommentForm(forms.Form):
    body = forms.CharField(label="Comment", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 4}))


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


@require_http_methods(["GET", "POST"])
def on_github(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and what its three forms send; GitHub is asked by the queue."""
    if not ModelPermissionPolicy(Task).user_has_permission(request.user, "change"):
        messages.error(request, "You may not change tasks. Ask a maintainer.")
        return redirect(reverse("wagtailadmin_home"))
    task = get_object_or_404(Task, pk=pk)
    if task.is_native:
        raise Http404("A task of this site is not on GitHub.")
    chosen = request.POST.get("do", "") if request.method == "POST" else ""
    bound = {name: _form(name, task, request.POST if name == chosen else None) for name in DO}
    if chosen in bound and bound[chosen].is_valid() and isinstance(request.user, User):
        try:
            DO[chosen](By(request.user, "From the task's page"), task, bound[chosen].cleaned_data)
        except MainstayError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "It is on its way to GitHub. Below is how it goes.")
            return redirect(request.path)
    context = {
        "task": task,
        "forms": bound,
        "actions": actions_at(task.repository, task.number, limit=10),
        "acts_as": granted_login(request.user),
        "is_dry_run": is_dry_run(),
    }
    return render(request, "contributors/admin/task_github.html", context)


def _form(name: str, task: Task, data: Any) -> forms.Form:
    if name == "labels":
        return LabelsForm(data, task=task)
    return CommentForm(data) if name == "comment" else AssignForm(data)


def _comment(by: By, task: Task, data: dict[str, Any]) -> None:
    talking.comment_on(by=by, repository=task.repository, number=task.number, body=data["body"])


def _labels(by: By, task: Task, data: dict[str, Any]) -> None:
    if data["remove"]:
        sorting.remove_labels(by=by, repository=task.repository, number=task.number, labels=data["remove"])
    if data["add"] or not data["remove"]:
        sorting.add_labels(by=by, repository=task.repository, number=task.number, labels=data["add"])


def _assign(by: By, task: Task, data: dict[str, Any]) -> None:
    sorting.assign(by=by, repository=task.repository, number=task.number, logins=[data["login"]])


DO: dict[str, Callable[[By, Task, dict[str, Any]], None]] = {
    "comment": _comment,
    "labels": _labels,
    "assign": _assign,
}
