"""Sign-in with GitHub: beside the client that the settings name, the App's that was connected in the browser."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest

from github_sync.services.credentials.sign_in import app_oauth_client

GITHUB = "github"
ACTS = "acts_as_them"
"""In the state of a connection: that the person asked to let the site act as them."""


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
