"""What maintainers do with tasks from their list: release one with a word to its holder, say that some are wanted."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from contributors.models import Task
from contributors.services.claims import release_claim
from contributors.services.confirming import MOST, confirm_wanted


class ReleaseForm(forms.Form):
    note = forms.CharField(
        label="What do you say to them?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read it on the task’s page and on their account. Nobody else does.",
    )


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    if (refused := _refused(request)) is not None:
        return refused
    task = get_object_or_404(Task, pk=pk)
    live = task.claims.filter(released_at=None, expires_at__gt=timezone.now()).select_related("person").first()
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if live is None:
        messages.info(request, "Nobody holds this task any more.")
        return redirect("contributors_tasks:index")
    if form.is_valid() and isinstance(request.user, User):
        try:
            release_claim(user=request.user, task_id=task.pk, note=form.cleaned_data["note"])
            messages.success(request, f"“{task.title}” is free again. {live.person.name} reads why.")
        except MainstayError as error:
            messages.error(request, str(error))
        return redirect("contributors_tasks:index")
    return render(request, "contributors/admin/release.html", {"task": task, "claim": live, "form": form})


@require_POST
def wanted(request: HttpRequest) -> HttpResponse:
    """Of the row whose button it was, or of all that were chosen."""
    if (refused := _refused(request)) is not None:
        return refused
    given = [request.POST["only"]] if request.POST.get("only") else request.POST.getlist("task")
    ids = [int(one) for one in given[:MOST] if one.isdecimal() and len(one) < 19]
    try:
        count = confirm_wanted(user=request.user, task_ids=ids) if isinstance(request.user, User) else 0
        if count:
            messages.success(request, f"{count} task{'' if count == 1 else 's'} marked as still wanted today.")
        else:
            messages.info(request, "Choose tasks first: each row has a box.")
    except MainstayError as error:
        messages.error(request, str(error))
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back) if is_ours else redirect("contributors_tasks:index")


def _refused(request: HttpRequest) -> HttpResponse | None:
    if ModelPermissionPolicy(Task).user_has_permission(request.user, "change"):
        return None
    messages.error(request, "You may not change tasks. Ask a maintainer.")
    return redirect(reverse("wagtailadmin_home"))
