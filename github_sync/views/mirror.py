"""What operators do to repositories by the buttons of their screen, and what keeps that screen up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.views.generic import DeleteView
from wagtail.permissions import ModelPermissionPolicy

from common.errors import ConflictError
from common.models import User
from github_sync.models import Repository
from github_sync.queries.due import next_look_at
from github_sync.queries.holdings import rows_held
from github_sync.queries.states import State, state_of, with_latest_run
from github_sync.services.following import remove_repository, request_sync, set_paused
from github_sync.services.lease import is_held
from github_sync.services.visibility import set_hidden
from github_sync.tasks import sync_one

MOST_ASKED = 200
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Row:
    """What the screens show of a repository."""

    id: int
    repository: Any
    state: State
    looked_at: datetime | None
    next_at: datetime | None
    rows: int
    requests: int | None


def described(repository: Any) -> Row:
    """Of one repository of `with_latest_run`; no query."""
    looks = [at for at in (repository.latest_started_at, repository.synced_at) if at]
    return Row(
        repository.pk,
        repository,
        state_of(repository),
        max(looks, default=None),
        next_look_at(repository),
        sum((repository.held or {}).values()),
        repository.latest_requests,
    )


def may(request: HttpRequest, action: str) -> bool:
    return bool(ModelPermissionPolicy(Repository).user_has_permission(request.user, action))


def abilities(request: HttpRequest) -> dict[str, Any]:
    """What the buttons need to know: who may do what, and where to come back to."""
    return {
        "may_change": may(request, "change"),
        "may_remove": may(request, "delete"),
        "here": request.get_full_path(),
        "request": request,
    }


def _by_operators(action: Callable[[HttpRequest, int, User | None], None]) -> View:
    """By POST; refusals become a message, and the person is back where the button was."""

    @require_POST
    @wraps(action)
    def wrapped(request: HttpRequest, repository_id: int) -> HttpResponse:
        if not may(request, "change"):
            messages.error(request, "You may not change what is synced. Ask an operator.")
            return redirect("wagtailadmin_home")
        actor = request.user if isinstance(request.user, User) else None
        try:
            action(request, repository_id, actor)
        except ConflictError as error:
            messages.error(request, str(error))
        except Repository.DoesNotExist:
            messages.error(request, "This repository was removed meanwhile.")
        return redirect(_back(request))

    return wrapped


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_own else reverse("repository:index")


@_by_operators
def sync_now(request: HttpRequest, repository_id: int, actor: User | None) -> None:
    """Enqueue a sync; how it went appears among the runs."""
    repository = request_sync(repository_id=repository_id, actor=actor)
    sync_one.delay_on_commit(repository.pk)
    messages.success(request, f"{repository} is being synced.")


@_by_operators
def pause(request: HttpRequest, repository_id: int, actor: User | None) -> None:
    repository = set_paused(repository_id=repository_id, is_paused=True, actor=actor)
    messages.success(request, f"{repository} is paused. What the site holds of it stays; “Go on” undoes it.")


@_by_operators
def resume(request: HttpRequest, repository_id: int, actor: User | None) -> None:
    """What was missed meanwhile is read at once."""
    repository = set_paused(repository_id=repository_id, is_paused=False, actor=actor)
    sync_one.delay_on_commit(repository.pk)
    messages.success(request, f"{repository} goes on, and is being synced.")


@_by_operators
def hide(request: HttpRequest, repository_id: int, actor: User | None) -> None:
    repository = set_hidden(repository_id=repository_id, is_hidden=True, actor=actor)
    messages.success(request, f"Nobody sees work of {repository} now. It is kept; “Show again” undoes it.")


@_by_operators
def show(request: HttpRequest, repository_id: int, actor: User | None) -> None:
    repository = set_hidden(repository_id=repository_id, is_hidden=False, actor=actor)
    kept = " It is private, so that nobody sees it all the same." if repository.is_private else ""
    messages.success(request, f"{repository} is not hidden here any more.{kept}")


@require_GET
def states(request: HttpRequest) -> HttpResponse:
    """The changing cells of the repositories that are asked for (`ids=1,2`), for the script of the page."""
    if not may(request, "view") and not may(request, "change"):
        raise PermissionDenied
    ids = [int(one) for one in request.GET.get("ids", "").split(",")[:MOST_ASKED] if one.isdecimal() and len(one) < 18]
    rows = [described(one) for one in with_latest_run(Repository.objects.filter(pk__in=ids))]
    answer = render(request, "github_sync/admin/cells/live.html", {"rows": rows})
    answer["Cache-Control"] = "no-store"
    return answer


class RemoveView(DeleteView):
    """Says what goes and what stays before it is done."""

    template_name = "github_sync/admin/remove.html"
    page_title = "Remove"

    def get_usage_url(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = rows_held(self.object)
        more = {"held": held, "held_total": sum(held.values()), "is_busy": is_held(self.object)}
        return {**super().get_context_data(**kwargs), **more}

    def form_valid(self, form: Any) -> HttpResponse:
        name, actor = str(self.object), self.request.user
        try:
            rows = remove_repository(repository_id=self.object.pk, actor=actor if isinstance(actor, User) else None)
        except ConflictError as error:
            messages.error(self.request, str(error))
            return redirect("repository:inspect", self.object.pk)
        again = reverse("repository:add")
        said = "{} is removed with {} rows. The ledger keeps its entries. <a href='{}'>Add it again</a> to undo this."
        messages.success(self.request, format_html(said, name, f"{rows:,}", again))
        return redirect("repository:index")
