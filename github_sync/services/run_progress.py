"""How far a run is, kept on its row for whoever looks on."""

import time

from github_sync.models import SyncRun
from github_sync.services.run import Progress

EVERY = 1.0


class RunProgress:
    """Passes progress on and writes it to the run at most once a second."""

    def __init__(self, run: SyncRun, following: Progress) -> None:
        self.run, self.following = run, following
        self._written_at = 0.0

    def __call__(self, stream: str, done: int, total: int) -> None:
        self.following(stream, done, total)
        if time.monotonic() - self._written_at < EVERY:
            return
        self._written_at = time.monotonic()
        percent = min(100, done * 100 // total) if total else None
        SyncRun.objects.filter(pk=self.run.pk).update(progress=stream, percent=percent)
