"""What Discourse adds to Markdown between `[tag]` and `[/tag]`, as blocks."""

import re
from collections.abc import Collection, Iterator, Sequence
from html import escape

from docs_hub.domain.render.tag_blocks import Laid, Tag, why_text

NAMES = ("quote", "details", "wrap", "spoiler", "grid", "poll", "note", "tabs", "tab")
_TAG = re.compile(r"\[(/?)([a-z]{1,20})((?:=| )[^\[\]\n]{0,500})?\]")
_OPTION = re.compile(r"([A-Za-z][\w-]{0,40})=(?:[\"“]([^\"”]{0,300})[\"”]|([^\s\"\]]{1,300}))")
_NOTES = {"information": "info", "caution": "warning", "positive": "success", "negative": "danger"}
_KINDS = {"note", "tip", "hint", "info", "important", "warning", "caution", "danger", "success"}
_PLAIN = {"poll": "its answers are shown as a list", "wrap": "what it holds is shown without it"}


class DiscourseGrammar:
    """A tag counts where its line begins with it; an end also where its line ends with it."""

    alone: Collection[str] = ()

    def tags(self, line: str, number: int) -> Sequence[tuple[int, int, Tag]]:
        if "[" not in line:
            return ()
        every = [(m.start(), m.end(), _tag(m, number)) for m in _TAG.finditer(line) if m.group(2) in NAMES]
        return _of_blocks(line, every)


def _of_blocks(line: str, every: list[tuple[int, int, Tag]]) -> list[tuple[int, int, Tag]]:
    """Those from the left up to the first text, and ends from the right; none of a tag that begins amid text."""
    left, at = 0, len(line) - len(line.lstrip(" \t>"))
    while left < len(every) and not line[at : every[left][0]].strip():
        at = every[left][1]
        left += 1
    right, at, here = len(every), len(line), {tag.name for _, _, tag in every[left:] if not tag.is_end}
    while (
        right > left
        and every[right - 1][2].is_end
        and every[right - 1][2].name not in here
        and not line[every[right - 1][1] : at].strip()
    ):
        right -= 1
        at = every[right][0]
    return [*every[:left], *every[right:]]


def _tag(match: re.Match[str], number: int) -> Tag:
    name, told = match.group(2), match.group(3) or ""
    options = {key.lower(): quoted or bare for key, quoted, bare in _OPTION.findall(told)}
    value = told[1:].strip().strip("\"“”'") if told.startswith("=") else ""
    return Tag(name, bool(match.group(1)), {**options, "=": value}, number)


def shown(tag: Tag) -> tuple[str, str]:
    """HTML before and after."""
    if tag.name == "quote":
        who = tag.option("=").partition(",")[0].strip()
        return "<blockquote>" + (f"<p><strong>{escape(who)}:</strong></p>\n" if who else "\n"), "</blockquote>\n"
    if tag.name in ("details", "spoiler"):
        title = tag.option("=", "title", "summary") or ("Details" if tag.name == "details" else "Spoiler")
        return f"<details><summary>{escape(title)}</summary>\n", "</details>\n"
    if tag.name == "note":
        return _note(tag)
    if tag.name == "tabs":
        return "<tabs>\n", "</tabs>\n"
    if tag.name == "tab":
        return f'<tabitem label="{escape(tag.option("version", "title", "name", "="))}">\n', "</tabitem>\n"
    return "<div>\n", "</div>\n"


def _note(tag: Tag) -> tuple[str, str]:
    told = tag.option("type", "=").lower()
    kind = _NOTES.get(told, told if told in _KINDS else "note")
    title = tag.option("status", "title") or kind.capitalize()
    return f'<div class="admonition {kind}"><p class="admonition-title">{escape(title)}</p>\n', "</div>\n"


def not_understood(laid: Laid, seen: Sequence[str]) -> Iterator[tuple[int, str]]:
    """`seen`: the lines of the text without code."""
    for tag in laid.as_text:
        mark = f"[{'/' * tag.is_end}{tag.name}]"
        yield tag.line, f"{mark} {why_text(tag)}"
    for tag, _ in laid.blocks.values():
        if tag.name in _PLAIN:
            yield tag.line, f"[{tag.name}]: {_PLAIN[tag.name]}"
    for number, line in enumerate(seen, 1):
        for match in _TAG.finditer(line) if "[/" in line else ():
            if match.group(1) and match.group(2) not in NAMES:
                yield number, f"[{match.group(2)}] is not understood and is shown as text"
