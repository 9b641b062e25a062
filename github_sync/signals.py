"""News of the mirror, sent on commit; receivers only enqueue."""

from django.dispatch import Signal

repository_synced = Signal()
"""Sent with `repository_id: int` and `changed: int` after a sync that wrote rows."""

board_facts_changed = Signal()
"""Sent with `repository_id: int` and `numbers: list[int] | None` (None: any issue) after webhooks changed what the
board rests on; the ledger waits for the whole rows, which `repository_synced` announces."""

delivery_stored = Signal()
"""Sent after webhook deliveries were stored that the queue does not know of yet."""

read_marked = Signal()
"""Sent after something was marked to be read from GitHub."""

repository_removed = Signal()
"""Sent with `full_name: str` after an operator removed a repository with all its rows from the mirror."""

repository_visibility_changed = Signal()
"""Sent with `full_name: str`, `is_shown: bool` and `is_first: bool` (it was never synced before) in the transaction
after which the public may see more or less of a repository. Receivers drop at once what they keep of one that is not
shown any more."""

repository_renamed = Signal()
"""Sent with `repository_id: int`, `former: str` and `name: str` in the transaction that writes the new name."""

action_enqueued = Signal()
"""Sent after something was put into the outbox, or became due there."""

branch_pushed = Signal()
"""Sent with `repository_id: int` and `ref: str` after a webhook said that a branch or tag moved, whichever it is."""

action_settled = Signal()
"""Sent with `action_id: int` after an action of the outbox was sent, refused or cancelled."""

account_marked = Signal()
"""Sent with `github_id: int` and `is_robot: bool | None` (None: the rules decide again) in the transaction in which a
maintainer said what an account is."""
