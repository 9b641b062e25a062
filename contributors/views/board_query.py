"""The address of the board: what its parameters ask for, and the address of every other choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from contributors.domain.board_filter import AGE_TITLES, AVAILABILITIES, FACETS, SORTS, BoardFilter
from contributors.domain.kinds import kind_title

MAX_VALUES = 20
MAX_LENGTH = 200
FACET_TITLES = {
    "kind": "Kind of work",
    "skill": "Skill",
    "repository": "Repository",
    "language": "Language",
    "label": "Label",
    "age": "Opened",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BoardQuery:
    wanted: BoardFilter
    text: str = ""
    notices: list[str] = field(default_factory=list)

    def pairs(self) -> Pairs:
        """The parameters in a fixed order and without defaults, so that one choice has one address."""
        pairs: Pairs = [("q", self.text)] if self.text else []
        for facet in FACETS:
            pairs += [(facet, value) for value in sorted(self.wanted.chosen.get(facet, ()))]
        if self.wanted.availability != "available":
            pairs.append(("availability", self.wanted.availability))
        if self.wanted.sort != "newest":
            pairs.append(("sort", self.wanted.sort))
        return pairs

    def chosen_words(self) -> list[str]:
        """What is asked for, as a reader would say it."""
        words = [f"“{self.text}”"] if self.text else []
        for facet in FACETS:
            words += [value_title(facet, value) for value in sorted(self.wanted.chosen.get(facet, ()))]
        if self.wanted.availability != "available":
            words.append(AVAILABILITIES[self.wanted.availability].lower())
        return words

    def toggled(self, facet: str, value: str) -> str:
        """The address with one value more, or less where it is chosen."""
        return address_of(toggle(self.pairs(), facet, value))

    def replaced(self, name: str, value: str) -> str:
        return address_of([*(pair for pair in self.pairs() if pair[0] != name), *([(name, value)] if value else [])])


def read_board_query(parameters: QueryDict, in_use: Mapping[str, set[str]]) -> BoardQuery:
    """What cannot be understood is left out and said in a notice; `in_use` holds the values of each facet."""
    notices: list[str] = []
    chosen = {}
    for facet in FACETS:
        values = [_clean(value) for value in parameters.getlist(facet)[:MAX_VALUES]]
        if values := [value for value in values if value]:
            known = set(AGE_TITLES) if facet == "age" else in_use[facet]
            chosen[facet] = frozenset(value for value in values if value in known)
            notices += [_unknown(facet, value) for value in values if value not in known]
    text = " ".join(_clean(parameters.get("q", "")).split())
    wanted = BoardFilter(
        chosen={facet: values for facet, values in chosen.items() if values},
        words=tuple(dict.fromkeys(text.lower().split()))[:10],
        availability=_one_of(parameters, "availability", AVAILABILITIES, notices),
        sort=_one_of(parameters, "sort", SORTS, notices),
    )
    return BoardQuery(wanted, text, notices)


def address_of(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"


def toggle(pairs: Pairs, name: str, value: str) -> Pairs:
    pair = (name, value)
    return [other for other in pairs if other != pair] if pair in pairs else [*pairs, pair]


def value_title(facet: str, value: str) -> str:
    if facet == "kind":
        return kind_title(value)
    return AGE_TITLES.get(value, value) if facet == "age" else value


def _one_of(parameters: QueryDict, name: str, known: dict[str, str], notices: list[str]) -> str:
    default = next(iter(known))
    value = _clean(parameters.get(name, "")) or default
    if value in known:
        return value
    notices.append(f"“{value[:60]}” is no {name} the board knows, so it was left out.")
    return default


def _unknown(facet: str, value: str) -> str:
    return f"No task on the board has the {FACET_TITLES[facet].lower()} “{value[:60]}”, so that filter was left out."


def _clean(value: str) -> str:
    return value.replace("\0", "").strip()[:MAX_LENGTH]
