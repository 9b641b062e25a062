"""The page of one task, and claiming and releasing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.errors import MainstayError
from common.models import User
from contributors.models import Task
from contributors.queries.task_page import task_page
from contributors.services import claims

MAX_NUMBER = 2**31 - 1


@require_safe
def detail(request: HttpRequest, owner: str, name: str, number: int) -> HttpResponse:
    if number > MAX_NUMBER or "\0" in owner + name:
        raise Http404("No such task.")
    page = task_page(owner, name, number, request.user)
    if page is None:
        raise Http404("No such task.")
    return render(request, "contributors/task.html", {"page": page, "task": page.task})


@require_POST
@login_required
def claim(request: HttpRequest, owner: str, name: str, number: int) -> HttpResponse:
    task = _task(owner, name, number)
    try:
        lease = claims.claim_task(user=_user(request), task_id=task.pk)
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The task is yours until {lease.expires_at:%-d %B}. Release it if plans change.")
    return redirect(task)


@require_POST
@login_required
def release(request: HttpRequest, owner: str, name: str, number: int) -> HttpResponse:
    task = _task(owner, name, number)
    try:
        claims.release_claim(user=_user(request), task_id=task.pk)
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The task is free again. Thank you for saying so.")
    return redirect(task)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _task(owner: str, name: str, number: int) -> Task:
    task = None
    if number <= MAX_NUMBER and "\0" not in owner + name:
        task = Task.objects.filter(owner=owner, name=name, number=number).first()
    if task is None:
        raise Http404("No such task.")
    return task
