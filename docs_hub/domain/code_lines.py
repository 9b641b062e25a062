"""What of a Markdown text is no code, line by line."""

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+)?(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")


def outside_code(lines: Iterable[str], fill: str = "") -> Iterator[str]:
    """Each line, empty where it belongs to a block of code; `fill` is for each character of the code inside it."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if match and not fence:
            fence = match.group(1)
            yield ""
        elif fence:
            if match and match.group(1).startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            yield ""
        else:
            yield _without_code(line, fill) if "`" in line else line


def _without_code(line: str, fill: str) -> str:
    """Each run of backticks up to the next run of the same length goes; in one pass, whatever the line holds."""
    runs = list(_TICKS.finditer(line))
    following: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        following.setdefault(len(runs[number].group()), []).append(number)
    kept, at, number = [], 0, 0
    while number < len(runs):
        same = following[len(runs[number].group())]
        while same and same[-1] <= number:
            same.pop()
        if same:
            kept.append(line[at : runs[number].start()])
            kept.append(fill * (runs[same[-1]].end() - runs[number].start()))
            number = same[-1]
            at = runs[number].end()
        number += 1
    return "".join(kept) + line[at:]
