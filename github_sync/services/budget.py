"""One allowance a credential, shared by all workers, with a part kept back for what people do themselves."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from github_sync.client.allowance import Allowance
from github_sync.client.errors import GitHubLimitError
from github_sync.models import Budget
from github_sync.queries.allowance import KEPT_BACK_SHARE
from github_sync.services.budget_history import note_sample

KEPT_BACK = KEPT_BACK_SHARE
SLOW_BELOW = 10  # a tenth above what is kept back
LONGEST_PAUSE = 10.0
READ_EVERY = 2.0
TELL_EVERY = 1.0
PLENTY_BELOW = 2  # half of the limit


class SharedBudget:
    """The keeper of one credential (by fingerprint); `is_personal` work may use what is kept back.

    Near the end the sync slows down, so that what is left lasts until the reset; at the end it stops with
    GitHubLimitError, which says when it goes on.
    """

    def __init__(self, credential: str, *, is_personal: bool = False) -> None:
        self.credential, self.is_personal = credential, is_personal
        self._known: dict[str, tuple[float, Budget | None]] = {}
        self._told: dict[str, tuple[float, Budget | None]] = {}

    def before(self, resource: str) -> None:
        budget, now = self._budget(resource), timezone.now()
        if budget is None or budget.resets_at <= now:
            return
        spare = budget.remaining - (0 if self.is_personal else budget.limit // KEPT_BACK)
        left = (budget.resets_at - now).total_seconds()
        if spare <= 0:
            raise GitHubLimitError(_until(budget.resets_at, is_kept=budget.remaining > 0), left)
        if not self.is_personal and spare < budget.limit // SLOW_BELOW:
            time.sleep(min(LONGEST_PAUSE, left / spare))

    def after(self, allowance: Allowance) -> None:
        """Told to the others at most every TELL_EVERY seconds while there is plenty, else each time."""
        told_at, told = self._told.get(allowance.resource, (-TELL_EVERY, None))
        is_plenty = allowance.remaining > allowance.limit // PLENTY_BELOW
        if told and is_plenty and time.monotonic() - told_at < TELL_EVERY:
            return
        resets_at = timezone.now() + timedelta(seconds=allowance.resets_in)
        values = {"limit": allowance.limit, "remaining": allowance.remaining, "resets_at": resets_at}
        budget = self._tell(allowance.resource, values)
        self._known[allowance.resource] = (time.monotonic(), budget)
        self._told[allowance.resource] = (time.monotonic(), budget)

    @transaction.atomic
    def _tell(self, resource: str, values: dict[str, Any]) -> Budget:
        """What went off since anyone told is worked out under the row's lock, so that no two workers count it both."""
        rows = Budget.objects.select_for_update()
        budget, is_new = rows.get_or_create(credential=self.credential, resource=resource, defaults=values)
        before = budget.remaining, budget.resets_at
        if not is_new:
            for name, value in values.items():
                setattr(budget, name, value)
            budget.save(update_fields=[*values, "seen_at"])
        note_sample(budget, *before)
        return budget

    def _budget(self, resource: str) -> Budget | None:
        read_at, budget = self._known.get(resource, (-READ_EVERY, None))
        if time.monotonic() - read_at >= READ_EVERY:
            budget = Budget.objects.filter(credential=self.credential, resource=resource).first()
            self._known[resource] = (time.monotonic(), budget)
        return budget


def _until(moment: datetime, *, is_kept: bool) -> str:
    kept = " What is left is kept for people's own actions." if is_kept else ""
    return f"GitHub allows no more requests until {moment:%H:%M} UTC.{kept} It goes on by itself then."
