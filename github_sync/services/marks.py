"""Whether an account is a robot: by a maintainer's word, else by the list and its patterns; it holds at once."""

from django.db import transaction
from django.utils import timezone

from common import audit, page_cache
from common.models import User
from github_sync.domain.accounts import is_bot
from github_sync.models import Account, AccountMark, Repository
from github_sync.queries.accounts import repositories_of
from github_sync.signals import account_marked, repository_synced

CHUNK = 500


@transaction.atomic
def mark_account(*, github_id: int, login: str, is_robot: bool, actor: User | None, reason: str = "") -> AccountMark:
    """Say that the account is a robot, or is none. Idempotent; works before the mirror knows the account."""
    mark, _ = AccountMark.objects.update_or_create(
        github_id=github_id,
        defaults={"login": login[:100], "is_robot": is_robot, "reason": reason[:300], "marked_by": actor},
    )
    audit.record(
        actor=actor, action="github_sync.mark_account", subject=f"account:{github_id}", login=login,
        is_robot=is_robot, reason=reason[:300],
    )  # fmt: skip
    _heed(github_id, is_robot)
    return mark


@transaction.atomic
def unmark_account(*, github_id: int, actor: User | None) -> None:
    """Leave it to the rules again; nothing happens where it was not marked."""
    deleted, _ = AccountMark.objects.filter(github_id=github_id).delete()
    if deleted:
        audit.record(actor=actor, action="github_sync.unmark_account", subject=f"account:{github_id}")
        _heed(github_id, None)


@transaction.atomic
def settle_robots() -> int:
    """Apply today's list of robots to the accounts that an earlier one judged; returns how many changed. Idempotent."""
    marks = dict(AccountMark.objects.values_list("github_id", "is_robot"))
    changed: dict[bool, list[Account]] = {True: [], False: []}
    for account in Account.objects.only("id", "github_id", "login", "account_type", "is_bot").iterator(chunk_size=2000):
        should = marks.get(account.github_id, is_bot(account.login, account.account_type, account.github_id))
        if should != account.is_bot:
            changed[should].append(account)
    for should, accounts in changed.items():
        for start in range(0, len(accounts), CHUNK):
            chunk = [account.pk for account in accounts[start : start + CHUNK]]
            Account.objects.filter(pk__in=chunk).update(is_bot=should)
    if changed[True] or changed[False]:
        audit.record(
            actor=None, action="github_sync.settle_robots", subject="accounts",
            robots=[account.login for account in changed[True]][:1000],
            people=[account.login for account in changed[False]][:1000],
        )  # fmt: skip
        _announce({account.pk for accounts in changed.values() for account in accounts})
    return len(changed[True]) + len(changed[False])


def _heed(github_id: int, is_robot: bool | None) -> None:
    account = Account.objects.filter(github_id=github_id).first()
    if account is not None:
        judged = is_bot(account.login, account.account_type, github_id) if is_robot is None else is_robot
        Account.objects.filter(pk=account.pk).update(is_bot=judged)
        _announce({account.pk})
    account_marked.send(sender=None, github_id=github_id, is_robot=is_robot)
    page_cache.clear_on_commit()


def _announce(account_ids: set[int]) -> None:
    """Where they wrote, figures and ledger are computed anew."""
    repository_ids = repositories_of(account_ids)
    Repository.objects.filter(pk__in=repository_ids).update(changed_at=timezone.now())
    page_cache.clear_on_commit()

    def tell() -> None:
        for repository_id in sorted(repository_ids):
            repository_synced.send(sender=None, repository_id=repository_id, changed=1)

    transaction.on_commit(tell)
