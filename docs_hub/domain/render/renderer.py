"""From the exact source text of one page to all that is derived from it."""

import re
from dataclasses import dataclass
from typing import Any

from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render.document import Document
from docs_hub.domain.render.engine_docusaurus import DocusaurusEngine
from docs_hub.domain.render.engine_gfm import GfmEngine
from docs_hub.domain.render.engine_mkdocs import MkDocsEngine
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.postprocess import finish
from docs_hub.domain.render.unknown import unknown_syntax
from docs_hub.domain.source_text import for_form, plain_text, readable

RENDER_VERSION = 3
DIALECTS = ("mkdocs", "gfm", "docusaurus")
_MDX_IMPORT = re.compile(r"^(?:import\s.+\sfrom\s+['\"][^'\"]+['\"];?|export\s+const\s.+)$\n?", re.MULTILINE)
_MDX_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_CODE = re.compile(r"(^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\2[`~]*\s*$)", re.MULTILINE | re.DOTALL)


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
        settings, markdown = split_front_matter(text, plain_keys=self.dialect == "mkdocs")
        prepared = _without_mdx(markdown) if self.dialect == "gfm" else markdown
        document = finish(self._engine.convert(prepared), path=path, source=text, around=around, dialect=self.dialect)
        document.unknown = list(unknown_syntax(text, dialect=self.dialect))
        return Rendered(document, _plain(settings.get("title")) or document.title, settings)


def _engine(dialect: str, extensions: tuple[Extension, ...]) -> MkDocsEngine | GfmEngine | DocusaurusEngine:
    if dialect == "mkdocs":
        return MkDocsEngine(extensions)
    return DocusaurusEngine() if dialect == "docusaurus" else GfmEngine()


def _plain(value: Any) -> str:
    return plain_text(value) if isinstance(value, (str, int, float)) else ""


def _without_mdx(text: str) -> str:
    """Import lines and comments of MDX go; code blocks stay as they are."""
    parts = _CODE.split(text)
    kept = []
    for index in range(0, len(parts), 3):
        kept.append(_MDX_COMMENT.sub("", _MDX_IMPORT.sub("", parts[index])))
        kept.append(parts[index + 1] if index + 1 < len(parts) else "")
    return "".join(kept)
