"""Faults on demand: which request meets which, how often, before or after the sandbox did what was asked."""

import itertools
import json
import re
import threading
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from werkzeug.wrappers import Request

KINDS = {
    "status": "answers `status` (500) with `message` or `body`",
    "primary_limit": "403 or `status`, nothing remaining, reset in `seconds` (60); GraphQL 200 with RATE_LIMITED",
    "secondary_limit": "403 or `status` with retry-after `seconds` (1); without the header where `seconds` is 0",
    "timeout": "no answer for `delay_ms` (60000), then the connection closes",
    "drop": "the connection closes without an answer",
    "slow": "answers rightly after `delay_ms` (1000)",
    "cut_body": "half of the body, with the Content-Length of the whole",
    "invalid_json": "half of the body as if it were all",
    "html": "an HTML page with `status` (502), as a proxy answers",
    "wrong_clock": "Date and x-ratelimit-reset are off by `seconds` (3600)",
    "graphql_errors": "200 with no data and `errors`",
    "partial": "200 with what lies at `path` null and an error beside the data",
    "hole": "200 with what lies at `path` null and not a word about it",
    "change": "does `change`, an operation of /_control/change, once the answer is computed",
}


@dataclass
class Fault:
    """`match` is a regular expression on `METHOD /path?query` or `graphql OPERATION`; `times` 0: until cleared;
    `skip` lets that many matching requests through first; `when` is `before` or `after` the request was carried out."""

    match: str
    kind: str = "status"
    times: int = 1
    skip: int = 0
    when: str = "before"
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    delay_ms: int = 0
    seconds: int | None = None
    message: str = ""
    body: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)
    path: list[str | int] = field(default_factory=list)
    change: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    met: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"There is no kind of fault “{self.kind}”; there are {', '.join(KINDS)}.")
        if self.when not in {"before", "after"}:
            raise ValueError("`when` is “before” or “after”.")
        re.compile(self.match)

    @property
    def is_over(self) -> bool:
        return 0 < self.times <= self.met


NAMES = {f.name for f in fields(Fault)} - {"id", "met"}


class Faults:
    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self.faults: list[Fault] = []

    def add(self, match: str, kind: str = "status", **settings: Any) -> Fault:
        """Raises ValueError or TypeError where a setting makes no sense."""
        fault = Fault(match, kind, **settings, id=next(self._ids))
        with self._lock:
            self.faults.append(fault)
        return fault

    def add_described(self, description: dict[str, Any]) -> Fault:
        """The same from JSON; raises ValueError."""
        if unknown := set(description) - NAMES:
            raise ValueError(f"A fault has no {', '.join(sorted(unknown))}.")
        try:
            return self.add(**description)
        except (TypeError, re.error) as error:
            raise ValueError(str(error)) from error

    def clear(self) -> None:
        with self._lock:
            self.faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.faults]

    def take(self, request: Request) -> Fault | None:
        """The first fault that this request meets, counted."""
        if not self.faults:
            return None
        subjects = [f"{request.method} {request.full_path.rstrip('?')}", *_operation(request)]
        with self._lock:
            for fault in self.faults:
                if not fault.is_over and any(re.search(fault.match, subject) for subject in subjects):
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    fault.met += 1
                    return fault
        return None


def _operation(request: Request) -> list[str]:
    if not request.path.endswith("/graphql"):
        return []
    try:
        data = json.loads(request.get_data())
        name = data.get("operationName") or re.findall(r"(?:query|mutation)\s+(\w+)", str(data.get("query")))[0]
    except (ValueError, AttributeError, IndexError, RecursionError):
        name = ""
    return [f"graphql {name}"]
