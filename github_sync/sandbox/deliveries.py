"""One webhook delivery: its signed request, and how it went."""

import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

KEPT = timedelta(days=3)
GITHUBS_PATIENCE = 10
"""Seconds after which GitHub gives up on a receiver."""


@dataclass(frozen=True)
class Hook:
    """Where events go. `repository` and `app` are None for a hook that hears everything."""

    id: int
    url: str
    secret: str = ""
    events: frozenset[str] = frozenset({"*"})
    repository: int | None = None
    app: int | None = None
    is_active: bool = True
    created_at: str = ""

    def wants(self, event: str) -> bool:
        return self.is_active and bool(self.events & {"*", event} or event in {"ping", "installation"})


@dataclass(frozen=True)
class Delivery:
    """`status_code` 0: not sent yet."""

    id: int
    hook: Hook
    event: str
    body: bytes
    guid: str = field(default_factory=lambda: str(uuid.uuid4()))
    action: str | None = None
    repository_id: int | None = None
    installation_id: int | None = None
    is_redelivery: bool = False
    is_hidden: bool = False
    delivered_at: str = ""
    duration: float = 0.0
    status: str = "pending"
    status_code: int = 0
    answer: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)

    def headers(self) -> dict[str, str]:
        head = {
            "User-Agent": "GitHub-Hookshot/5ad8c7e",
            "Accept": "*/*",
            "Content-Type": "application/json",
            "X-GitHub-Event": self.event,
            "X-GitHub-Delivery": self.guid,
            "X-GitHub-Hook-ID": str(self.hook.id),
            "X-GitHub-Hook-Installation-Target-Type": "integration" if self.hook.app else "repository",
            "X-GitHub-Hook-Installation-Target-ID": str(self.hook.app or self.repository_id or 0),
        }
        if self.hook.secret:
            head["X-Hub-Signature"] = f"sha1={self._digest(hashlib.sha1)}"
            head["X-Hub-Signature-256"] = f"sha256={self._digest(hashlib.sha256)}"
        return head

    def _digest(self, algorithm: Any) -> str:
        return hmac.new(self.hook.secret.encode(), self.body, algorithm).hexdigest()

    def sent(self) -> "Delivery":
        """The same delivery after one POST, whatever came of it."""
        began = time.perf_counter()
        try:
            with requests.post(
                self.hook.url, data=self.body, headers=self.headers(), timeout=GITHUBS_PATIENCE, allow_redirects=False
            ) as answer:
                code, text, head = answer.status_code, answer.text, dict(answer.headers)
                status = "OK" if answer.ok else answer.reason or str(code)
        except requests.Timeout:
            code, text, head, status = 504, "", {}, "timed out"
        except requests.RequestException:
            code, text, head, status = 502, "", {}, "failed to connect to host"
        return replace(self.lost(), duration=round(time.perf_counter() - began, 2), status=status, status_code=code,
                       answer=text[:2000], answer_headers=head)  # fmt: skip

    def lost(self) -> "Delivery":
        """The same delivery, that never reached its receiver."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return replace(self, delivered_at=moment, status="failed to connect to host", status_code=502)

    @property
    def age(self) -> timedelta:
        sent = datetime.fromisoformat(self.delivered_at) if self.delivered_at else datetime.now(UTC)
        return datetime.now(UTC) - sent

    def older(self, hours: float) -> "Delivery":
        moment = datetime.now(UTC) - self.age - timedelta(hours=hours)
        return replace(self, delivered_at=moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))

    def shape(self, *, is_whole: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": self.id,
            "guid": self.guid,
            "delivered_at": self.delivered_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "redelivery": self.is_redelivery,
            "duration": self.duration,
            "status": self.status,
            "status_code": self.status_code,
            "event": self.event,
            "action": self.action,
            "installation_id": self.installation_id,
            "repository_id": self.repository_id,
            "throttled_at": None,
        }
        if is_whole:
            found["url"] = self.hook.url
            payload = None if self.is_hidden else json.loads(self.body)
            found["request"] = {"headers": self.headers(), "payload": payload}
            found["response"] = {"headers": self.answer_headers or None, "payload": self.answer or None}
        return found
