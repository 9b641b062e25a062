"""Documentation trees in a repository, read through GitHub."""

import hashlib
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from common.errors import InvalidInputError
from docs_hub.domain.redirect_files import FOLDER as REDIRECTS
from docs_hub.services.spool import Spool
from docs_hub.services.tree_files import TreeFile
from docs_hub.services.trees import CONFIG_NAMES, MKDOCS_NAMES, Tree, tree_of
from github_sync.services import contents


@dataclass(frozen=True)
class Known:
    """What the site has already: `contents_of` gives those of a tree's blobs by path (empty: kept as a file)."""

    contents_of: Callable[[Mapping[str, str]], dict[str, bytes]]
    commit: str = ""
    listing_key: str = ""


def read_repository_tree(*, full_name: str, path: str, ref: str | None, known: Known) -> Tree:
    """One request where nothing changed since `known`; else one more for the commit, and those that new blobs take."""
    path = path.strip("/")
    parent = posixpath.dirname(path)
    beside = [posixpath.join(parent, name) for name in (*MKDOCS_NAMES, REDIRECTS)]
    wanted = [path, *beside] if path else [""]
    listed = contents.list_tree(full_name, wanted, ref)
    commit = known.commit
    if not commit or _listing_key(listed) != known.listing_key:
        commit = contents.commit_of(full_name, ref)
        listed = contents.list_tree(full_name, wanted, commit)
    files = _with_contents(full_name, listed, known)
    tree = _repository_tree(files, full_name, path)
    tree.commit, tree.listing_key = commit, _listing_key(listed)
    return tree


def _listing_key(listed: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(f"{path}\t{sha}" for path, sha in sorted(listed.items())).encode()).hexdigest()[:40]


def _with_contents(full_name: str, listed: Mapping[str, str], known: Known) -> dict[str, TreeFile]:
    kept, sizes = Spool[bytes](), dict[str, int]()
    here = known.contents_of(listed)
    for sha, content in chain(here.items(), contents.read_blobs(full_name, sorted(set(listed.values()) - here.keys()))):
        kept[sha], sizes[sha] = content, len(content)
    return {path: TreeFile(path, sha, sizes[sha], partial(kept.__getitem__, sha)) for path, sha in listed.items()}


def _repository_tree(files: dict[str, TreeFile], full_name: str, path: str) -> Tree:
    parent = posixpath.dirname(path)
    if not any(not path or name == path or name.startswith(f"{path}/") for name in files):
        raise InvalidInputError(f"There is nothing at {path or 'the top'} of {full_name}.")
    if not path or any(posixpath.join(path, name) in files for name in CONFIG_NAMES):
        return _below(files, path, "")
    return _below(files, parent, posixpath.basename(path))


def _below(files: dict[str, TreeFile], root: str, folder: str) -> Tree:
    """The tree whose paths begin below `root`; `folder` holds the pages unless a configuration says otherwise."""
    prefix = f"{root}/" if root else ""
    tree = tree_of(
        {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}, [], folder
    )
    tree.docs_prefix = f"{prefix}{tree.docs_prefix}".rstrip("/")
    return tree
