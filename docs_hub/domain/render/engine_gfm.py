"""markdown-it-py as GitHub and its kin read Markdown, with admonition blocks and visible placeholders."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from docs_hub.domain.render.dollar_math import dollar_math
from docs_hub.domain.render.drawings import drawn_block
from docs_hub.domain.render.highlight import code_block
from docs_hub.domain.render.unknown import unknown_syntax

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*+)([^<>]*+)>")
_DIRECTIVE = re.compile(r"^\s*+([A-Za-z][\w-]*+)(?:\s*+\[(.*)\]|\s(.*+))?\s*+$")
_HTML_TAGS = {
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
}


def _is_tag(name: str) -> bool:
    """HTML's own elements, and components (`<Tabs>`) whose content stays while the tag goes."""
    return name.lower() in _HTML_TAGS or (name[0].isupper() and not name.isupper())


def keep_placeholders(html: str) -> str:
    """`<drupal_root>` and its like become text that readers see."""
    return _TAG.sub(lambda match: match.group(0) if _is_tag(match.group(2)) else escape(match.group(0)), html)


def _raw(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return keep_placeholders(tokens[index].content)


def fenced(token: Token) -> str:
    info = token.info.strip().split()
    language = re.sub(r"[^\w+#.-].*", "", info[0]) if info else ""
    return drawn_block(token.content, language) or code_block(token.content, language)


def _fence(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return fenced(tokens[index])


def _code(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return code_block(tokens[index].content, "")


def _container(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</div>\n"
    match = _DIRECTIVE.match(token.info)
    kind = match.group(1).lower() if match else "note"
    title = (match.group(2) or match.group(3) or "").strip() if match else ""
    title = re.sub(r"^\{.*\}$", "", title) or kind.capitalize()
    return f'<div class="admonition {escape(kind)}"><p class="admonition-title">{escape(title)}</p>\n'


def _any_directive(params: str, *_: Any) -> bool:
    return bool(_DIRECTIVE.match(params))


def gfm_parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    parser.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin).use(dollar_math)
    parser.use(container_plugin, name="directive", validate=_any_directive, render=_container)
    for name, rule in {"html_inline": _raw, "html_block": _raw, "fence": _fence, "code_block": _code}.items():
        parser.add_render_rule(name, rule)
    return parser


class GfmEngine:
    """One parser for all pages of a source."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self._parser = gfm_parser()

    def convert(self, text: str, path: str) -> str:
        return str(self._parser.render(text))

    def unknown(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        """Pairs of line and what; each thing once a page."""
        return unknown_syntax(text, dialect="gfm")

    def brought(self, text: str, path: str) -> Iterable[tuple[int, str]]:
        """By line, the text that the page includes there."""
        return ()
