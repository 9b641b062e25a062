"""GitHub's Markdown with what Discourse adds: quotes, details, notes, tabs, dates and sized pictures."""

from collections.abc import Iterable, Iterator

from docs_hub.domain.code_lines import outside_code
from docs_hub.domain.discourse import DISCOURSE
from docs_hub.domain.discourse_tables import without_tables
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render import discourse_tags
from docs_hub.domain.render.discourse_inline import discourse_inline
from docs_hub.domain.render.engine_gfm import gfm_parser
from docs_hub.domain.render.tab_sets import with_tabs
from docs_hub.domain.render.tag_blocks import Laid, lay_out, render_laid, tag_blocks
from docs_hub.domain.render.unknown import unknown_syntax


class DiscourseEngine:
    """One parser for all pages of a source; the tables of its index topic are shown to nobody."""

    def __init__(self, extensions: tuple[Extension, ...] = ()) -> None:
        self.problems: list[tuple[int, str]] = []
        self._index = next((one.options.get("index", "") for one in extensions if one.name == DISCOURSE), "")
        self._grammar = discourse_tags.DiscourseGrammar()
        self._parser = gfm_parser()
        self._parser.use(tag_blocks, discourse_tags.shown).use(discourse_inline)
        self._last: tuple[str, Laid] = ("", Laid(""))

    def convert(self, text: str, path: str) -> str:
        laid = lay_out(self._shown(text, path), self._grammar)
        html = render_laid(self._parser, laid)
        self._last = (text, laid)
        return with_tabs(html) if "<tab" in html else html

    def _shown(self, text: str, path: str) -> str:
        return without_tables(text) if path == self._index else text

    def unknown(self, text: str, path: str) -> Iterator[tuple[int, str]]:
        """Pairs of line and what; each thing once a page. Of the text that was converted last, or ends with it."""
        last, laid = self._last
        before = text.count("\n") - last.count("\n") if text.endswith(last) else 0
        seen = list(outside_code(self._shown(last, path).split("\n")))
        found = [(line + before, what) for line, what in discourse_tags.not_understood(laid, seen)]
        once: dict[str, int] = {}
        for line, what in [*found, *unknown_syntax(text, dialect="gfm")]:
            once.setdefault(what, line)
        yield from sorted((line, what) for what, line in once.items())

    def brought(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        """By line, the text that the page includes there."""
        return ()
