"""Documentation trees in a folder of this machine."""

import os
import posixpath
from pathlib import Path

from common.errors import InvalidInputError
from docs_hub.domain import docusaurus
from docs_hub.domain.book import GITBOOK_FOLDER, GITBOOK_NAMES
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.redirect_files import FOLDER as REDIRECTS
from docs_hub.domain.symlinks import OUTSIDE, follow_links
from docs_hub.services.keeping_back import Anyway, inherited_text, is_settings
from docs_hub.services.tree_files import ReadFile, TreeFile, file_on_disk
from docs_hub.services.trees import MAX_PAGE_BYTES, MKDOCS_NAMES, Tree, too_large, tree_of

_SKIPPED_FOLDERS = {".git", "node_modules", ".venv", "__pycache__"}


def read_local_tree(*, folder: str, anyway: Anyway = frozenset()) -> Tree:
    """The pages that a configuration in the folder, or beside it, names; else all that the folder holds.

    `anyway`: what is shown although the documentation hides it.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InvalidInputError(f"There is no folder {folder}.")
    skipped: list[tuple[str, str]] = []
    if config := _local_config(root, docusaurus.CONFIG_NAMES):
        return tree_of({**_local_files(root, root, skipped), **config}, skipped, "", anyway=anyway)
    if config := _local_config(root):
        pages = root / _docs_dir(config, root)
        if not pages.resolve().is_relative_to(root.resolve()):
            raise InvalidInputError("The docs_dir of mkdocs.yml leads out of the tree.")
        files = {**config, **_beside(root), **_local_files(root, pages, skipped)}
        return tree_of(files, skipped, "", _reader_beside(root), anyway)
    config = _local_config(root.parent)
    if config and _docs_dir(config, root.parent) == root.name:
        files = {**config, **_beside(root.parent), **_local_files(root.parent, root, skipped)}
        return tree_of(files, skipped, root.name, _reader_beside(root.parent), anyway)
    files = {**_local_files(root, root, skipped), **_local_config(root, GITBOOK_NAMES)}
    return tree_of(files, skipped, "", anyway=anyway)


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


def _docs_dir(config: dict[str, TreeFile], root: Path) -> str:
    [(name, file)] = config.items()
    text = inherited_text(file, name, _reader_beside(root))
    return posixpath.normpath(read_config(text).docs_dir.strip("/"))


def _local_files(root: Path, pages: Path, skipped: list[tuple[str, str]]) -> dict[str, TreeFile]:
    """Every file under `pages` by its path from `root`; what leads out of `pages` is left out and said."""
    found, links = _walk(root, pages, skipped)
    top = pages.relative_to(root).as_posix()
    followed = follow_links(files=found, links=links, roots=["" if top == "." else top])
    skipped += followed.skipped
    there = {path: root / path for path in found}
    there |= {path: root / real for path, real in followed.files.items()}
    return {path: file_on_disk(path, place) for path, place in there.items() if _is_read(path, place, pages, skipped)}


def _walk(root: Path, pages: Path, skipped: list[tuple[str, str]]) -> tuple[list[str], dict[str, str]]:
    """The files that are none of links, and the links with what they say; hidden ones are left out."""
    found: list[str] = []
    links: dict[str, str] = {}
    for folder, names, files in os.walk(pages, followlinks=False):
        shown = list(filter(_is_looked_into, names))
        linked = {name for name in shown if Path(folder, name).is_symlink()}
        names[:] = sorted(set(shown) - linked)
        for name in sorted({*(name for name in files if _is_read_at_all(name)), *linked}):
            file = Path(folder, name)
            path = file.relative_to(root).as_posix()
            if not _is_text_path(path):
                skipped.append((ascii(path), "its name is not valid UTF-8"))
            elif file.is_symlink():
                links[path] = _target(file, pages)
            elif file.is_file():
                found.append(path)
    return found, links


def _target(link: Path, pages: Path) -> str:
    """What it says, seen from where it lies, also where it says it from the top of the machine."""
    text = os.readlink(link)
    if not os.path.isabs(text) or not Path(os.path.normpath(text)).is_relative_to(pages.absolute()):
        return text
    return os.path.relpath(text, link.parent.absolute())


def _is_read(path: str, place: Path, pages: Path, skipped: list[tuple[str, str]]) -> bool:
    """Looks once more at where it really lies, since somebody may change the folder meanwhile."""
    if place.is_symlink() or not place.resolve().is_relative_to(pages.resolve()):
        skipped.append((path, OUTSIDE))
        return False
    if why := too_large(path, place.stat().st_size):
        skipped.append((path, why))
    return not why


def _is_read_at_all(name: str) -> bool:
    """Of hidden files those that say what of a documentation is hidden."""
    return not name.startswith(".") or is_settings(name)


def _is_looked_into(folder: str) -> bool:
    """GitBook keeps pictures in a folder that is hidden otherwise."""
    return folder == GITBOOK_FOLDER or not (folder in _SKIPPED_FOLDERS or folder.startswith("."))


def _is_text_path(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
