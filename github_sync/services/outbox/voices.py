"""As whom an action is sent, and how a person is named where it is not as them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from github_sync.client.client import GitHubClient
from github_sync.domain.outbox import plain_name
from github_sync.models import OutboxAction, PersonalGrant
from github_sync.services.connection import acts_as_app, open_client, open_client_of
from github_sync.services.outbox.privacy import is_hidden

PERSON = "person:"


@dataclass(frozen=True)
class Voice:
    """`acted_as`: `person:LOGIN`, `app` or `token`."""

    client: GitHubClient
    acted_as: str

    @property
    def is_person(self) -> bool:
        return self.acted_as.startswith(PERSON)


def voice_of(action: OutboxAction) -> Voice:
    """The person's own where they allow it and it is their action; a comment is changed by whoever wrote it.

    Raises GitHubError, VaultError.
    """
    user_id = None if action.is_by_site else action.owner_id
    if action.kind == OutboxAction.Kind.EDIT_COMMENT and action.needs and not _was_person(action.needs):
        user_id = None
    client = open_client_of(user_id) if user_id else None
    if user_id is None or client is None:
        return site_voice()
    login = PersonalGrant.objects.filter(user_id=user_id).values_list("login", flat=True).first() or ""
    return Voice(client, f"{PERSON}{login}")


def site_voice() -> Voice:
    """The site's own credential, which may use what the sync keeps back: somebody waits for this."""
    return Voice(open_client(is_personal=True), "app" if acts_as_app() else "token")


def author_of(action: OutboxAction) -> dict[str, str]:
    """Name and address for a commit: GitHub credits the account that the address belongs to.

    The site's own for somebody who does not want to be named.
    """
    if is_hidden(action.owner_id):
        return site_author()
    name = plain_name(action.actor_name) or plain_name(settings.SITE_NAME)
    return {"name": name, "email": address_of(action.owner_id) or site_address()}


def name_of(action: OutboxAction) -> str:
    """Whose words they are, as it stands under them; empty for somebody who does not want to be named."""
    return "" if is_hidden(action.owner_id) else action.actor_name


def address_of(user_id: int | None) -> str:
    """Where a person's commits are credited: that of their GitHub account, else one that they verified here and allow
    in public; else empty, for what is in a commit is public for good."""
    if user_id is None:
        return ""
    grant = PersonalGrant.objects.filter(user_id=user_id).first()
    if grant is not None:
        return _noreply(str(grant.github_id), grant.login)
    account = SocialAccount.objects.filter(user_id=user_id, provider="github").first()
    if account is not None and str(account.uid).isdecimal() and (account.extra_data or {}).get("login"):
        return _noreply(account.uid, str(account.extra_data["login"]))
    allowed = EmailAddress.objects.filter(user_id=user_id, verified=True, user__is_address_public=True)
    verified = allowed.order_by("-primary", "pk").first()
    return str(verified.email) if verified is not None else ""


def site_author() -> dict[str, str]:
    return {"name": plain_name(settings.SITE_NAME), "email": site_address()}


def site_address() -> str:
    return f"noreply@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _noreply(github_id: str, login: str) -> str:
    return f"{github_id}+{login}@users.noreply.github.com"


def _was_person(action: OutboxAction) -> bool:
    return action.acted_as.startswith(PERSON)
