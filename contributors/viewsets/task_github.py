"""What maintainers do on GitHub from a task: comment, labels, assignees, reviews; and how the last of it went."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from contributors.models import Task
from contributors.viewsets.task_github_forms import Panel, panels_of
from github_sync.queries.at_issue import linked_pulls, thread_of
from github_sync.queries.grants import granted_login
from github_sync.queries.outbox import actions_at, is_dry_run
from github_sync.services.outbox.enqueuing import By


@require_http_methods(["GET", "POST"])
def on_github(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and what its forms send; GitHub is asked by the queue."""
    if not ModelPermissionPolicy(Task).user_has_permission(request.user, "change"):
        messages.error(request, "You may not change tasks. Ask a maintainer.")
        return redirect(reverse("wagtailadmin_home"))
    task = get_object_or_404(Task, pk=pk)
    if task.is_native:
        raise Http404("A task of this site is not on GitHub.")
    pulls = linked_pulls(task.repository, task.number)
    panels = panels_of(task, pulls, request.POST if request.method == "POST" else None)
    if any(_send(request, panel) for panel in panels):
        return redirect(request.path)
    if request.method == "POST" and request.POST.get("do") not in {panel.name for panel in panels}:
        messages.error(request, "That cannot be done here any more. Below is what can be.")
    places = [(task.repository, task.number), *((pull.repository, pull.number) for pull in pulls)]
    context = {
        "task": task,
        "panels": panels,
        "thread": thread_of(task.repository, task.number),
        "actions": actions_at(places, user=request.user),
        "acts_as": granted_login(request.user),
        "is_dry_run": is_dry_run(),
    }
    return render(request, "contributors/admin/task_github.html", context)


def _send(request: HttpRequest, panel: Panel) -> bool:
    """Whether it was this form that was sent, and it is on its way now."""
    if not panel.form.is_valid() or not isinstance(request.user, User):
        return False
    try:
        panel.send(By(request.user, "From the task's page"))
    except MainstayError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, "It is on its way to GitHub. Below is how it goes.")
    return True
