"""GitHub's Markdown with what mdBook and GitBook add: included files, hidden lines of Rust, notes and tabs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from docs_hub.domain.book import BOOK
from docs_hub.domain.book_includes import BookIncluding
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render import gitbook
from docs_hub.domain.render.engine_gfm import fenced, gfm_parser
from docs_hub.domain.render.tab_sets import with_tabs
from docs_hub.domain.render.tag_blocks import Laid, lay_out, render_laid, tag_blocks
from docs_hub.domain.render.unknown import unknown_syntax

_HIDDEN = re.compile(r"^[ \t]*#(?:[ \t].*)?$\n?", re.MULTILINE)
_SHARP = re.compile(r"^([ \t]*)##", re.MULTILINE)


class BookEngine:
    """One parser for all pages of a book."""

    def __init__(self, extensions: tuple[Extension, ...]) -> None:
        self.problems: list[tuple[int, str]] = []
        self._including = next((one.options[BOOK] for one in extensions if one.name == BOOK), BookIncluding())
        self._grammar = gitbook.GitBookGrammar()
        self._parser = gfm_parser()
        self._parser.use(tag_blocks, gitbook.shown)
        self._parser.add_render_rule("fence", _fence)

    def convert(self, text: str, path: str) -> str:
        laid = lay_out(self._including.shown(text, path).text, self._grammar)
        html = render_laid(self._parser, laid)
        return with_tabs(html) if "<tab" in html else html

    def unknown(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        """Pairs of line and what; each thing once a page."""
        found = [
            *self._including.shown(text, path).problems,
            *gitbook.not_understood(self._parsed(text)),
            *unknown_syntax(text, dialect="gfm"),
        ]
        once: dict[str, int] = {}
        for line, what in found:
            once.setdefault(what, line)
        yield from sorted((line, what) for what, line in once.items())

    def _parsed(self, text: str) -> Laid:
        """Without what it includes, so that lines are those of the page."""
        laid = lay_out(text, self._grammar)
        if laid.blocks or laid.left:
            render_laid(self._parser, laid)
        return laid

    def brought(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        return self._including.shown(text, path).brought


def _fence(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Lines of Rust that begin with `# ` are for its compiler."""
    token = tokens[index]
    if re.match(r"\s*rust\b", token.info):
        token.content = _SHARP.sub(r"\1#", _HIDDEN.sub("", token.content))
    return fenced(token)
