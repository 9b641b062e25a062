"""Webhooks out: who hears of a change, and the thread that sends it, in trouble where it was asked for."""

import itertools
import json
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from github_sync.sandbox.deliveries import KEPT, Delivery, Hook
from github_sync.sandbox.records import now
from github_sync.sandbox.repo import Repo


@dataclass
class Trouble:
    """What befalls the next deliveries: so many are lost, come twice, come in reverse; all come late."""

    lose: int = 0
    duplicate: int = 0
    reverse: int = 0
    delay_ms: int = 0


class Hooks:
    """`installation_of(app, repo)` says by which installation an App sees a repository; None: not at all."""

    def __init__(self, url: str = "", secret: str = "", installation_of: Any = None) -> None:
        self._ids = itertools.count(100_000_001)
        self.hooks: dict[int, Hook] = {}
        self.deliveries: dict[int, Delivery] = {}
        self.trouble = Trouble()
        self.installation_of: Callable[[int, Repo | None], int | None] = installation_of or (lambda app, repo: None)
        self._waiting: queue.Queue[Delivery | None] = queue.Queue()
        self._held: list[Delivery] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        if url:
            self.add(url, secret)

    def add(self, url: str, secret: str = "", **options: Any) -> Hook:
        hook = Hook(next(self._ids), url, secret, created_at=now(), **options)
        self.hooks[hook.id] = hook
        return hook

    def hear(self, event: str, repo: Repo | None) -> list[Hook]:
        return [hook for hook in self.hooks.values() if hook.wants(event) and self._covers(hook, repo)]

    def _covers(self, hook: Hook, repo: Repo | None) -> bool:
        if hook.app is not None:
            return self.installation_of(hook.app, repo) is not None
        return hook.repository is None or (repo is not None and hook.repository == repo.id)

    def send(self, event: str, payload: dict[str, Any], repo: Repo | None) -> None:
        for hook in self.hear(event, repo):
            self.send_to(hook, event, payload, repo)

    def send_to(self, hook: Hook, event: str, payload: dict[str, Any], repo: Repo | None = None) -> Delivery:
        installation = self.installation_of(hook.app, repo) if hook.app is not None else None
        if installation and "installation" not in payload:
            payload = {**payload, "installation": {"id": installation, "node_id": f"I_{installation}"}}
        delivery = Delivery(
            next(self._ids),
            hook,
            event,
            json.dumps(payload).encode(),
            action=payload.get("action"),
            repository_id=repo.id if repo else None,
            installation_id=installation,
        )
        self._put(delivery)
        return delivery

    def again(self, delivery: Delivery) -> None:
        """Send it once more, under its own guid, as a delivery of its own."""
        hook = self.hooks.get(delivery.hook.id, delivery.hook)
        fresh = replace(delivery, id=next(self._ids), hook=hook, is_redelivery=True, status="pending", status_code=0)
        self._put(fresh)

    def of(self, hook: Hook) -> list[Delivery]:
        """Newest first; GitHub keeps them for three days."""
        known = reversed(list(self.deliveries.values()))
        return [d for d in known if d.hook.id == hook.id and d.age < KEPT]

    def let_pass(self, hours: float) -> None:
        """As if so long had passed since each delivery that there is."""
        with self._lock:
            self.deliveries = {number: d.older(hours) for number, d in self.deliveries.items()}

    def hide_payloads(self) -> None:
        """GitHub does not show those of the deliveries that there are any more."""
        with self._lock:
            self.deliveries = {number: replace(d, is_hidden=True) for number, d in self.deliveries.items()}

    def _put(self, delivery: Delivery) -> None:
        with self._lock:
            self.deliveries[delivery.id] = delivery
            if self.trouble.lose > 0:
                self.trouble.lose -= 1
                self.deliveries[delivery.id] = delivery.lost()
                return
            copies = 2 if self.trouble.duplicate > 0 else 1
            self.trouble.duplicate = max(0, self.trouble.duplicate - 1)
            for _ in range(copies):
                self._hold_or_queue(delivery)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="sandbox-hooks")
                self._thread.start()

    def _hold_or_queue(self, delivery: Delivery) -> None:
        if self.trouble.reverse > 0:
            self.trouble.reverse -= 1
            self._held.append(delivery)
            if self.trouble.reverse == 0:
                self._release()
        else:
            self._waiting.put(delivery)

    def _release(self) -> None:
        while self._held:
            self._waiting.put(self._held.pop())

    def settle(self) -> None:
        """Return when everything has been sent, also what was held back to come in reverse."""
        with self._lock:
            self._release()
            self.trouble.reverse = 0
        self._waiting.join()

    def _work(self) -> None:
        while (delivery := self._waiting.get()) is not None:
            if not self._stopping.wait(self.trouble.delay_ms / 1000):
                self.deliveries[delivery.id] = delivery.sent()
            self._waiting.task_done()
        self._waiting.task_done()

    def close(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=15)
