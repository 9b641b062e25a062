"""Connecting by a GitHub App: to GitHub with a manifest, back with a code, to its installation and back again."""

import json
import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_POST

from common.errors import ConflictError
from common.site_name import site_name
from github_sync.forms import AppForm, OwnerForm
from github_sync.models import Credential
from github_sync.services.credentials.apps import (
    install_url,
    installations_of,
    manifest,
    take_app,
    take_app_by_hand,
    use_installation,
)
from github_sync.views.connection.access import back, operator_of, operators_only
from github_sync.views.connection.access import show as framed
from github_sync.views.connection.screen import show

STATE = "github_connection_state"


@operators_only
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A page whose only button brings the manifest to GitHub, where the person sees and confirms it."""
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return show(request, status=422, owner_form=form)
    owner = form.cleaned_data["organization"]
    path = f"organizations/{owner}/settings/apps/new" if owner else "settings/apps/new"
    wanted = manifest(
        site_name=site_name(),
        redirect_url=settings.SITE_URL + reverse("github_app_made"),
        setup_url=settings.SITE_URL + reverse("github_app_installed"),
    )
    target = f"{settings.GITHUB_WEB_URL}/{path}?{urlencode({'state': _new_state(request)})}"
    context = {"target": target, "manifest": json.dumps(wanted), "wanted": wanted, "owner": owner}
    return framed(request, "github_sync/admin/app_manifest.html", context)


@operators_only
@require_GET
def made(request: HttpRequest) -> HttpResponse:
    """GitHub sends the person here with a code for the App that was just made; next it has to be installed."""
    _check_state(request)
    stored = take_app(code=request.GET.get("code", ""), actor=operator_of(request))
    return redirect(install_url(stored, _new_state(request)))


@operators_only
@require_POST
def by_hand(request: HttpRequest) -> HttpResponse:
    form = AppForm(request.POST)
    if not form.is_valid():
        return show(request, status=422, app_form=form)
    stored = take_app_by_hand(**form.cleaned_data, actor=operator_of(request))
    found = installations_of(stored)
    if len(found) == 1:
        return _use(request, stored, found[0].installation_id)
    return redirect("github_app_choose", stored.pk)


@operators_only
@require_GET
def installed(request: HttpRequest) -> HttpResponse:
    """GitHub sends the person here from the App's installation; from now on the site asks as that one."""
    waiting = Credential.objects.filter(kind=Credential.Kind.APP).order_by("is_active", "-pk").first()
    if waiting is None:
        raise ConflictError("No App waits to be installed. Begin again.")
    if not request.GET.get("state"):  # from GitHub's own settings: shown, and chosen by the person
        return redirect("github_app_choose", waiting.pk)
    _check_state(request)
    return _use(request, waiting, request.GET.get("installation_id", ""))


@operators_only
def choose(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Where the App is installed; one is used."""
    stored = get_object_or_404(Credential, pk=credential_id, kind=Credential.Kind.APP)
    if request.method == "POST":
        return _use(request, stored, request.POST.get("installation_id", ""))
    found = installations_of(stored)
    context = {"stored": stored, "installations": found, "install_url": install_url(stored, _new_state(request))}
    return framed(request, "github_sync/admin/app_installations.html", context)


def _use(request: HttpRequest, stored: Credential, installation_id: str) -> HttpResponse:
    used = use_installation(credential=stored, installation_id=installation_id, actor=operator_of(request))
    messages.success(request, f"Connected by {used.app_name}, which is installed on {used.login}.")
    return back(request)


def _new_state(request: HttpRequest) -> str:
    request.session[STATE] = secrets.token_urlsafe(24)
    return str(request.session[STATE])


def _check_state(request: HttpRequest) -> None:
    """Raises ConflictError for whoever comes from elsewhere than from where this site sent them."""
    expected = request.session.pop(STATE, "")
    if not expected or not constant_time_compare(request.GET.get("state", ""), expected):
        raise ConflictError("That answer of GitHub belongs to another attempt. Begin again.")
