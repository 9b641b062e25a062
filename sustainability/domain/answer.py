"""What every metric answers with: a value and all that is needed to judge it."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

INSUFFICIENT = "insufficient attribution"
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Window:
    """Half-open: `start` is in, `end` is not."""

    start: date
    end: date

    @property
    def months(self) -> float:
        """In twelfths of a year of 365.25 days."""
        return (self.end - self.start).days / (365.25 / 12)

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True)
class Answer:
    """`value` None: not known, and `note` says why. `n` counts the rows that were looked at."""

    value: Any
    n: int
    unit: str = ""
    threshold: float | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    def as_json(self, window: Window, as_of: str) -> dict[str, Any]:
        return {**asdict(self), "window": {"from": str(window.start), "to": str(window.end)}, "as_of": as_of}
