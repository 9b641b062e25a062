"""Two texts side by side as lines that stay, go and come."""

from dataclasses import dataclass

from docs_hub.domain.same_lines import same_lines
from docs_hub.domain.source_text import for_form, lines_of

AROUND = 3
MOST = 2_000


@dataclass(frozen=True)
class DiffLine:
    """`kind`: same, removed, added, or gap, where unchanged lines are left out."""

    kind: str
    text: str = ""


def changed_lines(old: str, new: str) -> list[DiffLine]:
    """Each change with a few lines around it; the first MOST lines. None where nothing changed."""
    before, after = lines_of(for_form(old)), lines_of(for_form(new))
    if before == after:
        return []
    out: list[DiffLine] = []
    at, here = 0, 0
    for start, in_new, size in [*same_lines(before, after), (len(before), len(after), 0)]:
        out += [DiffLine("removed", line.rstrip("\n")) for line in before[at:start]]
        out += [DiffLine("added", line.rstrip("\n")) for line in after[here:in_new]]
        out += _some(
            before[start : start + size],
            is_first=not out,
            is_last=start + size == len(before) and in_new + size == len(after),
        )
        at, here = start + size, in_new + size
    return out[:MOST]


def _some(lines: list[str], *, is_first: bool, is_last: bool) -> list[DiffLine]:
    shown = [DiffLine("same", line.rstrip("\n")) for line in lines]
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(shown) <= head + tail:
        return shown
    return [*shown[:head], DiffLine("gap"), *shown[len(shown) - tail :]]


def count_changes(old: str, new: str) -> tuple[int, int]:
    """Lines added and removed."""
    lines = changed_lines(old, new)
    return sum(line.kind == "added" for line in lines), sum(line.kind == "removed" for line in lines)
