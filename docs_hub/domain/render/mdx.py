"""MDX read as far as it is data: imports, comments, JSX attributes and plain expressions; nothing is run."""

import re
from bisect import bisect

from docs_hub.domain.render.code_parts import inline_code, outside_fences, without_comments

_IMPORT = re.compile(
    r"^(?:import\s[^\n]*?from\s+['\"][^'\"\n]+['\"];?|import\s+['\"][^'\"\n]+['\"];?)[ \t]*$\n?", re.MULTILINE
)
_EXPORT = re.compile(r"^export\s+(?:const|default|function|let)\b.*?(?=\n[ \t]*\n|\Z)", re.MULTILINE | re.DOTALL)
_HEADING_ID = re.compile(
    r"^(#{1,6}[ \t].*?)(?<![ \t])[ \t]*+\{/\*[ \t]*+(#[\w.:-]++)[ \t]*+\*/\}[ \t]*+$", re.MULTILINE
)
_STRING = re.compile(r"""\{[ \t]*(?:'([^'{}\n]*)'|"([^"{}\n]*)"|`([^`{}$]*)`)[ \t]*\}""")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:\s[^<>]*?)?)(/?)>")
_ALONE = re.compile(r"^[ \t]*(?:</?[A-Za-z][^<>]*>[ \t]*)+$")
_VALUE = re.compile(r"""(<[A-Za-z][^<>{}]*?=)\{[ \t]*(?:'([^'{}]*)'|"([^"{}]*)"|([\w.+-]+))[ \t]*\}""")
_COMPUTED = re.compile(r"(<[A-Za-z][\w.:-]*(?:\s[^<>{}]*?)?)\s[A-Za-z][\w-]*=\{(?:[^{}]|\{[^{}]*\})*\}")
MOST_ATTRIBUTES = 20
_EMBEDDED, _EMBEDDED_END = re.compile(r"```mdx-code-block[ \t]*"), re.compile(r"```[ \t]*")
LONGEST_TAG = 2_000


def without_mdx(text: str) -> str:
    """Markdown with HTML for a parser that knows neither; code stays as it is."""
    return outside_fences(_unwrapped(text), _outside_code, anywhere=True)


def _unwrapped(text: str) -> str:
    """What Docusaurus takes for MDX and other readers for a block of code is read as MDX."""
    lines, kept, number = text.split("\n"), list[str](), 0
    ends = [at for at, line in enumerate(lines) if _EMBEDDED_END.fullmatch(line)]
    while number < len(lines):
        end = ends[at] if _EMBEDDED.fullmatch(lines[number]) and (at := bisect(ends, number)) < len(ends) else number
        kept += lines[number + 1 : end] if end > number else [lines[number]]
        number = end + 1
    return "\n".join(kept)


def _outside_code(text: str) -> str:
    text = _HEADING_ID.sub(r"\1 {\2}", text)
    text, inline = _hide_inline_code(text)
    text = _EXPORT.sub("", _IMPORT.sub("", without_comments(text)))
    text = _STRING.sub(lambda match: next(part for part in match.groups() if part is not None), text)
    text = _TAG.sub(_plain_tag, _plain_attributes(text))
    text = "\n".join(_set_apart(line) for line in text.split("\n"))
    return _show_inline_code(text, inline)


def _hide_inline_code(text: str) -> tuple[str, list[str]]:
    found: list[str] = []
    parts, at = list[str](), 0
    for start, end in inline_code(text):
        parts += [text[at:start], f"\ue000{len(found)}\ue001"]
        found.append(text[start:end])
        at = end
    return "".join([*parts, text[at:]]), found


def _show_inline_code(text: str, found: list[str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda match: found[int(match.group(1))], text)


def _plain_attributes(text: str) -> str:
    """Values that are plain get quotes; what only running it could tell is left out."""
    for pattern, replacement in ((_VALUE, _quoted), (_COMPUTED, r"\1")):
        for _ in range(MOST_ATTRIBUTES):
            text, count = pattern.subn(replacement, text)
            if not count:
                break
    return text


def _quoted(match: re.Match[str]) -> str:
    before, *values = match.groups()
    value = next(part for part in values if part is not None)
    return before + '"' + value.replace('"', "&quot;") + '"'


def _plain_tag(match: re.Match[str]) -> str:
    """On one line, with attributes as HTML has them."""
    close, name, attributes, end = match.groups()
    if len(attributes) > LONGEST_TAG:
        return match.group(0)
    attributes = re.sub(r"\bclassName=", "class=", _on_one_line(attributes))
    return f"<{close}{name}{attributes}{end}>"


def _on_one_line(attributes: str) -> str:
    first, *more = attributes.split("\n")
    return " ".join([first.rstrip(), *filter(None, map(str.strip, more[:-1])), more[-1].lstrip()]) if more else first


def _set_apart(line: str) -> str:
    """Between such lines MDX reads Markdown, where CommonMark would take all for HTML."""
    return f"\n{line.strip()}\n" if _ALONE.match(line) else line
