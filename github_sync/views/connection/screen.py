"""The screen that says how the site is connected with GitHub, and changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from common.errors import ConflictError
from github_sync.domain.connecting import FRAME, NEXT
from github_sync.forms import AppForm, OwnerForm, TokenForm
from github_sync.models import Credential
from github_sync.queries.connection import connection_state
from github_sync.services.credentials.apps import webhooks_can_reach
from github_sync.services.credentials.check import check_again
from github_sync.services.credentials.hooks import address, renew_webhook_secret, set_up_webhooks
from github_sync.services.credentials.stored import forget
from github_sync.services.credentials.tokens import connect_with_token
from github_sync.views.connection.access import back, operator_of, operators_only
from github_sync.views.connection.access import show as framed


@operators_only
def connection(request: HttpRequest) -> HttpResponse:
    for key in (NEXT, FRAME):
        request.session.pop(key, None)
    return show(request)


def show(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: a form that was refused, or a secret that is shown once."""
    return framed(request, "github_sync/admin/connection.html", {**what_is_needed(), **more}, status)


def what_is_needed() -> dict[str, Any]:
    """What the templates of the connection and its forms show."""
    return {
        "state": connection_state(),
        "token_form": TokenForm(),
        "app_form": AppForm(),
        "owner_form": OwnerForm(),
        "webhook_address": address(),
        "webhooks_can_reach": webhooks_can_reach(),
    }


@operators_only
@require_POST
def enter_token(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return show(request, status=422, token_form=form)
    stored = connect_with_token(token=form.cleaned_data["token"], actor=operator_of(request))
    messages.success(request, f"Connected as {stored.login}.")
    return back(request)


@operators_only
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    check_again(actor=operator_of(request))
    messages.success(request, "GitHub accepts what this site shows it.")
    return back(request)


@operators_only
@require_POST
def disconnect(request: HttpRequest, credential_id: int) -> HttpResponse:
    stored = get_object_or_404(Credential, pk=credential_id)
    forget(credential=stored, actor=operator_of(request))
    messages.success(request, f"“{stored}” is forgotten here. Revoke it on GitHub too, for there it is still valid.")
    return back(request)


@operators_only
@require_POST
def renew_secret(request: HttpRequest) -> HttpResponse:
    """Shown in this answer only, and only where somebody has to enter it on GitHub by hand."""
    fresh = renew_webhook_secret(actor=operator_of(request))
    if connection_state().kind == Credential.Kind.APP:
        messages.success(request, "The App's webhook has a new secret, here and on GitHub.")
        return back(request)
    response = show(request, fresh_secret=fresh)
    response["Cache-Control"] = "no-store"
    return response


@operators_only
@require_POST
def webhooks(request: HttpRequest) -> HttpResponse:
    if not webhooks_can_reach():
        raise ConflictError("GitHub cannot reach this site's address from outside, so webhooks would never arrive.")
    found = set_up_webhooks(actor=operator_of(request))
    if found.done:
        messages.success(request, f"GitHub tells this site at once of changes in {', '.join(found.done)}.")
    for name, reason in found.refused.items():
        messages.warning(request, f"{name}: {reason}")
    if not found.done and not found.refused:
        messages.info(request, "No repository is followed yet. Choose some first.")
    return back(request)
