"""Where files come from: a local folder, or a repository through GitHub. Only bytes and paths, nothing is run."""

import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from common.errors import InvalidInputError
from docs_hub.domain import docusaurus
from docs_hub.domain.exclusion import excluder
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.paths import is_markdown
from docs_hub.domain.source_text import blob_sha, readable
from github_sync.services import contents

MAX_PAGE_BYTES = 2 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024
MKDOCS_NAMES = ("mkdocs.yml", "mkdocs.yaml")
CONFIG_NAMES = (*MKDOCS_NAMES, *docusaurus.CONFIG_NAMES)
_SKIPPED_FOLDERS = {".git", "node_modules", ".venv", "__pycache__"}


@dataclass(frozen=True)
class TreeFile:
    path: str
    blob_sha: str
    content: bytes


@dataclass
class Tree:
    """The files of one documentation tree; paths are relative to the folder of its pages.

    `dialect` is the generator that the tree was written for, as its files tell; `config_text` as `read_site` takes it.
    """

    files: dict[str, TreeFile] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    dialect: str = "gfm"
    title: str = ""
    config_text: str = ""
    docs_prefix: str = ""


def read_local_tree(*, folder: str) -> Tree:
    """The pages that a configuration in the folder, or beside it, names; else all that the folder holds."""
    root = Path(folder)
    if not root.is_dir():
        raise InvalidInputError(f"There is no folder {folder}.")
    skipped: list[tuple[str, str]] = []
    if config := _local_config(root, docusaurus.CONFIG_NAMES):
        return _tree({**_local_files(root, root, skipped), **config}, skipped, "")
    if config := _local_config(root):
        pages = root / _docs_dir(config)
        if not pages.resolve().is_relative_to(root.resolve()):
            raise InvalidInputError("The docs_dir of mkdocs.yml leads out of the tree.")
        return _tree({**config, **_local_files(root, pages, skipped)}, skipped, "")
    config = _local_config(root.parent)
    if config and _docs_dir(config) == root.name:
        return _tree({**config, **_local_files(root.parent, root, skipped)}, skipped, root.name)
    return _tree(_local_files(root, root, skipped), skipped, "")


def _local_config(folder: Path, names: tuple[str, ...] = MKDOCS_NAMES) -> dict[str, TreeFile]:
    """The configuration that lies in the folder itself; empty where there is none."""
    for name in names:
        path = folder / name
        if path.is_file() and path.stat().st_size < MAX_PAGE_BYTES:
            content = path.read_bytes()
            return {name: TreeFile(name, blob_sha(content), content)}
    return {}


def _docs_dir(config: dict[str, TreeFile]) -> str:
    [file] = config.values()
    return posixpath.normpath(read_config(_config_text(file)).docs_dir.strip("/"))


def _config_text(file: TreeFile) -> str:
    return readable(file.content.decode("utf-8", "replace"))


def _local_files(root: Path, pages: Path, skipped: list[tuple[str, str]]) -> dict[str, TreeFile]:
    """Every file under `pages` by its path from `root`; what leads out of `pages` is left out and said."""
    found: dict[str, TreeFile] = {}
    inside = pages.resolve()
    for folder, names, files in os.walk(pages, followlinks=False):
        names[:] = sorted(name for name in names if name not in _SKIPPED_FOLDERS and not name.startswith("."))
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
                content = file.read_bytes()
                found[path] = TreeFile(path, blob_sha(content), content)
    return found


def _is_text_path(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read_repository_tree(*, full_name: str, path: str, ref: str | None, known: dict[str, bytes]) -> Tree:
    """`known`: contents by blob hash that are here already and need not be asked for again."""
    path = path.strip("/")
    files = _read(full_name, path, ref, known)
    if not files:
        raise InvalidInputError(f"There is nothing at {path or 'the top'} of {full_name}.")
    parent = posixpath.dirname(path)
    if not path or any(posixpath.join(path, name) in files for name in CONFIG_NAMES):
        return _below(files, path, "")
    for name in MKDOCS_NAMES:
        files |= _read(full_name, posixpath.join(parent, name), ref, known)
    return _below(files, parent, posixpath.basename(path))


def _read(full_name: str, path: str, ref: str | None, known: dict[str, bytes]) -> dict[str, TreeFile]:
    found = contents.read_tree(full_name, path, ref, known=frozenset(known))
    return {file.path: TreeFile(file.path, file.blob_sha, known.get(file.blob_sha, file.content)) for file in found}


def _below(files: dict[str, TreeFile], root: str, folder: str) -> Tree:
    """The tree whose paths begin below `root`; `folder` holds the pages unless a configuration says otherwise."""
    prefix = f"{root}/" if root else ""
    tree = _tree(
        {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}, [], folder
    )
    tree.docs_prefix = f"{prefix}{tree.docs_prefix}".rstrip("/")
    return tree


def _tree(files: dict[str, TreeFile], skipped: list[tuple[str, str]], folder: str) -> Tree:
    """`folder`: where the pages lie if no configuration says so."""
    tree = Tree(skipped=skipped, docs_prefix=folder)
    if name := next((name for name in MKDOCS_NAMES if name in files), None):
        _fill_mkdocs(tree, files, name)
    elif name := next((name for name in docusaurus.CONFIG_NAMES if name in files), None):
        _fill_docusaurus(tree, files, name)
    else:
        _fill(tree, files, lambda _: True)
    if not any(is_markdown(path) for path in tree.files):
        raise InvalidInputError("No Markdown file was found there.")
    return tree


def _fill_mkdocs(tree: Tree, files: dict[str, TreeFile], name: str) -> None:
    tree.dialect, tree.config_text = "mkdocs", _config_text(files[name])
    config = read_config(tree.config_text)
    wanted = posixpath.normpath(config.docs_dir.strip("/"))
    tree.title, tree.docs_prefix = config.site_name, "" if wanted == "." else wanted
    is_excluded = excluder(config.exclude)[0]
    _fill(tree, files, lambda path: path not in CONFIG_NAMES and not is_excluded(path))


def _fill_docusaurus(tree: Tree, files: dict[str, TreeFile], name: str) -> None:
    """All sets of documents, with the folders of files that lie at the top of the site."""

    def read(path: str) -> str | None:
        return _config_text(files[path]) if path in files else None

    tree.dialect, tree.docs_prefix = "docusaurus", ""
    tree.config_text = docusaurus.read_docusaurus(_config_text(files[name]), files, read)
    site = docusaurus.site_of(tree.config_text)
    tree.title = site.title
    _fill(tree, files, site.is_wanted)


def _fill(tree: Tree, files: dict[str, TreeFile], is_wanted: Callable[[str], bool]) -> None:
    prefix = f"{tree.docs_prefix}/" if tree.docs_prefix else ""
    for path, file in files.items():
        inner = path.removeprefix(prefix)
        if path.startswith(prefix) and is_wanted(inner):
            _put(tree, inner, file)


def _put(tree: Tree, path: str, file: TreeFile) -> None:
    limit = MAX_PAGE_BYTES if is_markdown(path) else MAX_FILE_BYTES
    if len(file.content) > limit:
        tree.skipped.append((path, f"too large ({len(file.content)} bytes)"))
    else:
        tree.files[path] = TreeFile(path, file.blob_sha, file.content)
