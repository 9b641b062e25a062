"""What a writer should know about a text in reStructuredText, whose headings have their levels from their order."""

import re
from collections.abc import Iterator

_PICTURE = re.compile(r"^(\s*)\.\. (?:\|[^|]+\| )?(?:image|figure):: +\S")
_ALT = re.compile(r"^\s+:alt:\s*\S")


def pictures_without_words(shown: str) -> Iterator[int]:
    """Lines of pictures that nothing describes for people who cannot see them."""
    lines = shown.split("\n")
    for number, line in enumerate(lines):
        if (match := _PICTURE.match(line)) and not any(map(_ALT.match, _options(lines, number, len(match.group(1))))):
            yield number + 1


def _options(lines: list[str], number: int, indent: int) -> Iterator[str]:
    """The lines right below the directive that are indented further."""
    for line in lines[number + 1 : number + 21]:
        if not line.strip() or len(line) - len(line.lstrip()) <= indent:
            return
        yield line
