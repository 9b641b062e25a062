"""Asks GitHub once more what the credential in use may do, for that changes there."""

from django.utils import timezone

from common.models import User
from github_sync.client.identity import token_identity
from github_sync.models import Credential
from github_sync.services.connection import open_client
from github_sync.services.credentials.apps import use_installation
from github_sync.services.credentials.stored import store


def check_again(*, actor: User | None) -> None:
    """Raises GitHubError or InvalidInputError where GitHub refuses it."""
    stored = Credential.objects.filter(is_active=True).first()
    if stored is None:
        token_identity(open_client(is_personal=True))
        return
    if stored.kind == Credential.Kind.APP:
        use_installation(credential=stored, installation_id=stored.installation_id, actor=actor)
        return
    identity = token_identity(open_client(is_personal=True))
    store(
        credential=stored,
        secrets={},
        actor=actor,
        login=identity.login,
        scopes=identity.scopes,
        expires_at=identity.expires_at,
        checked_at=timezone.now(),
    )
