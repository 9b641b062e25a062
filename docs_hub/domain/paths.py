"""Paths of files in a tree and the addresses made of them; nothing here leaves the tree."""

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdx", ".mdown", ".mkd")
INDEX_NAMES = ("index", "readme")
_NOT_SLUG = re.compile(r"[^\w-]+")


def is_markdown(path: str) -> bool:
    return path.lower().endswith(MARKDOWN_ENDINGS)


def is_rst(path: str) -> bool:
    return path.lower().endswith(".rst")


def is_page(path: str, dialect: str, more: tuple[str, ...] = ()) -> bool:
    """Whether a generator of this kind makes a page of the file; `more`: endings that its settings add."""
    return is_markdown(path) or (dialect == "sphinx" and is_rst(path)) or path.endswith(more)


def stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def is_index(path: str) -> bool:
    return stem(path).lower() in INDEX_NAMES


def inside(base: str, target: str) -> str | None:
    """`target` seen from the folder `base`, as a path in the tree; None where it would leave the tree."""
    if "\0" in target or "\\" in target:
        return None
    joined = posixpath.normpath(posixpath.join(base, target))
    if joined == ".":
        return ""
    return None if joined.startswith(("..", "/")) else joined


def slug(name: str) -> str:
    """A part of an address: letters of any script, digits, `_` and `-`; never empty."""
    return _NOT_SLUG.sub("-", unquote(name)).strip("-")[:200] or "page"


def addresses(page_paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The slugs of each page below its source, without two pages at one address.

    `api/index.md` is the folder `api` itself; where `api.md` took that address, it comes below it.
    """
    taken: set[tuple[str, ...]] = set()
    found: dict[str, tuple[str, ...]] = {}
    folders: dict[str, tuple[str, ...]] = {"": ()}
    for path in sorted(page_paths, key=lambda path: (path.count("/"), is_index(path), _readme_last(path), path)):
        folder, name = posixpath.split(path)
        parent = _folder(folder, folders, taken)
        wanted = parent if is_index(path) and parent not in taken else (*parent, slug(stem(name)))
        found[path] = _free(wanted, taken)
    return found


def with_first(found: dict[str, tuple[str, ...]], page: str) -> dict[str, tuple[str, ...]]:
    """That page lies where its source does, unless an index file does."""
    if page in found and () not in found.values():
        found[page] = ()
    return found


def _readme_last(path: str) -> bool:
    return stem(path).lower() != "index"


def _folder(folder: str, folders: dict[str, tuple[str, ...]], taken: set[tuple[str, ...]]) -> tuple[str, ...]:
    if folder not in folders:
        parent, name = posixpath.split(folder)
        wanted = (*_folder(parent, folders, taken), slug(name))
        while wanted in folders.values():
            wanted = (*wanted[:-1], f"{wanted[-1]}-2")
        folders[folder] = wanted
    return folders[folder]


def _free(wanted: tuple[str, ...], taken: set[tuple[str, ...]]) -> tuple[str, ...]:
    number, address = 1, wanted
    while address in taken:
        number += 1
        address = (*wanted[:-1], f"{wanted[-1]}-{number}") if wanted else (f"page-{number}",)
    taken.add(address)
    return address
