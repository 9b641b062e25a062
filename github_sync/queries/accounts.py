"""What accounts on GitHub are called now, as far as the mirror has seen."""

from collections.abc import Iterable

from github_sync.domain.outbox import is_login
from github_sync.models import Account

CHUNK = 500


def present_logins(github_ids: Iterable[int]) -> dict[int, str]:
    """By number; empty for an account whose login another one has taken over, which tells nothing of its own.

    Accounts that the mirror does not know are left out. One query for each 500.
    """
    wanted = sorted(set(github_ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Account.objects.filter(github_id__in=wanted[start : start + CHUNK])
        found |= dict(rows.values_list("github_id", "login"))
    return {number: login if is_login(login) else "" for number, login in found.items()}
