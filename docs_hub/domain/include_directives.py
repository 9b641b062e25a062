"""`{% include-markdown "file" %}` and `{% include "file" %}` of a plugin, from files that the import has read."""

import posixpath
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.inclusion import NotIncludedError, PageInclusions
from docs_hub.domain.moved_markdown import deeper, seen_from
from docs_hub.domain.paths import inside

NAME = "include-markdown"
MARK = "{%"
DEEPEST_INDENT = 80
_TAG = re.compile(r"\{%((?:[^%{]|%(?!\})|\{(?!%)){1,2000})%\}")
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_DIRECTIVE = re.compile(rf"\s*+(include-markdown|include)\s++({_QUOTED})(.*)", re.DOTALL)
_ARGUMENT = re.compile(rf"(?<![\w-])([\w-]{{1,40}})=({_QUOTED}|[\w-]{{1,40}})", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {"n": "\n", "t": "\t", "r": ""}
_NOT_SO = {"preserve-includer-indent", "rewrite-relative-urls", "trailing-newlines", "recursive"}
"""What is done unless it is declined."""


class IncludeDirectives:
    """Those of one page, whose folder of pages is `docs_dir`; `defaults` are the plugin's settings."""

    def __init__(self, defaults: Mapping[str, Any], docs_dir: str, taken: PageInclusions) -> None:
        self.docs_dir, self.taken = docs_dir, taken
        self.defaults = {name.replace("_", "-"): _told(value) for name, value in defaults.items()}

    def shown(self, text: str) -> tuple[str, list[int]]:
        """The text with what it includes, and for each of its lines the one of the page that it came from."""
        parts: list[str] = []
        lines = [1]
        for part, first, is_own in self._parts(text, self.taken.page, ()):
            parts.append(part)
            lines += [first + number if is_own else first for number in range(1, part.count("\n") + 1)]
        return "".join(parts), lines

    def _parts(self, text: str, file: str, above: tuple[str, ...], line: int = 0) -> Iterator[tuple[str, int, bool]]:
        """Pieces of the text as they come, with the line where each begins; `line` is set below an included file."""
        at, here = 0, 1
        for tag in _TAG.finditer(text):
            match = _DIRECTIVE.fullmatch(tag.group(1))
            if match is None:
                continue
            before = text[at : tag.start()]
            yield before, line or here, not line
            here += before.count("\n")
            yield self._included(match, tag, file, above, line or here), line or here, False
            here, at = here + tag.group().count("\n"), tag.end()
        yield text[at:], line or here, not line

    def _included(self, match: re.Match[str], tag: re.Match[str], file: str, above: tuple[str, ...], line: int) -> str:
        try:
            text = self._text(match, _width_before(tag), file, above, line)
        except NotIncludedError as error:
            self.taken.note(line, error)
            return tag.group()
        if not above:
            self.taken.brought.append((line, text))
        return text

    def _text(self, match: re.Match[str], width: int, file: str, above: tuple[str, ...], line: int) -> str:
        name, options = _plain(match.group(2)), self.defaults | _arguments(match.group(3))
        path, text = self.taken.open(name, self._places(name, file), above)
        text = _between(text, options, path)
        if options.get("recursive") != "false":
            text = "".join(part for part, _, _ in self._parts(text, path, (*above, path), line))
        self.taken.pay(len(text) + text.count("\n") * width)
        if match.group(1) == NAME:
            text = self._as_markdown(text, options, path, file)
        return _fitted(text, options, width)

    def _as_markdown(self, text: str, options: Mapping[str, str], path: str, file: str) -> str:
        text = split_front_matter(text, plain_keys=False)[1]
        if _is_on(options, "rewrite-relative-urls"):
            text = seen_from(text, posixpath.dirname(path), posixpath.dirname(file), self.taken.pay)
        return deeper(text, options.get("heading-offset", ""))

    def _places(self, name: str, file: str) -> Iterator[str]:
        """Beside the file that names it, or from the folder of the pages: the plugin's versions differ in it."""
        beside = inside(posixpath.dirname(file), name)
        for place in (beside,) if name.startswith(("./", "../")) else (inside(self.docs_dir, name), beside):
            if place:
                yield place


def _width_before(tag: re.Match[str]) -> int:
    """How far the lines are indented that follow the first one; not after a long text."""
    least = max(tag.start() - DEEPEST_INDENT - 1, 0)
    start = tag.string.rfind("\n", least, tag.start()) + 1
    return tag.start() - start if start or not least else 0


def _plain(quoted: str) -> str:
    return _ESCAPED.sub(lambda match: _MEANS.get(match.group(1), match.group(1)), quoted[1:-1])


def _arguments(text: str) -> dict[str, str]:
    return {
        match.group(1): _plain(match.group(2)) if match.group(2)[0] in "\"'" else match.group(2)
        for match in _ARGUMENT.finditer(text)
    }


def _told(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, str | int) else ""


def _is_on(options: Mapping[str, str], name: str) -> bool:
    return options.get(name) != "false" if name in _NOT_SO else options.get(name) == "true"


def _between(text: str, options: Mapping[str, str], path: str) -> str:
    """Every piece from one mark to the next other one; an end that is nowhere cuts nothing off."""
    start, end = options.get("start"), options.get("end")
    if start and start not in text:
        raise NotIncludedError(f"{path[:200]} has no text {start[:100]}")
    pieces = text.split(start)[1:] if start and end else text.split(start, 1)[1:] if start else [text]
    return "".join(piece.split(end, 1)[0] if end else piece for piece in pieces)


def _fitted(text: str, options: Mapping[str, str], width: int) -> str:
    if not _is_on(options, "trailing-newlines"):
        text = text.rstrip("\n")
    if _is_on(options, "dedent"):
        text = textwrap.dedent(text)
    return text.replace("\n", "\n" + " " * width) if _is_on(options, "preserve-includer-indent") else text
