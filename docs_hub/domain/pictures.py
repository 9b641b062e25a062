"""Where a new picture of a page belongs in the tree, and what it is called there."""

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_NOT_NAME = re.compile(r"[^a-z0-9_-]+")


def is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURES)


def picture_path(page_path: str, name: str, *, files: Collection[str], shown: Iterable[str]) -> str:
    """A free path: where the page's other pictures lie, else where those of its folder do, else in `images` beside it.

    `shown`: the pictures that the page shows already; `name` needs an ending.
    """
    folder = _usual(shown) or _nearest(page_path, files) or posixpath.join(posixpath.dirname(page_path), "images")
    bare, ending = posixpath.splitext(posixpath.basename(name).lower())
    bare = _NOT_NAME.sub("-", bare).strip("-")[:80] or "picture"
    taken = {path.lower() for path in files}
    number, path = 1, posixpath.join(folder, bare + ending)
    while path.lower() in taken:
        number += 1
        path = posixpath.join(folder, f"{bare}-{number}{ending}")
    return path


def _usual(paths: Iterable[str]) -> str:
    """The folder most of the pictures lie in; none where they lie beside nothing."""
    counted = Counter(posixpath.dirname(path) for path in paths if is_picture(path))
    return max(sorted(counted), key=lambda folder: counted[folder]) if counted else ""


def _nearest(page_path: str, files: Iterable[str]) -> str:
    """The folder with the most pictures below the closest folder above the page that has any."""
    counted = Counter(posixpath.dirname(path) for path in files if is_picture(path))
    above = posixpath.dirname(page_path)
    while True:
        inside = [folder for folder in counted if not above or folder == above or folder.startswith(f"{above}/")]
        if inside:
            return max(sorted(inside), key=lambda folder: counted[folder])
        if not above:
            return ""
        above = posixpath.dirname(above)
