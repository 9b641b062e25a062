"""What a writer should know about a text before it is published, line by line."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docs_hub.domain.code_lines import outside_code
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.lint_rst import pictures_without_words
from docs_hub.domain.render.document import ELSEWHERE
from docs_hub.domain.source_text import for_form

MOST = 200
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+|$)")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_PICTURE = re.compile(r"!\[\s*(?:\|[\w,%| ]*)?\]\(|!\[\s*\]\[")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"[^\"]*\"|'[^']*'|\{|[^\s\"'>])", re.IGNORECASE)
_DEAD = {
    "missing": "“{}” leads nowhere",
    "refused": "“{}” is an address that documentation may not have",
    "unserved": "“{}” lies in the repository and is not served here",
}


@dataclass(frozen=True)
class Finding:
    """`level`: error, warning or info."""

    line: int
    level: str
    says: str


def findings(
    text: str,
    *,
    links: Iterable[Mapping[str, Any]],
    unknown: Iterable[tuple[int, str]],
    ids: Mapping[str, Collection[str]],
    plain_keys: bool,
    is_markdown: bool = True,
) -> list[Finding]:
    """In the order of the lines, the first MOST. `ids`: the anchors of each page that `links` lead to.

    What is not Markdown is reStructuredText.
    """
    found = [*_of_links(links, ids), *(Finding(line, "info", _sentence(what)) for line, what in unknown)]
    shown = for_form(text)
    found += _of_lines(shown, plain_keys) if is_markdown else map(_without_words, pictures_without_words(shown))
    unique = dict.fromkeys(sorted(found, key=lambda one: (one.line, one.level, one.says)))
    return list(unique)[:MOST]


def _of_links(links: Iterable[Mapping[str, Any]], ids: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    for link in links:
        if link["state"] in _DEAD:
            level = "warning" if link["state"] == "unserved" else "error"
            yield Finding(link["line"], level, _DEAD[link["state"]].format(link["href"][:120]) + ".")
        elif link["image"] and link["state"] not in ("file", *ELSEWHERE):
            yield Finding(link["line"], "error", f"“{link['href'][:120]}” is no picture.")
        elif link["anchor"] and link["path"] in ids and link["anchor"] not in ids[link["path"]]:
            yield Finding(link["line"], "error", f"There is no heading “#{link['anchor'][:120]}” there.")


def _of_lines(shown: str, plain_keys: bool) -> Iterator[Finding]:
    start = _first_line(shown, plain_keys)
    level, before, is_front_matter = 0, "", shown.startswith("---\n") and start == 0
    if is_front_matter and not plain_keys and "\n---" in shown[3:]:
        yield Finding(1, "warning", "The settings on top of the text cannot be read.")
    for number, line in enumerate(outside_code(shown.split("\n")), 1):
        if number <= start:
            continue
        if new := _level(line, before):
            at = number if line.lstrip().startswith("#") else number - 1
            if level and new > level + 1:
                yield Finding(at, "warning", f"This heading skips a level: {level} is followed by {new}.")
            level = new
        if _PICTURE.search(line) or any(not _ALT.search(tag) for tag in _IMG.findall(line)):
            yield _without_words(number)
        before = line


def _without_words(line: int) -> Finding:
    return Finding(line, "warning", "A picture has no description for people who cannot see it.")


def _first_line(shown: str, plain_keys: bool) -> int:
    """How many lines the settings on top take."""
    settings, body = split_front_matter(shown, plain_keys=plain_keys)
    return shown.count("\n") - body.count("\n") if settings else 0


def _level(line: str, before: str) -> int:
    if match := _HEADING.match(line):
        return len(match.group(1))
    is_text = before.strip() and not before.startswith(("#", ">", "-", "*", "+", "|", "    ", "\t"))
    if is_text and (match := _UNDERLINE.match(line)):
        return 1 if "=" in match.group(1) else 2
    return 0


def _sentence(what: str) -> str:
    return f"{what[:1].upper()}{what[1:300]}."
