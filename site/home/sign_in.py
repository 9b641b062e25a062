"""Sign-in: mails carry the name of the site, and GitHub is asked as the App that was connected in the browser."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest

from common.site_name import site_name
from github_sync.services.credentials.sign_in import app_oauth_client

GITHUB = "github"
ACTS = "acts_as_them"
"""In the state of a connection: that the person asked to let the site act as them."""


class AccountAdapter(DefaultAccountAdapter):
    def format_email_subject(self, subject: str) -> str:
        return f"[{site_name()}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = SimpleNamespace(name=site_name(), domain=settings.SITE_URL)
        super().send_mail(template_prefix, email, {**context, "current_site": site})


class SocialAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The settings go first: one client is enough."""
        found: list[SocialApp] = super().list_apps(request, provider=provider, client_id=client_id)
        if provider not in {None, GITHUB} or any(app.provider == GITHUB for app in found):
            return found
        client = app_oauth_client()
        if client is None or client_id not in {None, client.client_id}:
            return found
        return [*found, SocialApp(provider=GITHUB, name="GitHub", client_id=client.client_id, secret=client.secret)]
