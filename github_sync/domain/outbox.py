"""What an action may hold, how its texts are signed, and when it is tried again."""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

LONGEST_BODY = 65_000
"""Of GitHub's 65,536, so that the signature and the mark fit."""
LONGEST_TITLE = 256
MOST_LABELS, MOST_PEOPLE, MOST_FILES = 100, 10, 100
MOST_BYTES = 5 * 1024 * 1024
LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")
NO_BRANCH = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|\.lock(/|$)|(^|/)\.|\.$|/$|^/|^-|^@$")
WAITS = (20, 60, 300, 900, 3600)
SETTLED = timedelta(seconds=15)
"""After which a request that got no answer is done or never will be: GitHub gives up on one after 10 seconds."""
GIVES_UP = timedelta(days=3)


def wait_after(attempts: int) -> timedelta:
    return timedelta(seconds=WAITS[min(max(attempts, 1), len(WAITS)) - 1])


def is_login(text: str) -> bool:
    return LOGIN.fullmatch(text) is not None


def split_names(text: str) -> list[str]:
    """Names as people write them down: with commas, or one a line."""
    return [name for name in re.split(r"[\s,;]+", text) if name]


def is_branch_name(text: str) -> bool:
    """As `git check-ref-format --branch` has it, near enough that GitHub has the last word."""
    return 0 < len(text) <= 200 and not NO_BRANCH.search(text)


def is_file_path(text: str) -> bool:
    parts = text.split("/")
    has_bad = any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts)
    return 0 < len(text) <= 1000 and not has_bad and not any(ord(char) < 32 or char == "\x7f" for char in text)


def plain_name(name: str) -> str:
    """A name that calls nobody and formats nothing where it stands in a comment."""
    words = re.sub(r"[^\w\s.'’-]|_", " ", name).split()
    return " ".join(word for word in words if any(char.isalnum() for char in word))[:80]


def signed(text: str, *, name: str, site: str) -> str:
    """The text with whose it is, for the case that the site says it for them."""
    return f"{text.rstrip()}\n\n{_signature(name, site)}"


def spoken(body: str, *, marker: str, name: str, site: str) -> str:
    """What a comment says, without the mark and the signature that this site put under it."""
    text = body.replace("\r\n", "\n").replace(marker, "").rstrip()
    return text.removesuffix(_signature(name, site)).rstrip()


def _signature(name: str, site: str) -> str:
    who = plain_name(name)
    return f"– {who}, through {plain_name(site)}" if who else f"– {plain_name(site)}"


def blob_sha(content: bytes) -> str:
    """Git's own name of a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def blob_of(file: Mapping[str, Any]) -> str:
    """What Git shall hold there; empty where the file goes away."""
    return "" if file.get("is_removed") else blob_sha(content_of(file))


def content_of(file: Mapping[str, Any]) -> bytes:
    """Nothing of a file that goes away."""
    if file.get("is_removed"):
        return b""
    return base64.b64decode(file["base64"], validate=True) if "base64" in file else str(file["text"]).encode()
