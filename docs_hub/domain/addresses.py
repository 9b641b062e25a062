"""Under which address readers find each page and file of a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from docs_hub.domain.links import Target

SERVED_FILES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".pdf", ".zip", ".csv", ".txt",
    ".json", ".odt", ".ods", ".docx", ".xlsx", ".pptx", ".mp4", ".webm", ".ogv", ".ogg", ".mp3", ".wav", ".m4a",
)  # fmt: skip


@dataclass(frozen=True)
class TreeAddresses:
    """`pages` and `files` as a source keeps them; `repository` is where other files are read, empty for a folder."""

    base: str
    media: str
    pages: Mapping[str, str]
    files: Mapping[str, str]
    repository: str = ""

    def __call__(self, target: Target) -> str | None:
        """None where readers cannot get it."""
        if target.kind == "page":
            return self.page(target.path) + marks_after(target)
        anchor = marks_after(replace(target, query=""))
        if target.path.lower().endswith(SERVED_FILES):
            return self.media + asset_name(target.path, self.files[target.path]) + anchor
        return f"{self.repository}/{quote(target.path)}" if self.repository else None

    def page(self, path: str) -> str:
        address = self.pages[path]
        return self.base + (quote(address) + "/" if address else "")


def marks_after(target: Target) -> str:
    """Query and anchor of a link, as they stand in an address."""
    query = f"?{target.query}" if target.query else ""
    return query + (f"#{quote(target.anchor, safe='/:.~!$()*+,;=@?', errors='replace')}" if target.anchor else "")


def asset_name(path: str, sha: str) -> str:
    """Where a file of a tree lies below the media folder: by content, so that it may be cached for ever."""
    ending = "." + path.rsplit(".", 1)[-1].lower()
    return f"docs/{sha[:2]}/{sha}{ending}"
