"""Choosing, counting and ordering the tasks of the board: plain Python over what a snapshot holds."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Protocol

FACETS = ("repository", "kind", "skill", "language", "label", "age")
SORTS = {
    "newest": "Lately active",
    "oldest": "Longest open",
    "wanted": "Most discussed",
    "effort": "Least effort",
}
AVAILABILITIES = {"available": "Free to take", "taken": "Taken", "all": "All"}
AGES = {"week": 7, "month": 31, "year": 365}
AGE_TITLES = {
    "week": "In the last week",
    "month": "In the last month",
    "year": "In the last year",
    "older": "Over a year ago",
}


class BoardTask(Protocol):
    """What filtering needs to know of a task."""

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def search_text(self) -> str: ...
    @property
    def is_available(self) -> bool: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def fresh_at(self) -> datetime: ...
    @property
    def comment_count(self) -> int: ...
    @property
    def effort_hours(self) -> float: ...


@dataclass(frozen=True, slots=True)
class BoardFilter:
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    availability: str = "available"
    sort: str = "newest"

    def without(self, facet: str) -> "BoardFilter":
        rest = {name: values for name, values in self.chosen.items() if name != facet}
        return BoardFilter(rest, self.words, self.availability, self.sort)

    def without_words(self) -> "BoardFilter":
        return BoardFilter(self.chosen, (), self.availability, self.sort)


@dataclass(frozen=True, slots=True)
class Found[T: BoardTask]:
    """`counts` of a facet respect every filter but its own; `availability` counts respect all but availability."""

    tasks: list[T]
    counts: dict[str, Counter[str]]
    availability: dict[str, int]


ORDERS: dict[str, Callable[[BoardTask], tuple[float, float]]] = {
    "newest": lambda task: (-task.fresh_at.timestamp(), 0),
    "oldest": lambda task: (task.opened_at.timestamp(), 0),
    "wanted": lambda task: (-task.comment_count, -task.fresh_at.timestamp()),
    "effort": lambda task: (task.effort_hours, -task.fresh_at.timestamp()),
}


def ages_of(opened_at: datetime, now: datetime) -> tuple[str, ...]:
    """Every bucket of AGES the task falls in: what came in the last week came in the last month too."""
    age = now - opened_at
    return tuple(name for name, days in AGES.items() if age < timedelta(days=days)) or ("older",)


def find[T: BoardTask](tasks: Sequence[T], wanted: BoardFilter) -> Found[T]:
    """`tasks` come in the order of `newest`, which is kept unless another is asked for."""
    of_words = [task for task in tasks if all(word in task.search_text for word in wanted.words)]
    open_to = [task for task in of_words if is_open_to(task, wanted.availability)]
    matched = _choose(open_to, wanted.chosen)
    counts = {facet: _count(facet, matched, open_to, wanted) for facet in FACETS}
    of_facets = _choose(of_words, wanted.chosen)
    free = sum(task.is_available for task in of_facets)
    availability = {"available": free, "taken": len(of_facets) - free, "all": len(of_facets)}
    return Found(order(matched, wanted.sort), counts, availability)


def is_open_to(task: BoardTask, availability: str) -> bool:
    return availability == "all" or task.is_available == (availability == "available")


def order[T: BoardTask](tasks: list[T], sort: str) -> list[T]:
    """Free tasks always come before taken ones."""
    ordered = tasks if sort == "newest" else sorted(tasks, key=ORDERS[sort])
    return sorted(ordered, key=lambda task: not task.is_available)


def nearest[T: BoardTask](tasks: Sequence[T], wanted: BoardFilter, limit: int = 5) -> list[T]:
    """Free tasks that meet most of what was asked for, where nothing meets it all."""
    scored = [(_score(task, wanted), task) for task in tasks if task.is_available]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [task for _, task in best[:limit]]


def _score(task: BoardTask, wanted: BoardFilter) -> int:
    facets = sum(not chosen.isdisjoint(task.facets[facet]) for facet, chosen in wanted.chosen.items())
    return facets + sum(word in task.search_text for word in wanted.words)


def _choose[T: BoardTask](tasks: list[T], chosen: Mapping[str, frozenset[str]]) -> list[T]:
    for facet, values in chosen.items():
        tasks = [task for task in tasks if not values.isdisjoint(task.facets[facet])]
    return tasks


def _count[T: BoardTask](facet: str, matched: list[T], open_to: list[T], wanted: BoardFilter) -> Counter[str]:
    tasks: Iterable[T] = matched
    if facet in wanted.chosen:
        tasks = _choose(open_to, wanted.without(facet).chosen)
    return Counter(chain.from_iterable(task.facets[facet] for task in tasks))
