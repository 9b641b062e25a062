"""What every figure carries besides its value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Window:
    """Half-open: from `start` until before `end`."""

    start: date
    end: date


@dataclass(frozen=True)
class Answer:
    """`value` is None where `note` says why there is no number; `detail` adds to the value, never replaces it."""

    value: Any
    unit: str
    n: int
    window: Window
    as_of: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    coverage: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "n": self.n,
            "threshold": self.parameters.get("threshold"),
            "window": {"from": self.window.start.isoformat(), "to": self.window.end.isoformat()},
            "parameters": dict(self.parameters),
            "coverage": dict(self.coverage),
            "as_of": self.as_of.isoformat(),
            "note": self.note,
            "detail": dict(self.detail),
        }
