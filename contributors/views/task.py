"""The page of one task, and claiming and releasing it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import InvalidInputError, MainstayError
from common.models import User
from contributors.models import DoneReport, Task
from contributors.queries.task_page import task_at, task_page
from contributors.services import claims, done_reports

MAX_NUMBER = 2**31 - 1


@require_safe
def detail(request: HttpRequest, owner: str, name: str, number: int) -> HttpResponse:
    if number > MAX_NUMBER or "\0" in owner + name:
        raise Http404("No such task.")
    page = task_page(owner, name, number, request.user)
    if page is None:
        raise Http404("No such task.")
    return render(request, "contributors/task.html", {"page": page, "task": page.task})


def _of_a_member(act: Callable[[HttpRequest, User, Task], None]) -> Callable[..., HttpResponse]:
    """A view that does `act` and ends on the page of the task; so does whoever comes by a link or has to sign in."""

    @wraps(act)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, owner: str, name: str, number: int) -> HttpResponse:
        task = _task(owner, name, number)
        if request.method != "POST":
            return redirect(task)
        if not request.user.is_authenticated:
            return redirect_to_login(task.get_absolute_url())
        try:
            act(request, request.user, task)
        except MainstayError as error:
            messages.error(request, str(error))
        return redirect(task)

    return view


@_of_a_member
def claim(request: HttpRequest, user: User, task: Task) -> None:
    lease = claims.claim_task(user=user, task_id=task.pk)
    messages.success(request, f"The task is yours until {lease.expires_at:%-d %B}. Release it if plans change.")


@_of_a_member
def release(request: HttpRequest, user: User, task: Task) -> None:
    released = claims.release_claim(user=user, task_id=task.pk, note=request.POST.get("note", ""))
    if released is None:
        messages.info(request, "Nobody holds this task any more.")
    elif released.release_reason == "by_maintainer":
        messages.success(request, f"The task is free again. {released.person.name} does not hold it any more.")
    else:
        messages.success(request, "The task is free again. Thank you for saying so.")


@_of_a_member
def done(request: HttpRequest, user: User, task: Task) -> None:
    note, url = request.POST.get("note", ""), request.POST.get("evidence_url", "")
    done_reports.say_done(user=user, task_id=task.pk, note=note, evidence_url=url)
    messages.success(request, "Thank you. A maintainer looks at it now; the task stays yours meanwhile.")


@_of_a_member
def answer(request: HttpRequest, user: User, task: Task) -> None:
    given = request.POST.get("report", "")
    report = DoneReport.objects.filter(
        pk=given if given.isdecimal() and len(given) < 19 else 0, claim__task=task
    ).first()
    if report is None:
        raise InvalidInputError("Nobody says that this task is done.")
    if request.POST.get("answer") == "accept":
        done_reports.accept_done(user=user, report_id=report.pk)
        messages.success(request, f"The task is done, and credited to {report.claim.person.name}.")
    else:
        done_reports.give_back_done(user=user, report_id=report.pk, word=request.POST.get("word", ""))
        messages.success(request, f"{report.claim.person.name} reads what is missing, and holds the task on.")


def _task(owner: str, name: str, number: int) -> Task:
    task = None
    if number <= MAX_NUMBER and "\0" not in owner + name:
        task = task_at(owner, name, number)
    if task is None:
        raise Http404("No such task.")
    return task
