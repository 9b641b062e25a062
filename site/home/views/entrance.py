"""The one way in: whatever Wagtail would ask for a name, a password or an address goes by the site's own sign-in,
which knows GitHub and counts what is tried."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LogoutView
from wagtail.documents.views.serve import authenticate_with_password as document_form
from wagtail.views import authenticate_with_password as page_form


def admin_entrance(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter; whoever is signed in and still may not is told so."""
    target = _asked_for(request) or reverse("wagtailadmin_home")
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(target)
    return render(request, "403.html", status=403)


def reader_entrance(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not read a page or a document."""
    if request.user.is_authenticated:
        return render(request, "403.html", status=403)
    return redirect_to_login(_asked_for(request) or settings.LOGIN_REDIRECT_URL)


def forgotten_password(request: HttpRequest) -> HttpResponse:
    return redirect("account_reset_password")


leave_admin = require_POST(LogoutView.as_view())
"""Wagtail's own takes the cookie away at a GET, which any link or picture could ask for."""


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Wagtail has an address whose error is on purpose."""
    raise Http404


@sensitive_post_parameters()
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    refused = _refuse_too_many(request, f"page:{page_view_restriction_id}")
    return refused or page_form(request, page_view_restriction_id, page_id)


@sensitive_post_parameters()
def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    refused = _refuse_too_many(request, f"document:{restriction_id}")
    return refused or document_form(request, restriction_id)


def _refuse_too_many(request: HttpRequest, key: str) -> HttpResponse | None:
    return None if ratelimit.consume(request, action="view_password", key=key) else ratelimit.respond_429(request)


def _asked_for(request: HttpRequest) -> str:
    """The address of this site to go on to; empty for any other."""
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else ""
