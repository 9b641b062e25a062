"""From the exact source text of one page to all that is derived from it.

The engine of a dialect is imported where a source is written in it: each brings a parser of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from docs_hub.domain.book import BOOK
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render.code_parts import outside_fences, without_comments
from docs_hub.domain.render.document import Document
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.postprocess import finish
from docs_hub.domain.render.unknown import unknown_syntax
from docs_hub.domain.source_text import for_form, plain_text, readable

if TYPE_CHECKING:
    from docs_hub.domain.render.engine_book import BookEngine
    from docs_hub.domain.render.engine_discourse import DiscourseEngine
    from docs_hub.domain.render.engine_gfm import GfmEngine
    from docs_hub.domain.render.engine_mkdocs import MkDocsEngine
    from docs_hub.domain.render.engine_sphinx import SphinxEngine

    Telling = MkDocsEngine | SphinxEngine | GfmEngine | BookEngine | DiscourseEngine

RENDER_VERSION = 7
DIALECTS = ("mkdocs", "gfm", "docusaurus", "sphinx", "discourse")
_MDX_IMPORT = re.compile(r"^(?:import\s[^'\"\n]+\sfrom\s+['\"][^'\"]+['\"];?|export\s+const\s.+)$\n?", re.MULTILINE)


class Engine(Protocol):
    """`problems`: what concerns the whole source, with the line of its configuration."""

    problems: list[tuple[int, str]]

    def convert(self, text: str, path: str) -> str: ...


class RenderingError(Exception):
    """Why a page cannot be rendered, as the end of a sentence."""


@dataclass(frozen=True)
class Rendered:
    document: Document
    title: str
    front_matter: dict[str, Any]


class Renderer:
    """Renders the pages of one source one after another; `problems` concern the whole source."""

    def __init__(self, dialect: str, extensions: tuple[Extension, ...] = ()) -> None:
        self.dialect = dialect
        self._engine = _engine(dialect, extensions)
        self.problems = self._engine.problems

    def render(self, source: str, *, path: str, around: Surroundings) -> Rendered:
        text = readable(for_form(source))
        settings, markdown = self._split(text, path)
        prepared = _without_mdx(markdown) if self.dialect == "gfm" else markdown
        document = finish(
            self._engine.convert(prepared, path),
            path=path,
            source=text,
            around=around,
            dialect=self.dialect,
            brought=lambda: self._brought(text, path),
        )
        document.unknown = list(self._unknown(text, path))
        return Rendered(document, _plain(settings.get("title")) or document.title, settings)

    def _split(self, text: str, path: str) -> tuple[dict[str, Any], str]:
        if self.dialect == "sphinx" and not cast("SphinxEngine", self._engine).is_front_matter_there(path):
            return {}, text
        return split_front_matter(text, plain_keys=self.dialect == "mkdocs")

    def _brought(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        return () if self.dialect == "docusaurus" else self._telling().brought(text, path)

    def _unknown(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        if self.dialect == "docusaurus":
            return unknown_syntax(text, dialect=self.dialect)
        return self._telling().unknown(text, path)

    def _telling(self) -> "Telling":
        return cast("Telling", self._engine)


def _engine(dialect: str, extensions: tuple[Extension, ...]) -> Engine:
    if dialect == "mkdocs":
        from docs_hub.domain.render.engine_mkdocs import MkDocsEngine

        return MkDocsEngine(extensions)
    if dialect == "sphinx":
        from docs_hub.domain.render.engine_sphinx import SphinxEngine

        return SphinxEngine(extensions)
    if dialect == "docusaurus":
        from docs_hub.domain.render.engine_docusaurus import DocusaurusEngine

        return DocusaurusEngine(extensions)
    if dialect == "discourse":
        from docs_hub.domain.render.engine_discourse import DiscourseEngine

        return DiscourseEngine(extensions)
    if any(extension.name == BOOK for extension in extensions):
        from docs_hub.domain.render.engine_book import BookEngine

        return BookEngine(extensions)
    from docs_hub.domain.render.engine_gfm import GfmEngine

    return GfmEngine()


def _plain(value: Any) -> str:
    return plain_text(value) if isinstance(value, (str, int, float)) else ""


def _without_mdx(text: str) -> str:
    """Import lines and comments of MDX go; code blocks stay as they are."""
    return outside_fences(text, lambda part: without_comments(_MDX_IMPORT.sub("", part)))
