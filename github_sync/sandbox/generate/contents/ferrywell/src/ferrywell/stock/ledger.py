"""Stock is the sum of its movements. A wrong movement is answered by another one, never edited."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Movement:
    item: str
    grams: int
    at: datetime
    reason: str


def stock(movements: list[Movement], item: str, until: datetime) -> int:
    return sum(movement.grams for movement in movements if movement.item == item and movement.at <= until)


def answer(movement: Movement, at: datetime, reason: str) -> Movement:
    """The movement that takes another one back."""
    return Movement(movement.item, -movement.grams, at, reason)
