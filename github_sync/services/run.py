"""One run over a repository: what its streams share, and the only way in which they write."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from github_sync.client.client import GitHubClient
from github_sync.client.survey import Glance
from github_sync.models import Repository
from github_sync.services import cursors
from github_sync.services.accounts import AccountBook
from github_sync.services.lease import Lease

Progress = Callable[[str, int, int], None]
"""Called with the stream, rows done and rows in all."""


@dataclass
class Run:
    """`glance` says which streams have anything new; `changed` counts the rows written, in `writing_seconds`."""

    repository: Repository
    client: GitHubClient
    lease: Lease
    glance: Glance
    progress: Progress = lambda stream, done, total: None
    accounts: AccountBook = field(default_factory=AccountBook)
    changed: int = 0
    writing_seconds: float = 0.0
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def path(self) -> str:
        return f"/repos/{self.name}"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction with the lease renewed in it: who has lost the lease writes nothing."""
        with transaction.atomic():
            self.lease.renew()
            yield

    def write_page(self, stream: str, following: dict[str, Any], write: Callable[..., int], nodes: list[Any]) -> None:
        """The nodes of a page and, with them, where the stream goes on."""
        began = time.perf_counter()
        with self.writing():
            changed = write(self.repository, nodes, self.accounts) if nodes else 0
            cursors.move(self.repository, stream, following)
            if changed:  # with the page, so that whoever reads the mirror hears of it even if this run dies
                Repository.objects.filter(pk=self.repository.pk).update(changed_at=timezone.now())
        self.changed += changed
        self.writing_seconds += time.perf_counter() - began
