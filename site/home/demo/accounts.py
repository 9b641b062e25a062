"""The people who can sign in to the demo, one for each way of using the site."""

from dataclasses import dataclass

from common import roles
from common.models import User

PASSWORD = "mainstay-demo"  # noqa: S105 - printed on purpose; the demo listens on loopback only


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: str | None
    does: str


ACCOUNTS = (
    DemoAccount("newcomer", None, "finds and claims a first task"),
    DemoAccount("maintainer", roles.MAINTAINERS, "keeps the board and the credits right"),
    DemoAccount("sponsor", roles.SPONSORS, "reads the sustainability page"),
    DemoAccount("writer", roles.WRITERS, "edits the documentation"),
    DemoAccount("treasurer", roles.TREASURERS, "records what came in and went out"),
    DemoAccount("operator", roles.OPERATORS, "runs the site from the browser"),
)


def create_accounts() -> None:
    """Idempotent; passwords of accounts that exist stay as they are."""
    for account in ACCOUNTS:
        user, is_new = User.objects.get_or_create(
            username=account.username,
            defaults={"email": f"{account.username}@ferrywell.example", "first_name": account.username.title()},
        )
        if is_new:
            user.set_password(PASSWORD)
            user.is_superuser = user.is_staff = account.role == roles.OPERATORS
            user.save()
        if account.role:
            roles.give_role(user, account.role)
