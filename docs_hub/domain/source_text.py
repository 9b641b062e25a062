"""The exact text of a source file, and what a browser form may and may not do to it."""

import hashlib
import re

from docs_hub.domain.same_lines import same_lines

BOM = "\ufeff"
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_EOL = re.compile(r"\r\n|\r|\n")


def decode(content: bytes) -> str | None:
    """The file as text that `encode` turns back into the same bytes; None where it is no UTF-8 text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def encode(text: str) -> bytes:
    """The bytes of a stored text: byte order mark, line ends and final newline are part of it."""
    return text.encode("utf-8")


def blob_sha(content: bytes) -> str:
    """Git's own name of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def plain_text(value: object) -> str:
    """One line without control characters, which neither XML nor every database holds."""
    return " ".join(readable(str(value)).split())


def readable(text: str) -> str:
    """The text with a replacement character for each that XML does not know; as long as before."""
    return _NOT_XML.sub("\ufffd", text.translate({0x0B: " ", 0x0C: " "}))


def for_form(text: str) -> str:
    """What the edit form shows: no byte order mark, LF only."""
    return normalize(text.removeprefix(BOM))


def normalize(text: str) -> str:
    return _EOL.sub("\n", text)


def lines_of(text: str) -> list[str]:
    """Each line with its own end; joined they are the text again."""
    return _LINE.findall(text)


def main_eol(text: str) -> str:
    """The line end most lines of the text have; LF for a text of one line."""
    found = _EOL.findall(text)
    return max(sorted(set(found)), key=found.count) if found else "\n"


def restore(original: str, posted: str) -> str:
    """What a person meant who was shown `for_form(original)` and sent `posted`.

    Lines they did not touch keep their own line ends; new ones get the file's usual one; the byte order mark stays.
    """
    posted = normalize(posted.replace("\0", ""))
    if posted == for_form(original):
        return original
    mark = BOM if original.startswith(BOM) else ""
    eol = main_eol(original)
    if set(_EOL.findall(original)) <= {eol}:
        return mark + posted.removeprefix(BOM).replace("\n", eol)
    return mark + _splice(lines_of(original.removeprefix(BOM)), lines_of(posted), eol)


def _splice(old: list[str], new: list[str], eol: str) -> str:
    plain = [_EOL.sub("\n", line) for line in old]
    out: list[str] = []
    here = 0
    for start, there, size in [*same_lines(plain, new), (len(old), len(new), 0)]:
        out += [line.replace("\n", eol) for line in new[here:there]]
        out += old[start : start + size]
        here = there + size
    return "".join(out)
