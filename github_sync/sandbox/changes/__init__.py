"""What befalls a community from outside the product: `sandbox.change.NAME(...)`, or POST /_control/change with `do`."""

from github_sync.sandbox.changes.accounts import AccountChanges
from github_sync.sandbox.changes.repositories import RepositoryChanges
from github_sync.sandbox.changes.threads import ThreadChanges

__all__ = ["Changes"]


class Changes(RepositoryChanges, ThreadChanges, AccountChanges):
    """All operations, a method each."""
