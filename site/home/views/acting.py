"""Letting the site act on GitHub as oneself, and taking that back."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from common.models import User
from github_sync.domain.scopes import SIGN_IN, WRITES
from github_sync.services.credentials.grants import withdraw
from home.sign_in import ACTS, GITHUB


@login_required
@require_POST
def allow(request: HttpRequest) -> HttpResponse:
    """Off to GitHub, which asks the person and sends them back to their account page."""
    try:
        provider = get_adapter().get_provider(request, GITHUB)
    except SocialApp.DoesNotExist:
        messages.error(request, "Sign-in with GitHub is not set up on this site. Ask an operator.")
        return redirect("home:account")
    answer: HttpResponse = provider.redirect(
        request,
        process=AuthProcess.CONNECT,
        next_url=reverse("home:account"),
        data={ACTS: True},
        scope=[*SIGN_IN, WRITES],
    )
    return answer


@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        withdraw(user=request.user)
    messages.success(request, "This site does not act as you on GitHub any more.")
    return redirect("home:account")
