"""Blocks between a tag and its end, such as `[details]` of Discourse and `{% hint %}` of GitBook, for markdown-it-py.

`lay_out` looks through a text once and tells which tag is ended where, so that the parser need not search: thousands
of tags without an end cost no more than as many lines.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from docs_hub.domain.code_lines import outside_code

DEEPEST = 8
"""Parsers stop at twenty levels, of which lists and quotes take some."""
_BEFORE = re.compile(r"[ \t]*(?:>[ \t]?)*")
LAID = "tag blocks"


@dataclass(frozen=True)
class Tag:
    """`line` of the text as it came."""

    name: str
    is_end: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    def option(self, *names: str) -> str:
        return next((self.options[name] for name in names if self.options.get(name)), "")


class Grammar(Protocol):
    """`alone`: names of tags that need no end."""

    alone: Collection[str]

    def tags(self, line: str, number: int) -> Sequence[tuple[int, int, Tag]]:
        """Where tags that begin or end a block stand in the line, from left to right."""
        ...


@dataclass
class Laid:
    """`text` with each tag on a line of its own; `blocks`: by line (from 0), the tag there and the line of its end.

    `left` are tags without an end or a beginning, which stay as they are written, and those too deep in others. `used`
    are the lines that the parser made blocks of, and those that it took for code.
    """

    text: str
    blocks: dict[int, tuple[Tag, int]] = field(default_factory=dict)
    left: list[tuple[int, Tag]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    @property
    def as_text(self) -> list[Tag]:
        """What stays as it is written."""
        every = [*self.left, *((line, tag) for line, (tag, _) in self.blocks.items())]
        return sorted((tag for line, tag in every if line not in self.used), key=lambda tag: tag.line)


def why_text(tag: Tag) -> str:
    """Why it stays as it is written, as the end of a sentence."""
    return f"has no {'beginning' if tag.is_end else 'end'} here, or is too deep in others, and is shown as text"


def lay_out(text: str, grammar: Grammar) -> Laid:
    lines: list[str] = []
    tags: list[tuple[int, Tag]] = []
    whole = text.split("\n")
    for number, (line, seen) in enumerate(zip(whole, outside_code(whole, " "), strict=True), 1):
        found = grammar.tags(seen, number) if seen else ()
        for part, tag in _parts(line, found) if found else [(line, None)]:
            if tag is not None:
                tags.append((len(lines), tag))
            lines.append(part)
    laid = Laid("\n".join(lines))
    _pair(laid, tags, grammar.alone)
    return laid


def _parts(line: str, found: Sequence[tuple[int, int, Tag]]) -> Iterator[tuple[str, Tag | None]]:
    """The tags and what stands between them, each with what the line begins with."""
    match = _BEFORE.match(line)
    before = match.group() if match else ""
    at = len(before)
    for start, end, tag in found:
        if line[at:start].strip():
            yield before + line[at:start].strip(), None
        yield before + line[start:end], tag
        at = end
    if line[at:].strip():
        yield before + line[at:].strip(), None


def _pair(laid: Laid, tags: Sequence[tuple[int, Tag]], alone: Collection[str]) -> None:
    """Each end belongs to the nearest beginning of its name; what begins between them has no end."""
    opened: list[tuple[int, Tag]] = []
    names: Counter[str] = Counter()
    pairs: list[tuple[int, Tag, int]] = []
    without: list[tuple[int, Tag]] = []
    for line, tag in tags:
        if not tag.is_end:
            opened.append((line, tag))
            names[tag.name] += 1
        elif names[tag.name]:
            while True:
                start, begun = opened.pop()
                names[begun.name] -= 1
                if begun.name == tag.name:
                    pairs.append((start, begun, line))
                    break
                without.append((start, begun))
        else:
            without.append((line, tag))
    for line, tag in [*without, *opened]:
        if tag.name in alone and not tag.is_end:
            pairs.append((line, tag, line))
        else:
            laid.left.append((line, tag))
    _keep(laid, sorted(pairs, key=lambda pair: pair[0]))


def _keep(laid: Laid, pairs: Sequence[tuple[int, Tag, int]]) -> None:
    above: list[int] = []
    for start, tag, end in pairs:
        while above and above[-1] < start:
            above.pop()
        if len(above) >= DEEPEST:
            laid.left.append((start, tag))
            continue
        laid.blocks[start] = (tag, end)
        above.append(end)


Show = Callable[[Tag], tuple[str, str]]
"""HTML before and after what a tag holds."""


def tag_blocks(parser: MarkdownIt, show: Show) -> None:
    """A plugin; `env` has the `Laid` whose text is parsed under LAID."""

    def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        laid: Laid | None = state.env.get(LAID)
        if laid is None or start not in laid.blocks or state.is_code_block(start):
            return False
        if state.src[state.bMarks[start] + state.tShift[start]] not in "[{":
            return False
        tag, last = laid.blocks[start]
        if last >= end or any(_leaves(state, line) for line in range(start + 1, last + 1)):
            return False
        if not silent:
            laid.used.add(start)
            _parse(state, start, last, show(tag))
        return True

    around = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "tag_block", block, around)  # type: ignore[arg-type]
    parser.add_render_rule("tag_block", _shown)


def render_laid(parser: MarkdownIt, laid: Laid) -> str:
    env = {LAID: laid}
    tokens = parser.parse(laid.text, env)
    for token in tokens:
        if token.type in ("code_block", "fence", "html_block") and token.map:
            laid.used.update(range(*token.map))
    return str(parser.renderer.render(tokens, parser.options, env))


def _leaves(state: StateBlock, line: int) -> bool:
    """Whether the line ends the list that the tag stands in."""
    return not state.isEmpty(line) and state.sCount[line] < state.blkIndent


def _parse(state: StateBlock, start: int, last: int, html: tuple[str, str]) -> None:
    parent, line_max = state.parentType, state.lineMax
    state.push("tag_block", "", 0).content = html[0]
    state.parentType, state.lineMax = "container", max(last, start + 1)
    state.level += 1
    if last > start:
        state.md.block.tokenize(state, start + 1, last)
    state.level -= 1
    state.parentType, state.lineMax = parent, line_max
    state.push("tag_block", "", 0).content = html[1]
    state.line = last + 1


def _shown(_: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return tokens[index].content
