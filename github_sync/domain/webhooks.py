"""What a webhook is: its signature, and its payload read field by field without trusting a single one."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Never

from common.text import without_control

BIGGEST_ID = 2**63 - 1
BIGGEST_NUMBER = 2**31 - 1
BACK_OFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))


class PayloadError(ValueError):
    """The payload lacks something or has it in a form that GitHub does not send; the message names the field."""


def is_signed(body: bytes, signature: str, secrets: Iterable[str]) -> bool:
    """True where `signature` (`sha256=…`) was made over `body` with one of `secrets`; every secret is tried, in
    constant time."""
    given = signature.encode("ascii", "replace")
    answers = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets]
    return any(answers)


def sign(body: bytes, secret: str) -> str:
    """The value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; raises PayloadError."""
    try:
        found = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PayloadError("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise PayloadError("The body is JSON, but not an object.")
    return found


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when it is time to give up."""
    return BACK_OFF[attempts - 1] if 0 < attempts <= len(BACK_OFF) else None


def _no_number(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


class Fields:
    """One object of a payload. Every reader raises PayloadError that names the field in full."""

    def __init__(self, data: dict[str, Any], path: str = "") -> None:
        self.data, self.path = data, path

    def __contains__(self, name: str) -> bool:
        return self.data.get(name) is not None

    def part(self, name: str) -> "Fields":
        value = self._required(name)
        if not isinstance(value, dict):
            self._fail(name, "is no object")
        return Fields(value, self._path(name))

    def maybe_part(self, name: str) -> "Fields | None":
        return self.part(name) if name in self else None

    def parts(self, name: str) -> list["Fields"]:
        """The objects of a list; null and a missing list are empty, nulls inside are left out."""
        value = self.data.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict | None) for item in value):
            self._fail(name, "is no list of objects")
        return [Fields(item, f"{self._path(name)}[{place}]") for place, item in enumerate(value) if item is not None]

    def text(self, name: str, limit: int = 300_000) -> str:
        """Empty for null or a missing field; without NUL, which PostgreSQL refuses, and cut at `limit`."""
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._fail(name, "is no text")
        return without_control(value).encode("utf-8", "replace").decode()[:limit]

    def needed_text(self, name: str, limit: int = 300_000) -> str:
        return self.text(name, limit) or self._fail(name, "is missing")

    def id(self, name: str) -> int:
        return self._integer(name, BIGGEST_ID)

    def number(self, name: str) -> int:
        return self._integer(name, BIGGEST_NUMBER)

    def maybe_number(self, name: str) -> int | None:
        return self.number(name) if name in self else None

    def count(self, name: str) -> int:
        """Nought for a missing one; one that is too big is cut."""
        value = self.data.get(name) or 0
        if isinstance(value, bool) or not isinstance(value, int):
            self._fail(name, "is no whole number")
        return min(max(value, 0), BIGGEST_NUMBER)

    def flag(self, name: str) -> bool:
        return self.data.get(name) is True

    def moment(self, name: str) -> datetime:
        return self.maybe_moment(name) or self._fail(name, "is missing")

    def maybe_moment(self, name: str) -> datetime | None:
        """ISO 8601 or, as in pushes and installations, seconds since 1970."""
        value = self.data.get(name)
        if value is None or value == "":
            return None
        try:
            found = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else datetime.fromisoformat(value)
        except (ValueError, TypeError, OverflowError, OSError):
            self._fail(name, "is no time")
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _integer(self, name: str, biggest: int) -> int:
        value = self._required(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= biggest:
            self._fail(name, "is no number that GitHub would give")
        return int(value)

    def _required(self, name: str) -> Any:
        value = self.data.get(name)
        return self._fail(name, "is missing") if value is None else value

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _fail(self, name: str, what: str) -> Never:
        raise PayloadError(f"`{self._path(name)}` {what}.")
