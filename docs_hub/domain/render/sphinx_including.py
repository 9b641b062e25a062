"""Directives that show other files of the tree: `include` and `literalinclude`, in reStructuredText and MyST."""

import posixpath
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from pygments.lexers import find_lexer_class_for_filename

from docs_hub.domain.included_lines import lines_of, part_of
from docs_hub.domain.paths import is_markdown
from docs_hub.domain.render.sphinx_tolerant import Tolerant
from docs_hub.domain.sphinx_includes import MOST_A_PAGE, TOTAL, find


class Inclusions:
    """What the page being rendered has included so far. `source` names each inclusion for the parser."""

    def __init__(self, files: dict[str, str], page: str) -> None:
        self.files, self.page = files, page
        self._paths: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self.open: list[str] = []
        self.count, self.room = 0, TOTAL

    def path(self, source: str) -> str:
        """The included file that a line came from; empty for the page itself."""
        return self._paths.get(source, "")

    def begin(self, path: str, above: str) -> str | None:
        """A name for the inclusion; None where the file would include itself."""
        if path == self.page or path in self._files_above(above):
            return None
        source = f"{path}#{len(self._paths)}"
        self._paths[source], self._above[source] = path, above
        return source

    def _files_above(self, source: str) -> Iterator[str]:
        while source in self._paths:
            yield self._paths[source]
            source = self._above[source]


class _Including(Tolerant):
    def run(self) -> list[nodes.Node]:
        known: Inclusions = self.state.document.settings.inclusions
        above = self._above(known)
        path = find(known.files, self.argument, known.page, known.path(above))
        known.count += 1
        if path is None or known.count > MOST_A_PAGE or known.room < 0:
            return self.named()
        known.room -= len(known.files[path])
        return self.shown(known, path, above)

    def named(self) -> list[nodes.Node]:
        return [nodes.paragraph("", "", nodes.literal("", f"{self.name} {self.argument}".strip()))]

    def _above(self, known: Inclusions) -> str:
        if _is_myst(self.state):
            return known.open[-1] if known.open else ""
        source, _ = self.state_machine.get_source_and_line(self.lineno)
        return str(source or "")

    def shown(self, known: Inclusions, path: str, above: str) -> list[nodes.Node]:
        raise NotImplementedError

    def block(self, text: str, path: str, language: str = "") -> list[nodes.Node]:
        language = language or str(self.options.get("language") or "") or language_of(path)
        block = nodes.literal_block(text, text, language=language)
        caption = str(self.options.get("caption", "")) or ("" if "caption" not in self.options else path)
        return [nodes.paragraph("", "", *self.inline(caption), classes=["filename"]), block] if caption else [block]


class LiteralInclude(_Including):
    def shown(self, known: Inclusions, path: str, above: str) -> list[nodes.Node]:
        return self.block("\n".join(lines_of(known.files[path], self.options)), path)


class Include(_Including):
    """reStructuredText in a page of Markdown is shown as its text; the other way round it is Markdown."""

    def shown(self, known: Inclusions, path: str, above: str) -> list[nodes.Node]:
        text = part_of(known.files[path], self.options)
        is_myst = _is_myst(self.state)
        is_other = is_myst and not is_markdown(path)
        if "literal" in self.options or "code" in self.options or is_other:
            return self.block(text, path, str(self.options.get("code") or "") or "text")
        source = known.begin(path, above)
        if source is None:
            return self.named()
        if is_myst:
            self._render(known, source, text)
        elif is_markdown(path):
            return self._as_markdown(known, source, text)
        else:
            lines = StringList(["", *text.expandtabs(8).splitlines(), ""], source)
            self.state_machine.insert_input(lines, source)
        return []

    def _render(self, known: Inclusions, source: str, text: str) -> None:
        known.open.append(source)
        try:
            self.state._renderer.nested_render_text(text, self.lineno)
        finally:
            known.open.pop()

    def _as_markdown(self, known: Inclusions, source: str, text: str) -> list[nodes.Node]:
        settings = self.state.document.settings
        known.open.append(source)
        try:
            found: list[nodes.Node] = settings.markdown_nodes(text, source, settings)
        finally:
            known.open.pop()
        return found


def _is_myst(state: Any) -> bool:
    return hasattr(state, "_renderer")


def language_of(path: str) -> str:
    """As the ending of the file tells."""
    lexer = find_lexer_class_for_filename(posixpath.basename(path))
    return str(lexer.aliases[0]) if lexer is not None and lexer.aliases else ""
