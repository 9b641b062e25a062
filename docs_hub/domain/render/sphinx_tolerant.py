"""What all directives have in common here: they take any option, and argument and content as they are."""

from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives


class _AnyOption(dict[str, Callable[[Any], Any]]):
    """Every option is taken as it is written."""

    def __missing__(self, name: str) -> Callable[[Any], Any]:
        return lambda value: value or ""


class Tolerant(Directive):
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _AnyOption(name=directives.unchanged)

    @property
    def argument(self) -> str:
        return self.arguments[0].strip() if self.arguments else ""

    def parsed(self, into: nodes.Element) -> nodes.Element:
        self.state.nested_parse(self.content, self.content_offset, into)
        return into

    def inline(self, text: str) -> list[nodes.Node]:
        found, messages = self.state.inline_text(text, self.lineno)
        return [*found, *messages]
