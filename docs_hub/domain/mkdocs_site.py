"""A MkDocs site as its source keeps it: mkdocs.yml as it is, or, where pages include files, one JSON text of both."""

import json
from collections.abc import Iterable
from typing import Any

from docs_hub.domain.inclusion import Read
from docs_hub.domain.mkdocs_config import MkDocsConfig, read_config
from docs_hub.domain.mkdocs_includes import NOTHING, Including, included_files, including_of

_BEGIN = '{"mkdocs.yml": '


def read_mkdocs(config: str, pages: Iterable[tuple[str, str]], read: Read) -> str:
    """`pages`: path and text of each; `read` gives the text of any file of the tree, from the folder of mkdocs.yml."""
    including = including_of(read_config(config), {})
    files, left = included_files(including, pages, read) if including.marks else ({}, [])
    if not files and not left and not config.startswith(_BEGIN):
        return config
    return json.dumps({"mkdocs.yml": config, "files": files, "left": left})


def mkdocs_of(text: str) -> tuple[MkDocsConfig | None, Including, tuple[str, ...]]:
    """What `read_mkdocs` kept, with what was too large to be included; no settings where there are none."""
    if not text:
        return None, NOTHING, ()
    kept: dict[str, Any] = json.loads(text) if text.startswith(_BEGIN) else {"mkdocs.yml": text}
    config = read_config(kept["mkdocs.yml"])
    return config, including_of(config, kept.get("files", {})), tuple(kept.get("left", ()))
