"""What happens to an account whose owner proves by mail that it is theirs."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_removed
from django.db import transaction
from django.http import HttpRequest

from common import audit
from common.models import User


@transaction.atomic
def cut_unproven_connections(*, user: User, request: HttpRequest | None = None) -> int:
    """Disconnect what was connected while an address of the account was never confirmed; returns how many.

    Anybody could have signed up with that address and connected an account of theirs, which would let them in after
    its owner chose a new password. Sessions end with the old password by themselves.
    """
    if not EmailAddress.objects.filter(user=user, verified=False).exists():
        return 0
    accounts = list(SocialAccount.objects.filter(user=user))
    for account in accounts:
        account.delete()
        social_account_removed.send(sender=SocialAccount, request=request, socialaccount=account)
    if accounts:
        uids = [f"{account.provider}:{account.uid}" for account in accounts]
        audit.record(actor=user, action="home.cut_unproven_connections", subject=f"user:{user.pk}", accounts=uids)
    return len(accounts)
