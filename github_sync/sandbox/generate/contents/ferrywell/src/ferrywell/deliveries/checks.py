"""Checks look at a tour before it is published and say what may go wrong. They never change anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stop:
    address: str
    boxes: int
    access_note: str = ""


@dataclass(frozen=True)
class Tour:
    capacity: int
    stops: list[Stop] = field(default_factory=list)


Check = Callable[[Tour], Iterator[str]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


@check
def van_is_overloaded(tour: Tour) -> Iterator[str]:
    boxes = sum(stop.boxes for stop in tour.stops)
    if boxes > tour.capacity:
        yield f"{boxes} boxes, but the van holds {tour.capacity}."


@check
def stop_has_no_access_note(tour: Tour) -> Iterator[str]:
    for stop in tour.stops:
        if not stop.access_note:
            yield f"Nobody has written down how to get into {stop.address}."


def warnings(tour: Tour) -> list[str]:
    return [text for function in CHECKS for text in function(tour)]
