"""Issue texts as safe HTML: GitHub's Markdown, no raw HTML, and nothing that makes a browser ask another host."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.tasklists import tasklists_plugin

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "input", "li", "ol", "p", "pre", "s",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "li": {"class"},
    "ul": {"class"},
    "input": {"type", "checked", "disabled"},
}
MAX_LENGTH = 60_000
SPACE = re.compile(r"\s+")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
WORDLESS = re.compile(r"```.*?(?:```|\Z)|^[ \t]*(?:[#>|*+-]+(?:\s|$)|\[[ x]\])+", re.DOTALL | re.MULTILINE)
DRAWN = re.compile(
    r"^[ \t>]*(~~~|```).*?(?:^[ \t>]*\1|\Z)"  # code and drawings
    r"|^[ \t>]*\|[^\n]*"  # a row of a table
    r"|^[^|\n]+\|[^\n]*\n[ \t]*:?-+:?[ \t]*\|[^\n]*(?:\n[^|\n]*\|[^\n]*)*",  # a table without outer bars
    re.DOTALL | re.MULTILINE,
)
MARKS = re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)")
LINK = re.compile(r"!?\[([^\[\]]*+)\]\((?:[^()]|\([^()]*+\))*+\)")


@dataclass(frozen=True)
class IssueText:
    """What the board keeps of a text: its beginning, its words, and the safe HTML."""

    excerpt: str
    words: str
    html: str


class _Renderer(RendererHTML):
    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link in words: the picture itself would be fetched from another host."""
        token = tokens[idx]
        words = self.renderInlineAsText(token.children or [], options, env) or "picture"
        link = Token("link_open", "a", 1, attrs={"href": str(token.attrGet("src") or "")})
        return f"{self.renderToken([link], 0, options, env)}Picture: {_escape(words)}</a>"

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Two levels lower, under the headings of the page."""
        return f"<h{min(6, int(tokens[idx].tag[1]) + 2)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"</h{min(6, int(tokens[idx].tag[1]) + 2)}>"


def _parser() -> MarkdownIt:
    rules = {"html": False, "linkify": True, "breaks": True, "maxNesting": 30}
    parser = MarkdownIt("gfm-like", rules, renderer_cls=_Renderer)
    return parser.use(tasklists_plugin)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_PARSER = _parser()


def render_issue(text: str) -> str:
    """Sanitized HTML; a text beyond MAX_LENGTH is cut, for it can be read on GitHub."""
    source = COMMENT.sub("", text)[:MAX_LENGTH]
    return nh3.clean(
        _PARSER.render(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain_text(text: str, length: int = 4000) -> str:
    """The words alone, for search and excerpts."""
    words = LINK.sub(r"\1", LINK.sub(r"\1", COMMENT.sub("", text[:MAX_LENGTH])))  # a picture may be a link's words
    return SPACE.sub(" ", MARKS.sub("", WORDLESS.sub(" ", words))).strip()[:length]


def excerpt(text: str, length: int = 180) -> str:
    """The beginning in sentences: tables and drawings are left out, and it is cut between words."""
    words = plain_text(DRAWN.sub(" ", text[:MAX_LENGTH]), length + 40)
    return words if len(words) <= length else words[:length].rsplit(" ", 1)[0].rstrip(" .,;:!?…-–") + "…"


def issue_text(text: str) -> IssueText:
    return IssueText(excerpt(text), plain_text(text), render_issue(text))
