"""Links as a writer of the repository would write them: relative to the file, with the file's own name."""

import posixpath
from collections.abc import Iterable

_ESCAPED = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "#": "%23", "?": "%3F", "%": "%25", "\\": "%5C"}


def relative_link(from_path: str, to_path: str, anchor: str = "") -> str:
    """To a page or a file of the same tree; the page's own anchor is a bare `#anchor`."""
    if to_path == from_path and anchor:
        return with_anchor("", anchor)
    link = posixpath.relpath(to_path, posixpath.dirname(from_path) or ".")
    return with_anchor(_escaped(f"./{link}" if ":" in link.split("/")[0] else link), anchor)


def with_anchor(link: str, anchor: str) -> str:
    return f"{link}#{_escaped(anchor)}" if anchor else link


def file_link(from_path: str, to_path: str, roots: Iterable[str] = ()) -> str:
    """Files below a folder that the generator puts at the top of the site (`static/`) are linked from that top."""
    for root in roots:
        if root and to_path.startswith(f"{root}/"):
            return _escaped(to_path.removeprefix(root))
    return relative_link(from_path, to_path)


def _escaped(link: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in link)
