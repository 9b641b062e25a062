"""A `SUMMARY.md` as its lists of links: the contents of a book for mdBook, GitBook and Honkit; literate-nav's too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.source_text import for_form, plain_text, readable

MOST = 10_000
LONGEST = 1_000
MOST_BRACKETS = 20
"""An entry beyond these is shown as its text: a parser takes long for a row of brackets."""
LONGEST_TITLE = 300
NAV_MARK = "<!--nav-->"
_LISTS = ("bullet_list", "ordered_list")
Part = Callable[[list[SyntaxTreeNode]], list[SyntaxTreeNode]]


@dataclass
class Entry:
    """What one item says: a link (`href`), an empty link, or only a title. `line` of the file."""

    title: str
    href: str = ""
    line: int = 1
    children: list["Entry"] = field(default_factory=list)


def read_summary(text: str) -> list[Entry]:
    """Never raises. Headings but the first are parts, which end at the next heading, line or link outside of a list."""
    return _read(text, lambda blocks: blocks)


def read_marked_list(text: str, *, is_page: bool) -> list[Entry]:
    """Of a text with a line `<!--nav-->` the first list after it, of a page's without one the last list; else all."""
    return _read(text, lambda blocks: _marked(blocks, is_page))


def _read(text: str, part: Part) -> list[Entry]:
    shown = readable(for_form(text))
    body = split_front_matter(shown, plain_keys=False)[1]
    return _Reader(shown.count("\n") - body.count("\n")).read(body, part)


def _marked(blocks: list[SyntaxTreeNode], is_page: bool) -> list[SyntaxTreeNode]:
    marks = [n for n, block in enumerate(blocks) if block.type == "html_block" and block.content.strip() == NAV_MARK]
    lists = [block for block in blocks[marks[-1] if marks else 0 :] if block.type in _LISTS]
    if marks:
        return lists[:1]
    return lists[-1:] if is_page else blocks


class _Reader:
    """`before`: how many lines the settings on top take."""

    def __init__(self, before: int) -> None:
        self._before, self._count = before, 0
        self._parser = MarkdownIt("commonmark").disable("inline")
        self._env: dict[str, Any] = {}

    def read(self, text: str, choose: Part) -> list[Entry]:
        entries: list[Entry] = []
        here = entries
        root = SyntaxTreeNode(self._parser.parse(text, self._env))
        for number, block in enumerate(choose(root.children)):
            if block.type in _LISTS:
                here += self._items(block)
            elif block.type == "hr":
                here = entries
            elif block.type == "paragraph":
                here = entries
                entries += [entry for entry in self._inline(block) if entry.href or entry.title]
            elif block.type == "heading" and not (number == 0 and block.tag == "h1"):
                part = Entry(_text_of(self._tokens(block)), line=self._line(block))
                entries.append(part)
                here = part.children
        return entries

    def _items(self, block: SyntaxTreeNode) -> Iterator[Entry]:
        for item in block.children:
            self._count += 1
            if self._count > MOST:
                return
            yield from self._item(item)

    def _item(self, item: SyntaxTreeNode) -> Iterator[Entry]:
        """An item without a text of its own gives way to what lies below it; `* *` is a list in a list for Markdown."""
        first = next((child for child in item.children if child.type in ("paragraph", "heading")), None)
        below = [child for child in item.children if child.type in _LISTS]
        children = [entry for block in below for entry in self._items(block)]
        if first is None:
            yield from children or ([Entry("*", line=self._line(item))] if below else [])
            return
        entry = next(iter(self._inline(first)), None) or self._plain(first)
        entry.children = children
        if entry.title or entry.href or children:
            yield entry

    def _plain(self, block: SyntaxTreeNode) -> Entry:
        return Entry(_text_of(self._tokens(block)), line=self._line(block))

    def _inline(self, block: SyntaxTreeNode) -> Iterator[Entry]:
        """The links of a text."""
        inside: list[Token] = []
        opened: Token | None = None
        for token in self._tokens(block):
            if token.type == "link_open":
                opened, inside = token, []
            elif token.type == "link_close" and opened is not None:
                title = plain_text(opened.attrGet("title") or "") or _text_of(inside)
                yield Entry(title[:LONGEST_TITLE], str(opened.attrGet("href") or ""), self._line(block))
                opened = None
            else:
                inside.append(token)

    def _tokens(self, block: SyntaxTreeNode) -> list[Token]:
        content = block.children[0].content if block.children else ""
        if len(content) > LONGEST or content.count("[") > MOST_BRACKETS:
            return [Token("text", "", 0, content=content[:LONGEST])]
        tokens: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._env, tokens)
        return tokens

    def _line(self, block: SyntaxTreeNode) -> int:
        return self._before + (block.map[0] if block.map else 0) + 1


def _text_of(tokens: list[Token]) -> str:
    parts = [" " if token.type in ("softbreak", "hardbreak") else _shown(token) for token in tokens]
    return plain_text("".join(parts))[:LONGEST_TITLE]


def _shown(token: Token) -> str:
    return token.content if token.type in ("text", "code_inline", "image", "text_special") else ""
