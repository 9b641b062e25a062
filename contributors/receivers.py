"""What the contributors room does when news arrives; heavy work is only enqueued."""

from typing import Any

from contributors import tasks
from contributors.services import board_version
from contributors.services.people import link_user


def on_repository_synced(sender: Any, repository_id: int, **kwargs: Any) -> None:
    tasks.record_contributions.delay_on_commit(repository_id)


def on_board_facts_changed(sender: Any, repository_id: int, numbers: list[int] | None, **kwargs: Any) -> None:
    tasks.refresh_board_of.delay_on_commit(repository_id, numbers)


def on_board_settings_saved(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_boards.delay_on_commit()


def on_board_changed(sender: Any, **kwargs: Any) -> None:
    """A row edited by hand in the admin; bulk writers say so themselves."""
    board_version.bump()


def on_sign_in(sender: Any, sociallogin: Any = None, user: Any = None, **kwargs: Any) -> None:
    """Join the signed-in user to the person whose GitHub account it is; one small write, done at once."""
    account = getattr(sociallogin, "account", None)
    if account is None or account.provider != "github" or not str(account.uid).isdigit():
        return
    extra = account.extra_data or {}
    owner = user or sociallogin.user
    login = str(extra.get("login") or owner.get_username())
    link_user(user=owner, github_id=int(account.uid), login=login[:100], name=str(extra.get("name") or "")[:255])
