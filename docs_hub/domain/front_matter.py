"""The block of settings on top of a page, as MkDocs and its kin read it. It is read, never written anew."""

import math
import re
from typing import Any

import yaml

from docs_hub.domain.source_text import plain_text
from docs_hub.domain.yaml_data import load

_YAML = re.compile(r"\A-{3}[ \t]*\n(.*?\n)?(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"^([ ]{4}|\t)(\s*)(?P<value>.*)")

LONGEST = 30_000
MOST_KEPT = 50
LONGEST_KEPT = 1_000


def split_front_matter(text: str, *, plain_keys: bool) -> tuple[dict[str, Any], str]:
    """The settings and the text after them; `plain_keys` also reads MultiMarkdown's bare `Key: value` lines."""
    if match := _YAML.match(text):
        try:
            data = load(match.group(1) or "", longest=LONGEST)
        except yaml.YAMLError:
            data = None
        if isinstance(data, dict):
            return {plain_text(key).lower(): value for key, value in data.items()}, text[match.end() :].lstrip("\n")
        if data is None and not (match.group(1) or "").strip():
            return {}, text[match.end() :]
        if not plain_keys:
            return {}, text[match.end() :]
    return _plain_keys(text) if plain_keys else ({}, text)


def plain_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """Those that are plain values or lists of them, within bounds; for keeping beside the text."""
    return {name[:60]: value for name, value in list(settings.items())[:MOST_KEPT] if _is_plain(value)}


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= MOST_KEPT and all(_is_plain(item) and not isinstance(item, list) for item in value)
    is_number = isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    return value is None or is_number or (isinstance(value, str) and len(value) <= LONGEST_KEPT and "\0" not in value)


def _plain_keys(text: str) -> tuple[dict[str, Any], str]:
    data: dict[str, Any] = {}
    lines = text.splitlines()
    key = ""
    while lines:
        line = lines[0]
        if not line.strip():
            lines.pop(0)
            break
        if match := _KEY.match(line):
            key = match.group("key").lower().strip()
            value = match.group("value").strip()
            data[key] = f"{data[key]}\n{value}" if key in data else value
        elif (match := _MORE.match(line)) and key:
            data[key] = f"{data[key]}\n{match.group('value').strip()}"
        else:
            break
        lines.pop(0)
    return data, "\n".join(lines).lstrip("\n") if data else text
