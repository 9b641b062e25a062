"""Who may connect the site with GitHub, and how a step that failed is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from github_sync.domain.connecting import FRAME, NEXT
from github_sync.models import Credential

View = Callable[..., HttpResponse]


def operator_of(request: HttpRequest) -> User:
    """Raises PermissionDenied for whoever may not change how the site is connected."""
    user = request.user
    if isinstance(user, User) and ModelPermissionPolicy(Credential).user_has_permission(user, "change"):
        return user
    raise PermissionDenied


def operators_only(view: View) -> View:
    """Errors in words become a message; what was posted, and what is made of it, is in no error report."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operator_of(request)
        try:
            return view(request, *args, **kwargs)
        except MainstayError as error:
            messages.error(request, str(error))
            return back(request)

    return sensitive_post_parameters()(sensitive_variables()(wrapped))


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """In the frame of the screen where the person began to connect."""
    framed = {**context, "frame": request.session.get(FRAME), "back_url": back_url(request)}
    return render(request, template, framed, status=status)


def back_url(request: HttpRequest) -> str:
    return str(request.session.get(NEXT) or reverse("github_connection"))


def back(request: HttpRequest) -> HttpResponse:
    """To the screen where the person began to connect."""
    return redirect(back_url(request))
