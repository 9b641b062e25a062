"""Formulas between dollars as GitHub reads them: `$a$` in a line, `$$` around one that stands on its own."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from docs_hub.domain.render.drawings import drawn_block

_INLINE = re.compile(r"\$(?:`([^`\n]+)`|(?![\s$])((?:\\.|[^\\$`\n])+?)(?<!\s))\$(?![\w$])")
_DOUBLE = re.compile(r"\$\$(?!\s)((?:\\.|[^\\$\n])+?)\$\$")


def dollar_math(parser: MarkdownIt) -> None:
    """Prices and names of variables stay text: no formula begins in a word, before a space, or ends before a letter."""
    parser.inline.ruler.before("escape", "math_inline", _inline)
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "math_block", _block, {"alt": ends})
    parser.add_render_rule("math_inline", _show_inline)
    parser.add_render_rule("math_block", _show_block)


def _show_inline(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<code class="math">{escape(tokens[index].content, quote=False)}</code>'


def _show_block(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return drawn_block(tokens[index].content, "math")


def _inline(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    if state.src[state.pos] != "$" or before.isalnum() or before in "\\$_":
        return False
    match = _DOUBLE.match(state.src, state.pos) or _INLINE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("math_inline", "code", 0)
        token.content = next(part for part in match.groups() if part is not None)
    state.pos = match.end()
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """From a line that begins with `$$` to the one that ends with it."""
    first = _line(state, start)
    if state.is_code_block(start) or not first.startswith("$$"):
        return False
    rest = first[2:].rstrip()
    if rest.endswith("$$") and len(rest) > 2:
        return _push(state, start, start + 1, rest[:-2], silent)
    unending = state.env.setdefault("unending_math", {})  # by where a block ends: no formula from there on does
    if start >= unending.get(end, end):
        return False
    for number in range(start + 1, end):
        line = _line(state, number).rstrip()
        if line.endswith("$$"):
            lines = [rest, *(_line(state, one) for one in range(start + 1, number)), line[:-2]]
            return _push(state, start, number + 1, "\n".join(lines), silent)
    unending[end] = start
    return False


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _push(state: StateBlock, start: int, end: int, tex: str, silent: bool) -> bool:
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content, token.block, token.map = tex.strip(), True, [start, end]
        state.line = end
    return True
