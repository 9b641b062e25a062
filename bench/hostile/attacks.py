"""Texts made for one pattern: what leads to each of its unbounded repetitions, and then what it repeats, many times."""

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = " a\n\t1-_.:/[]()<>{}`'\"*|\\=#!,;Aé"
MANY = 1000
"""A repetition of at least so many is as good as unbounded."""
ENDS = ("", "\x00", "\n\x00")


def attacks(pattern: re.Pattern[Any], size: int) -> Iterator[tuple[str, str]]:
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    seen: set[tuple[str, str]] = set()
    for before, inside in _repetitions(list(tree), ""):
        for bit in _bits(inside):
            if (before, bit) in seen or not bit:
                continue
            seen.add((before, bit))
            for end in ENDS:
                yield f"{before!r}, then {bit!r} again and again, then {end!r}", before + bit * (size // len(bit)) + end
            if before:
                whole = before + bit
                yield f"{whole!r} again and again", whole * (size // len(whole))


def _repetitions(items: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    """Each unbounded one, with a text that leads to it."""
    for what, given in items:
        if what in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _least, most, inside = given
            if most >= MANY:
                yield before, list(inside)
            yield from _repetitions(list(inside), before)
        else:
            for inside in _inner(what, given):
                yield from _repetitions(inside, before)
        before += _sample([(what, given)])


def _inner(what: Any, given: Any) -> list[list[Any]]:
    if what is codes.SUBPATTERN:
        return [list(given[-1])]
    if what is codes.BRANCH:
        return [list(one) for one in given[1]]
    if what is codes.ATOMIC_GROUP:
        return [list(given)]
    if what in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(given[1])]
    return []


def _sample(items: list[Any], letter: int = 0) -> str:
    """A short text that the items match, as a rule."""
    return "".join(_one(what, given, letter) for what, given in items)


def _one(what: Any, given: Any, letter: int) -> str:
    if what is codes.LITERAL:
        return chr(given)
    if what in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        letters = _letters(what, given)
        return letters[letter % len(letters)] if letters else ""
    if what in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return _sample(list(given[2]), letter) * max(1, min(given[0], 50))
    if what in (codes.ASSERT, codes.ASSERT_NOT):
        return ""
    inner = _inner(what, given)
    return _sample(inner[letter % len(inner)], letter) if inner else ""


def _bits(inside: list[Any]) -> list[str]:
    if len(inside) == 1 and inside[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
        return list(_letters(*inside[0]))
    return list(dict.fromkeys(_sample(inside, letter) for letter in range(4)))


def _letters(what: Any, given: Any) -> str:
    return "".join(letter for letter in LETTERS if _takes(what, given, letter))


def _takes(what: Any, given: Any, letter: str) -> bool:
    if what is codes.ANY:
        return letter != "\n"
    if what is codes.NOT_LITERAL:
        return bool(ord(letter) != given)
    is_negated = bool(given) and given[0][0] is codes.NEGATE
    found = any(_holds(kind, value, letter) for kind, value in given if kind is not codes.NEGATE)
    return found != is_negated


_CLASSES = {
    codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _holds(kind: Any, value: Any, letter: str) -> bool:
    if kind is codes.LITERAL:
        return bool(ord(letter) == value)
    if kind is codes.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    return kind is codes.CATEGORY and value in _CLASSES and re.match(_CLASSES[value], letter) is not None
