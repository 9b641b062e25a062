"""Sign-in: mails carry the name and address of the site, tries are counted by account, and GitHub is asked as the App
that was connected in the browser."""

import logging
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest

from common.client_address import client_address
from common.models import User
from common.names import same_name_key
from common.site_name import site_name
from github_sync.services.credentials.sign_in import app_oauth_client

logger = logging.getLogger(__name__)
GITHUB = "github"
ACTS = "acts_as_them"
"""In the state of a connection: that the person asked to let the site act as them."""


class AccountAdapter(DefaultAccountAdapter):
    def format_email_subject(self, subject: str) -> str:
        return f"[{site_name()}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nobody gets more mails than the limit, whoever causes them: they are dropped, for a stranger would learn from
        an error who has an account."""
        if not ratelimit.consume(current.request, action="mail", key=same_name_key(email)):
            logger.warning("A mail of sign-in (%s) was not sent: that address had too many.", template_prefix)
            return
        site = SimpleNamespace(name=site_name(), domain=settings.SITE_URL)
        super().send_mail(template_prefix, email, {**_with_own_addresses(context), "current_site": site})

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "unknown"

    def is_safe_url(self, url: str) -> bool:
        """An address that cannot be read is none to go on to."""
        try:
            urlsplit(url)
        except ValueError:
            return False
        return bool(super().is_safe_url(url))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count an account, whether it is tried by its name or one of its mail addresses, at whatever host."""
        login = str(credentials.get("email") or credentials.get("username") or "")
        return f"account:{_account_of(login) or same_name_key(login)}"


def _account_of(login: str) -> int | None:
    """Found without regard to letters, as both ways to sign in do."""
    by_name = User.objects.filter(username__iexact=login).values_list("pk", flat=True)
    by_mail = EmailAddress.objects.filter(email__iexact=login).values_list("user_id", flat=True)
    mine = User.objects.filter(email__iexact=login).values_list("pk", flat=True)
    return by_name.first() or by_mail.first() or (mine.first() if login else None)


def _with_own_addresses(context: dict[str, Any]) -> dict[str, Any]:
    """Links in mails name `SITE_URL`, whatever host the request was sent to."""
    root = current.request.build_absolute_uri("/")
    return {
        name: f"{settings.SITE_URL}/{value.removeprefix(root)}"
        if isinstance(value, str) and value.startswith(root)
        else value
        for name, value in context.items()
    }


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

    def get_app(self, request: HttpRequest, provider: str, client_id: Any = None) -> SocialApp:
        """Where GitHub is not connected its addresses lead nowhere."""
        try:
            return super().get_app(request, provider, client_id=client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
