"""Which lines two texts share, in the order of both: lines that each has once first, then what lies between them."""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

MOST_PAIRS = 1_000_000
"""Lines of the one text times lines of the other, between two anchors: above it they count as different."""

Lines = list[str]
Same = tuple[int, int, int]  # where in the old text, where in the new one, how many lines


def same_lines(old: Lines, new: Lines) -> list[Same]:
    """Stretches of equal lines. The time is bounded whatever the lines are."""
    top = _common(old, new)
    tail = _common(old[top:][::-1], new[top:][::-1])
    found: list[Same] = [(0, 0, top)] if top else []
    middle = old[top : len(old) - tail], new[top : len(new) - tail]
    found += [(start + top, there + top, size) for start, there, size in _between(*middle)]
    return [*found, (len(old) - tail, len(new) - tail, tail)] if tail else found


def _common(old: Lines, new: Lines) -> int:
    differing = (number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(old), len(new)))


def _between(old: Lines, new: Lines) -> Iterator[Same]:
    at, there = 0, 0
    for anchor, in_new in [*_anchors(old, new), (len(old), len(new))]:
        yield from _in_gap(old, new, (at, anchor), (there, in_new))
        if anchor < len(old):
            yield anchor, in_new, 1
        at, there = anchor + 1, in_new + 1


def _in_gap(old: Lines, new: Lines, mine: tuple[int, int], theirs: tuple[int, int]) -> Iterator[Same]:
    before, after = old[slice(*mine)], new[slice(*theirs)]
    if not before or not after or len(before) * len(after) > MOST_PAIRS:
        return
    for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        if block.size:
            yield block.a + mine[0], block.b + theirs[0], block.size


def _anchors(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """The longest row of lines that each text has once and that stand in the same order in both."""
    once_old, once_new = Counter(old), Counter(new)
    place = {line: number for number, line in enumerate(new) if once_new[line] == 1}
    pairs = [(number, place[line]) for number, line in enumerate(old) if once_old[line] == 1 and line in place]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        spot = bisect_left(ends, there)
        ends[spot : spot + 1] = [there]
        last[spot : spot + 1] = [number]
        before.append(last[spot - 1] if spot else -1)
    row, number = [], last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]
