"""Accounts of the mirror: one row an id, whatever the login is today."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from github_sync.domain.accounts import is_bot
from github_sync.models import Account
from github_sync.queries.accounts import marks
from github_sync.services.reading import text
from github_sync.services.rows import update_rows, upsert

Actor = dict[str, Any]
MANNEQUIN = "Mannequin"
RENAMED = "renamed account"
"""Stands, with the number, where a login is not known any more; no login on GitHub has a space."""


class AccountBook:
    """Looks accounts up by GitHub id and writes new or renamed ones; keeps what it has seen during one sync."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Actor, Account]] = {}
        self.changed = 0

    def learn(self, actors: Iterable[Actor | None]) -> None:
        """Write those not known yet; a deleted account is null and no row. A maintainer's mark precedes the rules."""
        rows = {actor["databaseId"]: _row(actor) for actor in actors if actor and actor.get("databaseId")}
        news = [row for github_id, row in rows.items() if self._known.get(github_id, ({}, None))[0] != row]
        if not news:
            return
        said = marks()
        judged = [row | {"is_bot": said.get(row["github_id"], row["is_bot"])} for row in news]
        stored, changed = upsert(
            sorted(judged, key=itemgetter("github_id")), model=Account, key=["github_id"], is_shared=True
        )
        self.changed += changed + free_logins(_own_logins(news))
        self._known |= {row["github_id"]: (row, stored[(row["github_id"],)]) for row in news}

    def find(self, actor: Actor | None) -> Account | None:
        found = self._known.get((actor or {}).get("databaseId") or 0)
        return found[1] if found else None


@transaction.atomic
def note_login(*, github_id: int, login: str) -> None:
    """What a mirrored account is called now, as its owner showed by signing in."""
    if Account.objects.filter(github_id=github_id).exclude(login=login).update(login=text(login, 100)):
        free_logins({github_id: login})


def free_logins(logins: dict[int, str]) -> int:
    """In the caller's transaction: whoever was known under a login that is another account's now loses it here.

    GitHub lets anybody take a login that was given up. Returns how many rows changed; one query.
    """
    holders = {login.lower(): github_id for github_id, login in logins.items()}
    named = Account.objects.annotate(small=Lower("login")).filter(small__in=holders)
    lost = list(named.exclude(github_id__in=logins).exclude(account_type=MANNEQUIN))
    for account in lost:
        account.login = f"{RENAMED} {account.github_id}"
    update_rows(Account, lost, ["login"])
    return len(lost)


def _own_logins(rows: Iterable[Actor]) -> dict[int, str]:
    """A mannequin stands for somebody elsewhere, and may be called as an account here is."""
    return {row["github_id"]: row["login"] for row in rows if row["account_type"] != MANNEQUIN}


def _row(actor: Actor) -> Actor:
    kind = actor.get("__typename") or "User"
    login = actor["login"] + ("[bot]" if kind == "Bot" and not actor["login"].endswith("[bot]") else "")
    row = {
        "github_id": actor["databaseId"],
        "login": text(login, 100),
        "account_type": text(kind, 30),
        "is_bot": is_bot(login, kind, actor["databaseId"]),
    }
    if "name" in actor:
        row["name"] = text(actor["name"], 255)
    if "company" in actor:
        row["company"] = text(actor["company"], 255)
    return row
