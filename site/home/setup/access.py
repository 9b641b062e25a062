"""What every step shares: only operators, and one frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.models import User
from home.queries.setup import TITLES, may_set_up

View = Callable[..., HttpResponse]
KEYS = list(TITLES)


def operators_only(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operator_of(request)
        return view(request, *args, **kwargs)

    return wrapped


def operator_of(request: HttpRequest) -> User:
    """Raises PermissionDenied for all others."""
    if isinstance(request.user, User) and may_set_up(request.user):
        return request.user
    raise PermissionDenied


def show(request: HttpRequest, step: str, *, problem: str = "", **context: Any) -> HttpResponse:
    """The step's own template in the frame; `problem` says why what was asked for could not be done."""
    place = KEYS.index(step)
    context |= {
        "current": step,
        "step_title": TITLES[step],
        "problem": problem,
        "before": f"setup_{KEYS[place - 1]}" if place else "",
        "after": f"setup_{KEYS[place + 1]}" if place + 1 < len(KEYS) else "",
    }
    return render(request, f"home/admin/setup/{step}.html", context, status=422 if problem else 200)


def go_on(step: str) -> HttpResponse:
    """To the step behind `step`."""
    return redirect(f"setup_{KEYS[KEYS.index(step) + 1]}")
