"""What editors publish shows at once; what people let the site do on GitHub is kept."""

from typing import Any

from allauth.account.signals import password_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed, social_account_updated
from django.contrib import messages
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished

from common.errors import MainstayError
from common.page_cache import clear_on_commit
from common.site_name import forget_on_commit
from github_sync.queries.grants import granted_login, is_granted_by
from github_sync.services.credentials.grants import grant, withdraw
from home.services.recovering import cut_unproven_connections
from home.sign_in import ACTS, GITHUB


def on_page_changed(sender: Any, **kwargs: Any) -> None:
    clear_on_commit()


def on_site_changed(sender: Any, **kwargs: Any) -> None:
    """The name of the site is on every page."""
    forget_on_commit()
    clear_on_commit()


def on_connected(sender: Any, request: Any = None, sociallogin: Any = None, **kwargs: Any) -> None:
    """Only where the person asked for it on the way out; one request to GitHub, which says what the token may do."""
    asked = (getattr(sociallogin, "state", None) or {}).get("data") or {}
    token = getattr(sociallogin, "token", None)
    if sociallogin is None or sociallogin.account.provider != GITHUB or not asked.get(ACTS) or not token:
        return
    try:
        grant(user=request.user, token=token.token, refresh_token=token.token_secret or "", expires_at=token.expires_at)
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"This site may act as {granted_login(request.user)} on GitHub for you now.")


def on_disconnected(sender: Any, socialaccount: Any = None, **kwargs: Any) -> None:
    if socialaccount is not None and is_granted_by(socialaccount.user, socialaccount.uid):
        withdraw(user=socialaccount.user)


def on_password_reset(sender: Any, request: Any = None, user: Any = None, **kwargs: Any) -> None:
    if user is not None and cut_unproven_connections(user=user, request=request):
        messages.info(
            request,
            "GitHub was disconnected, because it had been connected before your e-mail address was confirmed. "
            "If that was you, connect it again on your account page.",
        )


def connect() -> None:
    password_reset.connect(on_password_reset, dispatch_uid="home.password_reset")
    social_account_added.connect(on_connected, dispatch_uid="home.acting_added")
    social_account_updated.connect(on_connected, dispatch_uid="home.acting_updated")
    social_account_removed.connect(on_disconnected, dispatch_uid="home.acting_removed")
    post_save.connect(on_site_changed, sender=Site, dispatch_uid="home.site_changed")
    page_published.connect(on_page_changed, dispatch_uid="home.page_published")
    page_unpublished.connect(on_page_changed, dispatch_uid="home.page_unpublished")
    post_save.connect(on_page_changed, sender=PageViewRestriction, dispatch_uid="home.page_restricted")
    post_delete.connect(on_page_changed, sender=PageViewRestriction, dispatch_uid="home.page_opened")
