"""What Discourse adds to Markdown within a line: dates, anchors, emoji, sizes of pictures, names of files."""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from pymdownx import gemoji_db

_TAG = re.compile(
    r"\[(date|date-range|anchor)[= ]([^\[\]\n]{1,300})\]|\[/?(?:spoiler|wrap|grid)(?:=[^\[\]\n]{1,300})?\]"
)
_OPTION = re.compile(r"([a-z]{1,20})=\"?([^\s\"]{1,60})\"?")
_DATE = re.compile(r"[\d][\w:.+-]{3,40}")
_ANCHOR = re.compile(r"[\w.:-]{1,100}")
_SIZE = re.compile(r"\|[ \t]*(?:(\d{1,4})x(\d{1,4})(?:,[ \t]*(\d{1,3})%)?|thumbnail|video|audio)(?:\|.*)?$")
_ATTACHMENT = "|attachment"
_EMOJI = re.compile(r":([\w+-]{1,50}):")


def discourse_inline(parser: MarkdownIt) -> None:
    """A plugin."""
    parser.inline.ruler.before("link", "discourse_tag", _tag)
    parser.core.ruler.push("discourse_words", _words)


def _tag(state: StateInline, silent: bool) -> bool:
    """A tag amid text; `[spoiler]` there leaves its words."""
    match = _TAG.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if match is None or state.src[match.end() : match.end() + 1] in ("(", "["):
        return False
    shown = _shown(match)
    if shown is None:
        return False
    if not silent:
        kind, content = shown
        state.push(kind, "", 0).content = content
    state.pos = match.end()
    return True


def _shown(match: re.Match[str]) -> tuple[str, str] | None:
    name, told = match.group(1), (match.group(2) or "").strip()
    if name is None:
        return "text", ""
    if name == "anchor":
        anchor = told.strip("\"'")
        return ("html_inline", f'<span id="{escape(anchor)}"></span>') if _ANCHOR.fullmatch(anchor) else None
    options = dict(_OPTION.findall(told))
    first = (told.split() or [""])[0].strip('"') if name == "date" else ""
    days = [day for day in (first, options.get("from", ""), options.get("to", "")) if _DATE.fullmatch(day)]
    if not days:
        return None
    words = " – ".join(day.replace("T", " ") for day in days)
    time, zone = options.get("time", ""), options.get("timezone", "")
    return "text", words + (f" {time[:5]}" if time else "") + (f" ({zone})" if zone else "")


def _words(state: StateCore) -> None:
    for block in state.tokens:
        depth = 0
        for token in block.children or ():
            depth += token.nesting
            if token.type == "text" and ":" in token.content:
                token.content = _EMOJI.sub(_emoji, token.content)
            if token.type == "text" and depth and token.content.endswith(_ATTACHMENT):
                token.content = token.content.removesuffix(_ATTACHMENT)
            elif token.type == "image":
                _measure(token)


def _emoji(match: re.Match[str]) -> str:
    """A name that nobody knows stays as it is written."""
    name = f":{match.group(1)}:"
    entry = gemoji_db.emoji.get(gemoji_db.aliases.get(name, name), {})
    return "".join(chr(int(code, 16)) for code in entry["unicode"].split("-")) if "unicode" in entry else match.group()


def _measure(image: Token) -> None:
    """`![words|690x400, 50%](…)`"""
    last = image.children[-1] if image.children else None
    match = _SIZE.search(last.content) if last is not None and last.type == "text" else None
    if match is None or last is None:
        return
    last.content = last.content[: match.start()].rstrip()
    if match.group(1):
        share = min(int(match.group(3) or 100), 100) / 100
        image.attrSet("width", str(max(1, round(int(match.group(1)) * share))))
        image.attrSet("height", str(max(1, round(int(match.group(2)) * share))))
