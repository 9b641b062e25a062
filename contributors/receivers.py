"""What the contributors room does when news arrives; heavy work is only enqueued."""

from typing import Any

from contributors import tasks
from contributors.services import board_version
from contributors.services.linking import link_user, unlink_user
from contributors.services.origins import follow_rename, forget_reasons
from contributors.services.robots import follow_mark
from github_sync.services.accounts import note_login


def on_repository_synced(sender: Any, repository_id: int, **kwargs: Any) -> None:
    tasks.record_contributions.delay_on_commit(repository_id)


def on_board_facts_changed(sender: Any, repository_id: int, numbers: list[int] | None, **kwargs: Any) -> None:
    tasks.refresh_board_of.delay_on_commit(repository_id, numbers)


def on_account_marked(sender: Any, github_id: int, is_robot: bool | None, **kwargs: Any) -> None:
    follow_mark(github_id=github_id, is_robot=is_robot)


def on_repository_renamed(sender: Any, repository_id: int, former: str, **kwargs: Any) -> None:
    """In the transaction of the new name: a new repository may come under the old one at any moment."""
    follow_rename(repository_id=repository_id, former=former)


def on_visibility_changed(sender: Any, full_name: str, **kwargs: Any) -> None:
    """What processes keep of the board is read anew, without what nobody may see any more."""
    forget_reasons(full_name=full_name)
    tasks.refresh_boards.delay_on_commit()


def on_repository_removed(sender: Any, **kwargs: Any) -> None:
    tasks.clear_board_of_removed.delay_on_commit()


def on_board_settings_saved(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_boards.delay_on_commit()


def on_board_changed(sender: Any, **kwargs: Any) -> None:
    """A row edited by hand in the admin; bulk writers say so themselves."""
    board_version.bump()


def on_sign_in(sender: Any, sociallogin: Any = None, user: Any = None, **kwargs: Any) -> None:
    """Join the signed-in user to the person whose GitHub account it is; one small write, done at once."""
    account = getattr(sociallogin, "account", None)
    github_id = _github_id(account)
    if account is None or github_id is None:
        return
    extra = account.extra_data or {}
    owner = user or sociallogin.user
    login = str(extra.get("login") or owner.get_username())
    note_login(github_id=github_id, login=login)
    link_user(user=owner, github_id=github_id, login=login[:100], name=str(extra.get("name") or "")[:255])


def on_account_removed(sender: Any, socialaccount: Any = None, **kwargs: Any) -> None:
    """Whoever disconnects a GitHub account is not the person on GitHub any more."""
    github_id = _github_id(socialaccount)
    if github_id is not None:
        unlink_user(user=socialaccount.user, github_id=github_id)


def _github_id(account: Any) -> int | None:
    is_github = account is not None and account.provider == "github" and str(account.uid).isdigit()
    return int(account.uid) if is_github else None
