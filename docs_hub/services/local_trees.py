"""Documentation trees in a folder of this machine."""

import os
import posixpath
from pathlib import Path

from common.errors import InvalidInputError
from docs_hub.domain import docusaurus
from docs_hub.domain.book import GITBOOK_FOLDER, GITBOOK_NAMES
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.redirect_files import FOLDER as REDIRECTS
from docs_hub.services.tree_files import TreeFile, file_on_disk
from docs_hub.services.trees import (
    MAX_FILE_BYTES,
    MAX_PAGE_BYTES,
    MKDOCS_NAMES,
    ReadFile,
    Tree,
    config_text,
    tree_of,
)

_SKIPPED_FOLDERS = {".git", "node_modules", ".venv", "__pycache__"}


def read_local_tree(*, folder: str) -> Tree:
    """The pages that a configuration in the folder, or beside it, names; else all that the folder holds."""
    root = Path(folder)
    if not root.is_dir():
        raise InvalidInputError(f"There is no folder {folder}.")
    skipped: list[tuple[str, str]] = []
    if config := _local_config(root, docusaurus.CONFIG_NAMES):
        return tree_of({**_local_files(root, root, skipped), **config}, skipped, "")
    if config := _local_config(root):
        pages = root / _docs_dir(config)
        if not pages.resolve().is_relative_to(root.resolve()):
            raise InvalidInputError("The docs_dir of mkdocs.yml leads out of the tree.")
        files = {**config, **_beside(root), **_local_files(root, pages, skipped)}
        return tree_of(files, skipped, "", _reader_beside(root))
    config = _local_config(root.parent)
    if config and _docs_dir(config) == root.name:
        files = {**config, **_beside(root.parent), **_local_files(root.parent, root, skipped)}
        return tree_of(files, skipped, root.name)
    return tree_of({**_local_files(root, root, skipped), **_local_config(root, GITBOOK_NAMES)}, skipped, "")


def _local_config(folder: Path, names: tuple[str, ...] = MKDOCS_NAMES) -> dict[str, TreeFile]:
    """The configuration that lies in the folder itself; empty where there is none."""
    for name in names:
        path = folder / name
        if path.is_file() and path.stat().st_size < MAX_PAGE_BYTES:
            return {name: file_on_disk(name, path)}
    return {}


def _beside(root: Path) -> dict[str, TreeFile]:
    """The redirect files beside the pages; none where their folder is a link."""
    folder = root / REDIRECTS
    return _local_files(root, folder, []) if folder.is_dir() and not folder.is_symlink() else {}


def _reader_beside(root: Path) -> ReadFile:
    """Gives any file of the folder whose text a page may include, without having read the others."""

    def read(path: str) -> TreeFile | None:
        file = (root / path).resolve()
        if not file.is_relative_to(root.resolve()) or _is_hidden(file.relative_to(root.resolve())):
            return None
        if not file.is_file() or file.stat().st_size > MAX_PAGE_BYTES:
            return None
        return file_on_disk(path, file)

    return read


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in path.parts)


def _docs_dir(config: dict[str, TreeFile]) -> str:
    [file] = config.values()
    return posixpath.normpath(read_config(config_text(file)).docs_dir.strip("/"))


def _local_files(root: Path, pages: Path, skipped: list[tuple[str, str]]) -> dict[str, TreeFile]:
    """Every file under `pages` by its path from `root`; what leads out of `pages` is left out and said."""
    found: dict[str, TreeFile] = {}
    inside = pages.resolve()
    for folder, names, files in os.walk(pages, followlinks=False):
        names[:] = sorted(filter(_is_looked_into, names))
        for name in sorted(name for name in files if not name.startswith(".")):
            file = Path(folder, name)
            path = file.relative_to(root).as_posix()
            if not _is_text_path(path):
                skipped.append((ascii(path), "its name is not valid UTF-8"))
            elif not file.resolve().is_relative_to(inside):
                skipped.append((path, "a symbolic link that leaves the tree"))
            elif file.is_file() and (size := file.stat().st_size) > MAX_FILE_BYTES:
                skipped.append((path, f"too large ({size} bytes)"))
            elif file.is_file():
                found[path] = file_on_disk(path, file)
    return found


def _is_looked_into(folder: str) -> bool:
    """GitBook keeps pictures in a folder that is hidden otherwise."""
    return folder == GITBOOK_FOLDER or not (folder in _SKIPPED_FOLDERS or folder.startswith("."))


def _is_text_path(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
