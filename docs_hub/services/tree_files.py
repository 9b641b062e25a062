"""The files of a tree. What is in them is read when it is needed: a tree with its pictures does not fit in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common.errors import ConflictError
from docs_hub.domain.source_text import blob_sha, readable


@dataclass(frozen=True)
class TreeFile:
    """`size` in bytes; 0 where the content lies in the media folder only."""

    path: str
    blob_sha: str
    size: int
    read: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """Raises ConflictError where the file was changed or taken away after its `blob_sha` was taken."""
        return self.read()


def file_in_memory(path: str, sha: str, content: bytes) -> TreeFile:
    return TreeFile(path, sha, len(content), lambda: content)


def file_on_disk(path: str, place: Path) -> TreeFile:
    content = place.read_bytes()
    sha = blob_sha(content)

    def read() -> bytes:
        now = place.read_bytes() if place.is_file() else None
        if now is None or blob_sha(now) != sha:
            raise ConflictError(f"{path} was changed while it was read. Import again.")
        return now

    return TreeFile(path, sha, len(content), read)


ReadFile = Callable[[str], TreeFile | None]


def config_text(file: TreeFile) -> str:
    return readable(file.content.decode("utf-8", "replace"))
