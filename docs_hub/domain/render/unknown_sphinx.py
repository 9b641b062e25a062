"""What a page of a Sphinx site asks for that is not understood here, with its lines."""

import re
from collections.abc import Iterator, Mapping

from docs_hub.domain.render import sphinx_directives, sphinx_roles
from docs_hub.domain.render.sphinx_conditions import is_hiding
from docs_hub.domain.sphinx_includes import find, line_before, mentions

_ROLE = re.compile(r"(?:(?<![\w:`]):([A-Za-z][\w:+.-]{0,100}):|\{([A-Za-z][\w:+.-]{0,100})\})`[^`]")
_MARKS = re.compile(r"[ \t|*+#.0-9()\"-]*")
"""Of lists and tables; a mention behind anything else may be prose."""
_DIRECTIVE = re.compile(r"^\s*(?:\.\. ([A-Za-z][\w:+.-]*)::(?:\s|$)|(?:`{3,}|:{3,})\{([A-Za-z][\w:+.-]*)\})")


def unknown_in_sphinx(text: str, path: str, files: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Pairs of line and what; each thing once a page. `files`: what pages of the site may include."""
    yield from sorted([*_not_included(text, path, files), *_not_known(text)], key=lambda entry: entry[0])


def _not_included(text: str, path: str, files: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for _, target, at in mentions(text):
        is_sure = _MARKS.fullmatch(line_before(text, at))
        if is_sure and find(files, target, path) is None and target not in seen:
            seen.add(target)
            yield text.count("\n", 0, at) + 1, f"{target[:200]} is no file of the tree that can be included"


def _not_known(text: str) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        for what in _in_line(line):
            if what not in seen:
                seen.add(what)
                yield number, what


def _in_line(line: str) -> Iterator[str]:
    if match := _DIRECTIVE.match(line):
        name = match.group(1) or match.group(2)
        if name in sphinx_directives.READING:
            yield f"directive {name} reads or runs code, so only its name is shown"
        elif name != "eval-rst" and sphinx_directives.is_unknown(name) and not is_hiding(name):
            yield f"directive {name} is unknown, its content is shown"
    for match in _ROLE.finditer(line):
        name = match.group(1) or match.group(2)
        if not name.startswith(sphinx_directives.DOMAINS) and name.rpartition(":")[2] not in sphinx_roles.KNOWN:
            yield f"role {name} is unknown, its text is shown"
