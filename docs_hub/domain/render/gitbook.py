"""GitBook's blocks, such as `{% hint style="info" %}`: notes, tabs and code as they are; others show what they hold."""

import re
from collections.abc import Collection, Iterator, Sequence
from html import escape

from docs_hub.domain.render.tag_blocks import Laid, Tag

_TAG = re.compile(r"\{%-?[ \t]*(end)?([a-z][a-z-]{0,30})\b((?:[^%{}]|%(?!\})){0,1000})%\}")
_OPTION = re.compile(r"\b([A-Za-z]{1,30})=\"([^\"]{0,800})\"")
_HINTS = {"info": "info", "success": "success", "warning": "warning", "danger": "danger", "tip": "tip"}
_WHOLE = {"hint", "tabs", "tab", "code", "content-ref"}
"""What is shown as it is meant."""


class GitBookGrammar:
    """Every tag counts, wherever it stands in its line."""

    alone: Collection[str] = ("embed", "file", "include", "ref")

    def tags(self, line: str, number: int) -> Sequence[tuple[int, int, Tag]]:
        return [(m.start(), m.end(), _tag(m, number)) for m in _TAG.finditer(line)] if "{%" in line else ()


def _tag(match: re.Match[str], number: int) -> Tag:
    options = dict(_OPTION.findall(match.group(3)))
    return Tag(match.group(2), bool(match.group(1)), options, number)


def shown(tag: Tag) -> tuple[str, str]:
    if tag.name == "hint":
        kind = _HINTS.get(tag.option("style"), "info")
        title = f'<p class="admonition-title">{kind.capitalize()}</p>'
        return f'<div class="admonition {kind}">{title}\n', "</div>\n"
    if tag.name == "tabs":
        return "<tabs>\n", "</tabs>\n"
    if tag.name == "tab":
        return f'<tabitem label="{escape(tag.option("title"))}">\n', "</tabitem>\n"
    address = tag.option("url", "src")
    if tag.name in ("embed", "file") and address:
        return f'<p><a href="{escape(address)}">{escape(tag.option("caption") or address)}</a></p>\n', ""
    title = tag.option("title", "summary")
    named = (
        f'<p class="filename">{escape(title)}</p>' if tag.name == "code" else f"<p><strong>{escape(title)}</strong></p>"
    )
    return (f"{named}\n" if title else ""), ""


def not_understood(laid: Laid) -> Iterator[tuple[int, str]]:
    """Once the text was parsed."""
    for tag in laid.as_text:
        mark = f"{{% {'end' * tag.is_end}{tag.name} %}}"
        yield (
            tag.line,
            f"{mark} has no {'beginning' if tag.is_end else 'end'}, or is too deep in others, and is shown as text",
        )
    for line, (tag, _) in laid.blocks.items():
        if tag.name not in _WHOLE and line in laid.used:
            yield tag.line, f"{{% {tag.name} %}} is shown in a plainer form"
