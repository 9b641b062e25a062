"""Directives of Sphinx that show their content under a condition, or to nobody."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes

from docs_hub.domain.hiding.sphinx import HTML_TAGS, is_true
from docs_hub.domain.render.sphinx_tolerant import Tolerant

CONDITIONS = ("only", "ifconfig", "todo")
NAMES_THAT_HIDE = re.compile(
    r"(?:^|[-_:])(?:if|unless|hide|hidden|draft|private|internal|confidential|secret|restricted|conditional|comment)"
)
_FORMATS = HTML_TAGS | {
    "latex", "pdf", "text", "man", "texinfo", "info", "epub", "singlehtml", "dirhtml", "gettext", "xml", "pseudoxml",
    "htmlhelp", "qthelp", "devhelp", "applehelp", "rinoh", "confluence", "docx", "json", "linkcheck", "changes",
}  # fmt: skip
"""Tags that a builder sets; any other is the project's own."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_MARKS = r"^[ \t]*(?:(?:[-*+|]|\d{1,9}[.)])[ \t]+)*"
_DIRECTIVE = re.compile(
    _MARKS
    + r"(?:\.\. (?:\|[^|\n]{1,200}\| )?([A-Za-z][\w:+.-]*)::|(?:`{3,}|:{3,}|~{3,})\{([A-Za-z][\w:+.-]*)\})[ \t]*(.*)$",
    re.MULTILINE,
)


def is_hiding(name: str) -> bool:
    """Whether a directive that is not known here says that it hides what it holds."""
    return bool(NAMES_THAT_HIDE.search(name))


def is_shown(name: str, argument: str, facts: Mapping[str, Any]) -> bool:
    if name == "only":
        return is_true(argument, None, facts.get("tags", HTML_TAGS)) is True
    if name == "ifconfig":
        return is_true(argument, facts.get("conf", {}), ()) is True
    return bool(facts.get("shows_todo")) if name == "todo" else not is_hiding(name)


def withheld_in(text: str, facts: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """By line, the parts that are not shown and of which somebody may expect that they are.

    What is for another format than pages of the web is not named, nor is a note of things to do.
    """
    for match in _DIRECTIVE.finditer(text) if ".. " in text or "{" in text else ():
        name, argument = match.group(1) or match.group(2), match.group(3).strip()
        if what := _said(name, argument, facts):
            yield text.count("\n", 0, match.start(1 if match.group(1) else 2)) + 1, what


def _said(name: str, argument: str, facts: Mapping[str, Any]) -> str:
    shown = f"{name}:: {argument[:80]}"
    if name == "only":
        own = sorted(set(_WORD.findall(argument)) - _FORMATS - {"and", "or", "not"} - set(facts.get("tags", ())))
        if is_shown(name, argument, facts):
            return f"{shown} is shown, for conf.py does not set {' or '.join(own)}" if own else ""
        return f"{shown} is not shown, for conf.py does not set {' or '.join(own)}" if own else ""
    if name == "ifconfig":
        return (
            "" if is_shown(name, argument, facts) else f"{shown} is not shown: it does not hold, or conf.py computes it"
        )
    if name == "todo":
        return f"{name} is not shown, for conf.py computes todo_include_todos" if facts.get("todo_is_unsure") else ""
    return f"{shown} is not shown, for its name says that it hides" if is_hiding(name) else ""


class Conditional(Tolerant):
    """What it holds where its condition is met for certain, else nothing."""

    def run(self) -> list[nodes.Node]:
        settings = self.state.document.settings
        if is_shown(self.name, self.argument, settings.facts):
            return self.parsed(nodes.container()).children
        settings.kept_back.append(self.name)
        return []


class Todo(Conditional):
    def run(self) -> list[nodes.Node]:
        found = super().run()
        if not self.state.document.settings.facts.get("shows_todo"):
            return []
        box = nodes.admonition(classes=["todo"])
        box += nodes.title("", "To do")
        if self.argument:
            box += nodes.paragraph("", "", *self.inline(self.argument))
        box += found
        return [box]
