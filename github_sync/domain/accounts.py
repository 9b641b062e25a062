"""What kind of actor an account is."""

from github_sync.domain.robots import is_robot_id, is_robot_login


def is_bot(login: str, account_type: str = "User", github_id: int | None = None) -> bool:
    """By GitHub's `Bot` type, the list of known robots and its patterns; a maintainer's mark precedes this."""
    return account_type == "Bot" or is_robot_id(github_id) or is_robot_login(login)
