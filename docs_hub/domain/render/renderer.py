"""From the exact source text of one page to all that is derived from it.

The engine of a dialect is imported where a source is written in it: each brings a parser of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from docs_hub.domain.book import BOOK
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.hiding.blocks import Parted, without_conditions, without_hidden_tags
from docs_hub.domain.hiding.front_matter import unreadable_settings
from docs_hub.domain.mkdocs_config import MACROS, Extension
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

RENDER_VERSION = 8
DIALECTS = ("mkdocs", "gfm", "docusaurus", "sphinx", "discourse")
_MDX_IMPORT = re.compile(r"^(?:import\s[^'\"\n]+\sfrom\s+['\"][^'\"]+['\"];?|export\s+const\s.+)$\n?", re.MULTILINE)
_NO_SEARCH = re.compile(r"\A(?:\s*\n)?(?::[^\n]*\n){0,40}:no-?search:", re.IGNORECASE)


class Engine(Protocol):
    """`problems`: what concerns the whole source, with the line of its configuration."""

    problems: list[tuple[int, str]]

    def convert(self, text: str, path: str) -> str: ...


class RenderingError(Exception):
    """Why a page cannot be rendered, as the end of a sentence."""


@dataclass(frozen=True)
class Rendered:
    """`withheld` names, by line, parts of the page that are not shown; `has_withheld`: whether there is any at all."""

    document: Document
    title: str
    front_matter: dict[str, Any]
    withheld: tuple[tuple[int, str], ...] = ()
    has_withheld: bool = False


class Renderer:
    """Renders the pages of one source one after another; `problems` concern the whole source."""

    def __init__(self, dialect: str, extensions: tuple[Extension, ...] = ()) -> None:
        self.dialect = dialect
        self._has_macros = any(extension.name == MACROS for extension in extensions)
        self._engine = _engine(dialect, extensions)
        self.problems = self._engine.problems

    def render(self, source: str, *, path: str, around: Surroundings) -> Rendered:
        text = readable(for_form(source))
        shown = self._shown(text)
        settings, markdown = self._split(shown.text, path)
        prepared = _without_mdx(markdown) if self.dialect == "gfm" else markdown
        document = finish(
            self._engine.convert(prepared, path),
            path=path,
            source=text,
            around=around,
            dialect=self.dialect,
            brought=lambda: self._brought(text, path),
        )
        document.unknown = [*self._not_read(text, path), *self._unknown(shown.text, path)]
        title = _plain(settings.get("title")) or document.title
        return Rendered(document, title, settings, *self._withheld(shown, path))

    def _shown(self, text: str) -> Parted:
        """Without what only some readers are meant to see."""
        if self.dialect == "discourse":
            return without_hidden_tags(text)
        if self.dialect == "gfm" or self._has_macros:
            return without_conditions(text, also_in_code=self._has_macros)
        return Parted(text)

    def _withheld(self, shown: Parted, path: str) -> tuple[tuple[tuple[int, str], ...], bool]:
        if self.dialect != "sphinx":
            return shown.withheld, bool(shown.withheld)
        engine = cast("SphinxEngine", self._engine)
        return tuple(engine.withheld(shown.text, path)), engine.is_anything_kept_back

    def _not_read(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        """Settings on top that cannot be read, so that none of them is used."""
        if self.dialect == "sphinx" and not cast("SphinxEngine", self._engine).is_front_matter_there(path):
            return ()
        found = unreadable_settings(text)
        return ((found.line, found.why),) if found else ()

    def _split(self, text: str, path: str) -> tuple[dict[str, Any], str]:
        if self.dialect == "sphinx" and not cast("SphinxEngine", self._engine).is_front_matter_there(path):
            return ({"nosearch": True} if _NO_SEARCH.search(text[:2_000]) else {}), text
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
