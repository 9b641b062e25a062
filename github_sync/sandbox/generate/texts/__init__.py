"""The hand-written texts, and the small grammar they are written in.

A file is lines, or blocks that begin with `@@@ heading`. `key: value` lines follow, then a free body.
`{slot}` in a text stands for one of the words that a `slots` line or `words.txt` gives it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{([a-z_]+)(~?)\}")


@dataclass(frozen=True)
class Block:
    heading: str
    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def listed(self, key: str) -> list[str]:
        return [part.strip() for part in self.fields.get(key, "").split(";") if part.strip()]


def lines(name: str) -> list[str]:
    return list(_lines(name))


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def blocks(name: str) -> tuple[Block, ...]:
    parts = re.split(r"^@@@ ", (FOLDER / name).read_text(encoding="utf-8"), flags=re.M)[1:]
    return tuple(_block(part) for part in parts)


def _block(text: str) -> Block:
    heading, _, rest = text.partition("\n")
    fields = {}
    remaining = rest.split("\n")
    while remaining and (match := re.match(r"([a-z]+): (.*)", remaining[0])):
        fields[match[1]] = match[2].strip()
        remaining.pop(0)
    return Block(heading.strip(), fields, "\n".join(remaining).strip())


def folder(name: str) -> list[str]:
    """The text files of a folder, in a fixed order."""
    return sorted(f"{name}/{path.name}" for path in (FOLDER / name).iterdir() if path.is_file())


def choices(text: str) -> dict[str, list[str]]:
    """`a = x | y ; b = z` as words by slot."""
    pairs = (part.partition("=") for part in text.split(" ; ") if "=" in part)
    return {name.strip(): [word.strip() for word in words.split("|")] for name, _, words in pairs}


@cache
def _common_words() -> dict[str, list[str]]:
    pairs = (line.partition("=") for line in lines("words.txt"))
    return {name.strip(): [word.strip() for word in words.split("|")] for name, _, words in pairs}


def variants(block: Block) -> Iterator[dict[str, str]]:
    """Every filling of the slots a block uses."""
    words = _common_words()
    own = choices(block.fields.get("slots", ""))
    codes = dict(line.split(" = ") for line in lines("languages.txt"))
    text = " ".join([block.heading, *block.fields.values(), block.body])
    used = sorted({name for name, _ in _SLOT.findall(text) if name in own or name in words})
    for values in product(*((own.get(name) or words[name]) for name in used)):
        filling = dict(zip(used, values, strict=True))
        for name, word in list(filling.items()):
            if "@" in word:  # the word knows the page it is about
                filling[name], filling["page_path"] = word.split("@")
        yield filling | {"code": codes.get(filling.get("language", ""), "")}


def fill(text: str, values: dict[str, str]) -> str:
    """Put words into their slots, `{slot~}` in lower case; a slot without a word is a mistake in the text."""

    def word(match: re.Match[str]) -> str:
        value = fill(values[match[1]], values)
        return value[0].lower() + value[1:] if match[2] else value

    return _SLOT.sub(word, text)
