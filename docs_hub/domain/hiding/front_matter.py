"""Whether the settings on top of a page keep it back, also where they cannot be read as a whole.

Generators do not agree on what hides a page. Whatever any of them takes for hiding is taken so here.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import yaml

from docs_hub.domain.front_matter import LONGEST, split_front_matter
from docs_hub.domain.source_text import for_form, plain_text, readable
from docs_hub.domain.yaml_data import load

ANYTHING_HIDES = {
    "draft", "isdraft", "is_draft", "hidden", "hide_page", "private", "internal", "confidential", "secret",
    "unpublished", "exclude", "excluded", "restricted", "password", "passwords", "encrypted", "if",
}  # fmt: skip
"""Settings that keep a page back unless they plainly say no."""
ONLY_NO_HIDES = {"published", "publish", "public", "visible"}
WORDS_HIDE = {"status", "state", "publish", "published", "publish_state"}
HIDING_WORDS = {
    "draft", "private", "hidden", "internal", "unpublished", "restricted", "confidential", "secret", "unlisted",
    "protected", "members",
}  # fmt: skip
ANY_OTHER_WORD_HIDES = {"visibility", "access"}
OPEN_WORDS = {"public", "open", "everyone", "all", "anyone", "visible", "world"}
NOT_BEFORE = {"publishdate", "publish_date", "publish_on"}
NOT_AFTER = {"expirydate", "expiry_date", "expires", "unpublish_on"}
UNLISTED = {"unlisted"}
KNOWN = ANYTHING_HIDES | ONLY_NO_HIDES | WORDS_HIDE | ANY_OTHER_WORD_HIDES | NOT_BEFORE | NOT_AFTER | UNLISTED
_NO = {"false", "no", "off", "0", "n", "none", "null", "~", ""}
_OPENING = re.compile(r"\s*(-{3}|\+{3}|;{3})(?!-)[ \t]*([A-Za-z]*)[ \t]*(?:#[^\n]*)?\n")
_LINE = re.compile(r"[ \t]*(?:-[ \t]+)?[\"']?([A-Za-z][\w-]*)[\"']?[ \t]*[:=](?:[ \t]+(.*)|(\S.*)?)$")
_RST_FIELD = re.compile(r":([A-Za-z][\w-]*):[ \t]*(.*)$")
_ANYWHERE = re.compile(
    r"(?<![\w-])(draft|hidden|private|published|unpublished|unlisted|visibility)"
    r"[\"']?[ \t]{0,9}[:=][ \t]{0,9}([^\s,}]{0,60})",
    re.IGNORECASE,
)
"""In settings that cannot be read as a whole."""


@dataclass(frozen=True)
class Hiding:
    """`line` of the file, 0 where nobody needs to be told; `why` as the end of a sentence that begins with the page.

    `is_part`: no page is made of the file, but others may include it.
    """

    line: int
    why: str
    is_part: bool = False


@dataclass(frozen=True)
class _Block:
    """`lines` of settings, the first of which is line `first` of the file; `data` where they can be read."""

    lines: list[str]
    first: int
    data: Mapping[str, Any] | None
    error: str = ""


def hidden_by_settings(
    text: str, *, plain_keys: bool = False, is_rst: bool = False, now: datetime | None = None
) -> Hiding | None:
    """Why a page is kept back; None where it is not. `now`: for settings that hold from or until a day.

    `plain_keys`: MultiMarkdown's bare lines are settings too.
    """
    block = _block(readable(for_form(text)), plain_keys=plain_keys, is_rst=is_rst)
    if block is None:
        return None
    now = now or datetime.now(UTC)
    more = f" (the settings on top of it cannot be read: {block.error})" if block.error else ""
    for line, key, value in _told(block, is_rst):
        is_unsure = block.data is None and key in UNLISTED and not _is_no(value)
        if why := _said(key, value) if is_unsure else _why(key, value, now):
            return Hiding(line, f"{why}{more}")
    return None


def _told(block: _Block, is_rst: bool) -> Iterator[tuple[int, str, Any]]:
    """What cannot be read as a whole is read by its lines, and so is what is said twice."""
    lines = list(_single_lines(block, is_rst))
    times = Counter(key for _, key, _ in lines)
    yield from (one for one in lines if block.data is None or times[one[1]] > 1)
    for name, value in (block.data or {}).items():
        key = plain_text(name).lower()
        yield next((line for line, one, _ in lines if one == key), block.first), key, value


def unreadable_settings(text: str) -> Hiding | None:
    """That a page of Markdown has settings which cannot be read."""
    block = _block(readable(for_form(text)), plain_keys=False, is_rst=False)
    if block is None or not block.error:
        return None
    return Hiding(block.first, f"the settings on top are not used, for they cannot be read: {block.error}")


def is_unlisted(settings: Mapping[str, Any]) -> bool:
    """Whether whoever has the address may read the page, which is in no list."""
    return any(not _is_no(settings.get(name)) for name in UNLISTED) or _is_plain_no(settings, "listed")


def is_out_of_search(settings: Mapping[str, Any]) -> bool:
    """Whether only the search leaves the page out."""
    search = settings.get("search")
    inner = isinstance(search, Mapping) and not _is_no(search.get("exclude"))
    said = any(not _is_no(settings.get(name)) for name in ("search_exclude", "exclude_from_search", "nosearch"))
    return bool(inner or said or _is_plain_no(settings, "search") or _is_plain_no(settings, "searchable"))


def _is_plain_no(settings: Mapping[str, Any], name: str) -> bool:
    return name in settings and settings[name] is not None and _is_no(settings[name])


def _why(key: str, value: Any, now: datetime) -> str:
    words = {plain_text(one).strip("\"'").lower() for one in (value if isinstance(value, list) else [value])}
    is_hiding = (
        (key in ANYTHING_HIDES and not _is_no(value))
        or (key in ONLY_NO_HIDES and value is not None and _is_no(value))
        or (key in WORDS_HIDE and bool(words & HIDING_WORDS))
        or (key in ANY_OTHER_WORD_HIDES and not _is_no(value) and not words <= OPEN_WORDS)
        or (key in NOT_BEFORE | NOT_AFTER and not _is_no(value) and not _is_time(key, value, now))
    )
    return _said(key, value) if is_hiding else ""


def _said(key: str, value: Any) -> str:
    shown = plain_text(value)[:60]
    return f"it says “{key}: {shown.lower() if isinstance(value, bool) else shown}”"


def _is_time(key: str, value: Any, now: datetime) -> bool:
    day = _time_of(value)
    return day is not None and (day <= now if key in NOT_BEFORE else day > now)


def _is_no(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().strip("\"'").lower() in _NO
    return not value


def _time_of(value: Any) -> datetime | None:
    """None where it is no time that is understood."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip().strip("\"'"))
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return None


def _block(text: str, *, plain_keys: bool, is_rst: bool) -> _Block | None:
    if is_rst:
        return _fields(text)
    opened = _OPENING.match(text)
    if opened is None:
        return _bare(text, plain_keys)
    rest = text[opened.end() :].split("\n")
    first = text.count("\n", 0, opened.end()) + 1
    closing = {opened.group(1), "..." if opened.group(1) == "---" else opened.group(1)}
    end = next((number for number, line in enumerate(rest) if line.rstrip() in closing), None)
    if end is None:
        return _unended(rest, first)
    return _read("\n".join(rest[:end]), rest[:end], first, opened.group(1), opened.group(2).lower())


def _unended(rest: list[str], first: int) -> _Block | None:
    """What looks like settings and has no end; a rule between paragraphs is none."""
    end = next((number for number, line in enumerate(rest) if not line.strip()), len(rest))
    lines = rest[:end]
    if not lines or not _LINE.match(lines[0]):
        return None
    return _Block(lines, first, None, f"they begin in line {first - 1} and have no end")


def _read(inner: str, lines: list[str], first: int, mark: str, language: str) -> _Block | None:
    try:
        data = _data(inner, mark, language)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        return _Block(lines, first, None, _reason(error, first))
    if isinstance(data, dict):
        return _Block(lines, first, data)
    is_prose = data is None or not any(_LINE.match(line) for line in lines)
    return None if is_prose else _Block(lines, first, None, f"line {first} holds no settings by name")


def _data(inner: str, mark: str, language: str) -> Any:
    if len(inner) > LONGEST:
        raise ValueError("they are too long")
    if mark == "+++" or language == "toml":
        return tomllib.loads(inner)
    if mark == ";;;" or language in ("json", "js", "javascript"):
        return json.loads(inner)
    return load(inner, longest=LONGEST)


def _reason(error: Exception, first: int) -> str:
    mark = getattr(error, "problem_mark", None)
    what = plain_text(getattr(error, "problem", None) or error)[:200]
    return f"line {first + mark.line}, {what}" if mark else what


def _bare(text: str, plain_keys: bool) -> _Block | None:
    """MultiMarkdown's lines of a key and a value, or an object of JSON."""
    if plain_keys and (data := split_front_matter(text, plain_keys=True)[0]):
        return _Block(_to_blank(text), 1, data)
    if not text.startswith("{"):
        return None
    try:
        data, _ = json.JSONDecoder().raw_decode(text[:LONGEST])
    except (ValueError, RecursionError):
        return None
    return _Block(_to_blank(text), 1, data) if isinstance(data, dict) else None


def _fields(text: str) -> _Block | None:
    """Those on top of a page of reStructuredText."""
    start = len(text) - len(text.lstrip())
    if not text.startswith(":", start):
        return None
    return _Block(_to_blank(text[start:]), text.count("\n", 0, start) + 1, None)


def _to_blank(text: str) -> list[str]:
    return text[:LONGEST].split("\n\n", 1)[0].split("\n")


def _single_lines(block: _Block, is_rst: bool) -> Iterator[tuple[int, str, str]]:
    """Each setting that stands in a line of its own, as that line says it; a field without a value says yes."""
    for number, line in enumerate(block.lines):
        match = (_RST_FIELD if is_rst else _LINE).match(line)
        if match and (key := match.group(1).lower()) in KNOWN:
            value = next((one for one in match.groups()[1:] if one), "").split(" #", 1)[0].strip()
            yield block.first + number, key, value or ("yes" if is_rst else "")
        elif block.data is None and not is_rst:
            for found in _ANYWHERE.finditer(line):
                yield block.first + number, found.group(1).lower(), found.group(2)
