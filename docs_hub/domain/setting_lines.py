"""Changes one setting on top of a page, and no other byte: the block is spliced, never written anew."""

import re

import yaml

from docs_hub.domain.front_matter import LONGEST, split_front_matter
from docs_hub.domain.source_text import for_form, plain_text, restore

_BLOCK = re.compile(r"\A-{3}[ \t]*\n(?P<inside>.*?\n)??(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_PLAIN = re.compile(r"[^\W\d_][^#:\[\]{}&*!|>'\"%@`,\n]*(?<!\s)")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
_KEY_LINE = re.compile(r"^[ ]{0,3}([A-Za-z0-9_-]+):")


class UnreadableSettingsError(Exception):
    """The block on top of the text cannot be changed line by line; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "The settings on top of the text are written in a way that only you can change: edit them there."
        )


def with_setting(text: str, name: str, value: str, *, plain_keys: bool) -> str:
    """The text with `name` set to `value`, or without it where that is empty.

    Raises UnreadableSettingsError where any other setting, or a line of the text itself, would not stay as it is.
    """
    value, shown = plain_text(value), for_form(text)
    before, body = split_front_matter(shown, plain_keys=plain_keys)
    if _as_shown(before.get(name)) == value:
        return text
    edited = _edited(shown, name, value, plain_keys and _has_plain_keys(shown))
    after, new_body = split_front_matter(edited, plain_keys=plain_keys)
    wanted = {**before, name: value} if value else {key: kept for key, kept in before.items() if key != name}
    if after != wanted or body.lstrip("\n") != new_body.lstrip("\n"):
        raise UnreadableSettingsError
    return restore(text, edited)


def _as_shown(value: object) -> str:
    return plain_text(value) if isinstance(value, str | int | float) else ""


def _has_plain_keys(shown: str) -> bool:
    return not _BLOCK.match(shown) and bool(split_front_matter(shown, plain_keys=True)[0])


def _edited(shown: str, name: str, value: str, has_plain_keys: bool) -> str:
    if has_plain_keys:
        return _in_plain_keys(shown, name, value)
    match = _BLOCK.match(shown)
    if match is None:
        return _on_top(shown, name, value)
    start, inside = match.start("inside"), match.group("inside") or ""
    if not inside:
        first = shown.index("\n") + 1
        return f"{shown[:first]}{_line(name, value)}{shown[first:]}"
    changed = _in_block(inside, name, value)
    if not changed.strip():
        return shown[match.end() :].removeprefix("\n")
    return shown[:start] + changed + shown[start + len(inside) :]


def _on_top(shown: str, name: str, value: str) -> str:
    gap = "\n" if shown else ""
    return f"---\n{_line(name, value)}---\n{gap}{shown}"


def _in_block(inside: str, name: str, value: str) -> str:
    if len(inside) > LONGEST:
        raise UnreadableSettingsError
    try:
        node = yaml.compose(inside, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableSettingsError from error
    if node is None:
        return inside + _line(name, value)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise UnreadableSettingsError
    found = [(key, old) for key, old in node.value if str(key.value).lower() == name]
    if not found:
        return inside + _line(name, value)
    key, old = found[-1]
    if not value:
        return inside[: key.start_mark.index] + _after_line(inside, old.end_mark.index)
    return _spliced(inside, key, old, value)


def _after_line(inside: str, index: int) -> str:
    """From the line after the one that holds the end of a value, whose mark may lie behind its newline."""
    if index and inside[index - 1] == "\n":
        return inside[index:]
    return inside[index:].partition("\n")[2]


def _spliced(inside: str, key: yaml.Node, old: yaml.Node, value: str) -> str:
    start, end = old.start_mark.index, old.end_mark.index
    style = old.style if isinstance(old, yaml.ScalarNode) else None
    if start == end:
        return f"{inside[:end]} {_scalar(value, None)}{inside[end:]}"
    if style in ("|", ">") or not isinstance(old, yaml.ScalarNode):
        lost = inside[start:end]
        newline = "\n" * (len(lost) - len(lost.rstrip("\n")))
        return f"{inside[: key.end_mark.index]}: {_scalar(value, None)}{newline}{inside[end:]}"
    return inside[:start] + _scalar(value, style) + inside[end:]


def _line(name: str, value: str) -> str:
    return f"{name}: {_scalar(value, None)}\n" if value else ""


def _scalar(value: str, style: str | None) -> str:
    """As plain as every reader of YAML takes it for these words, in the quotes that were there."""
    if style is None and value.isprintable() and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    dumped = yaml.dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return str(dumped).rstrip("\n")


def _in_plain_keys(shown: str, name: str, value: str) -> str:
    lines = shown.split("\n")
    spans = _key_spans(lines)
    new = [f"{_spelled(lines, spans, name)}: {value}"] if value else []
    start, end = spans.get(name, (_end_of(spans), _end_of(spans)))
    out = [*lines[:start], *new, *lines[end:]]
    return "\n".join(out)


def _end_of(spans: dict[str, tuple[int, int]]) -> int:
    return max((end for _, end in spans.values()), default=0)


def _key_spans(lines: list[str]) -> dict[str, tuple[int, int]]:
    """Which lines each bare `Key: value` takes, with those that continue it."""
    spans: dict[str, tuple[int, int]] = {}
    name, start = "", 0
    for number, line in enumerate(lines):
        if match := _KEY_LINE.match(line):
            name, start = match.group(1).lower(), number
        elif not line.strip() or not name or not line.startswith(("    ", "\t")):
            break
        spans[name] = (start, number + 1)
    return spans


def _spelled(lines: list[str], spans: dict[str, tuple[int, int]], name: str) -> str:
    if name in spans and (match := _KEY_LINE.match(lines[spans[name][0]])):
        return match.group(1)
    first = lines[0].lstrip()
    return name.capitalize() if first[:1].isupper() else name
