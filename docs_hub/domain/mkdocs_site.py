"""A MkDocs site as its source keeps it: mkdocs.yml as it is, or, where pages include files, one JSON text of both."""

import json
from collections.abc import Iterable
from typing import Any

from docs_hub.domain.contents import Contents
from docs_hub.domain.inclusion import Read
from docs_hub.domain.mkdocs_config import MkDocsConfig, read_config
from docs_hub.domain.mkdocs_includes import NOTHING, Including, included_files, including_of

_BEGIN = '{"mkdocs.yml": '


def read_mkdocs(config: str, pages: Iterable[tuple[str, str]], read: Read, contents: Contents | None = None) -> str:
    """`pages`: path and text of each; `read` gives the text of any file of the tree, from the folder of mkdocs.yml.

    `contents`: the navigation, where files beside the pages have it.
    """
    including = including_of(read_config(config), {})
    files, left = included_files(including, pages, read) if including.marks else ({}, [])
    if not files and not left and contents is None and not config.startswith("{"):
        return config
    listed = {"contents": [contents.path, contents.rows]} if contents is not None else {}
    return json.dumps({"mkdocs.yml": config, "files": files, "left": left, **listed})


def mkdocs_of(text: str) -> tuple[MkDocsConfig | None, Including, tuple[str, ...]]:
    """What `read_mkdocs` kept, with what was too large to be included; no settings where there are none."""
    if not text:
        return None, NOTHING, ()
    kept: dict[str, Any] = json.loads(text) if text.startswith(_BEGIN) else {"mkdocs.yml": text}
    config = read_config(kept["mkdocs.yml"])
    return config, including_of(config, kept.get("files", {})), tuple(kept.get("left", ()))


def contents_of(text: str) -> Contents | None:
    """The navigation that `read_mkdocs` was given."""
    kept = json.loads(text) if text.startswith(_BEGIN) else {}
    return Contents(*kept["contents"]) if "contents" in kept else None
