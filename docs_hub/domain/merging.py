"""Three texts of one page made one again: what two people changed in different lines is kept from both."""

from collections.abc import Iterator
from dataclasses import dataclass

from docs_hub.domain.same_lines import same_lines
from docs_hub.domain.source_text import lines_of, main_eol

Lines = list[str]


@dataclass(frozen=True)
class Conflict:
    """Lines that both changed, each side's text to the byte; `line` is that of the first mark in `Merged.text`."""

    line: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """`text` holds, for each conflict, all three versions between marks as Git writes them."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Line by line, with every line end as its side has it. Changes in neighboring lines are a conflict, as in Git."""
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    eol = "\r\n" if main_eol(base) == "\r\n" else "\n"
    out: Lines = []
    conflicts: list[Conflict] = []
    for old, mine, other in _regions(lines_of(base), lines_of(ours), lines_of(theirs)):
        if mine == other or other == old:
            out += mine
        elif mine == old:
            out += other
        else:
            conflicts.append(Conflict(len(out) + 1, "".join(old), "".join(mine), "".join(other)))
            _close_line(out, eol)
            out += _marked(old, mine, other, eol)
    return Merged("".join(out), tuple(conflicts))


def _marked(old: Lines, mine: Lines, other: Lines, eol: str) -> Lines:
    out: Lines = []
    for mark, side in (("<<<<<<< ours", mine), ("||||||| base", old), ("=======", other)):
        out += [mark + eol, *side]
        _close_line(out, eol)
    return [*out, ">>>>>>> theirs" + eol]


def _close_line(lines: Lines, eol: str) -> None:
    """A mark begins a line, also after a text without a final newline."""
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += eol


def _regions(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """The three texts side by side: stretches that all have, and what lies between them."""
    at, mine, other = 0, 0, 0
    for start, in_ours, in_theirs, size in _shared(base, ours, theirs):
        yield base[at:start], ours[mine:in_ours], theirs[other:in_theirs]
        at, mine, other = start + size, in_ours + size, in_theirs + size
        yield base[start:at], ours[in_ours:mine], theirs[in_theirs:other]
    yield base[at:], ours[mine:], theirs[other:]


def _shared(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[int, int, int, int]]:
    first, second = same_lines(base, ours), same_lines(base, theirs)
    one, two = 0, 0
    while one < len(first) and two < len(second):
        (a, in_ours, a_size), (b, in_theirs, b_size) = first[one], second[two]
        start, end = max(a, b), min(a + a_size, b + b_size)
        if start < end:
            yield start, in_ours + start - a, in_theirs + start - b, end - start
        if a + a_size < b + b_size:
            one += 1
        else:
            two += 1


def has_marks(text: str) -> bool:
    """True where somebody still has to choose between two sides."""
    return any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in lines_of(text))
