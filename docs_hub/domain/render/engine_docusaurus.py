"""markdown-it-py as Docusaurus reads Markdown: MDX as data, admonitions, tabs, titles and marked lines of code."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from docs_hub.domain.mkdocs_config import Extension
from docs_hub.domain.render.dollar_math import dollar_math
from docs_hub.domain.render.drawings import drawn_block
from docs_hub.domain.render.engine_gfm import keep_placeholders
from docs_hub.domain.render.highlight import code_block
from docs_hub.domain.render.mdx import without_mdx
from docs_hub.domain.render.tab_sets import with_tabs

ADMONITIONS = {"note", "tip", "info", "warning", "danger", "secondary", "success", "important", "caution"}
_DIRECTIVE = re.compile(r"^\s*+([A-Za-z][\w-]*+)(?:\[(.*)\])?(?:\s++(.*+))?\s*+$")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
_MARK = re.compile(
    r"^[ \t]*(?://|#|--|%|;|/\*|\{/\*|<!--)[ \t]*highlight-(?:next-line|start|end)[ \t]*(?:\*/\}?|-->)?[ \t]*\n?",
    re.MULTILINE,
)


def _raw(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return keep_placeholders(tokens[index].content)


def _fence(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    info = tokens[index].info.strip()
    language = re.sub(r"[^\w+#.-].*", "", info.split()[0]) if info else ""
    if drawn := drawn_block(tokens[index].content, language):
        return drawn
    title = _TITLE.search(info)
    name = (title.group(1) or title.group(2) or "") if title else ""
    caption = f'<p class="filename">{escape(name)}</p>' if name else ""
    return caption + code_block(_MARK.sub("", tokens[index].content), language)


def _container(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</div>\n"
    match = _DIRECTIVE.match(token.info)
    kind = match.group(1).lower() if match else "note"
    title = (match.group(2) or match.group(3) or "").strip() if match else ""
    return f'<div class="admonition {escape(kind)}"><p class="admonition-title">{escape(title or kind)}</p>\n'


def _is_admonition(params: str, *_: Any) -> bool:
    match = _DIRECTIVE.match(params)
    return bool(match) and match is not None and match.group(1).lower() in ADMONITIONS


def _unwrap_tags(state: StateCore) -> None:
    """A paragraph of tags alone is none: it would close what it opens."""
    for place, token in enumerate(state.tokens):
        if token.type == "inline" and token.children and all(_is_tag(child) for child in token.children):
            state.tokens[place - 1].hidden = state.tokens[place + 1].hidden = True


def _is_tag(token: Token) -> bool:
    return token.type in {"html_inline", "softbreak"} or (token.type == "text" and not token.content.strip())


class DocusaurusEngine:
    """One parser for all pages of a source, with formulas where its configuration has them."""

    def __init__(self, extensions: tuple[Extension, ...] = ()) -> None:
        parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
        parser.use(footnote_plugin).use(tasklists_plugin)
        if any(extension.name == "math" for extension in extensions):
            parser.use(dollar_math)
        parser.use(container_plugin, name="directive", validate=_is_admonition, render=_container)
        parser.disable(["code", "html_block"])
        parser.core.ruler.push("unwrap_tags", _unwrap_tags)
        for name, rule in {"html_inline": _raw, "fence": _fence}.items():
            parser.add_render_rule(name, rule)
        self.problems: list[tuple[int, str]] = []
        self._parser = parser

    def convert(self, text: str, path: str) -> str:
        html = str(self._parser.render(without_mdx(text)))
        return with_tabs(html) if "<Tabs" in html else html
