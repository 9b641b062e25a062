"""The files of substitutions that docutils brings along: `.. include:: <isonum.txt>`."""

import re
from functools import lru_cache
from importlib.resources import files

_NAME = re.compile(r"<((?:iso|mml|xhtml1-)[a-z0-9-]{3,20}\.txt)>")


@lru_cache(maxsize=64)
def standard_file(target: str) -> str | None:
    """Its text; None for every other name."""
    match = _NAME.fullmatch(target)
    if match is None:
        return None
    file = files("docutils.parsers.rst") / "include" / match.group(1)
    return file.read_text("utf-8") if file.is_file() else None
