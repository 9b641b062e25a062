"""Documentation trees in a repository, read through GitHub."""

import hashlib
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from common.errors import InvalidInputError
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.redirect_files import FOLDER as REDIRECTS
from docs_hub.domain.symlinks import LONGEST_TARGET, NOWHERE, follow_links
from docs_hub.services.keeping_back import Anyway, inherited_text
from docs_hub.services.spool import Spool
from docs_hub.services.tree_files import TreeFile
from docs_hub.services.trees import CONFIG_NAMES, MKDOCS_NAMES, Tree, too_large, tree_of
from github_sync.services import contents
from github_sync.services.contents import Listed


@dataclass(frozen=True)
class Known:
    """What the site has already: `contents_of` gives those of a tree's blobs by path (empty: kept as a file)."""

    contents_of: Callable[[Mapping[str, str]], dict[str, bytes]]
    commit: str = ""
    listing_key: str = ""


def read_repository_tree(
    *, full_name: str, path: str, ref: str | None, known: Known, anyway: Anyway = frozenset()
) -> Tree:
    """`anyway`: what is shown although the documentation hides it.

    One request where nothing changed since `known`; else one more for the commit, and those that new blobs take."""
    path = path.strip("/")
    parent = posixpath.dirname(path)
    beside = [posixpath.join(parent, name) for name in (*MKDOCS_NAMES, REDIRECTS)]
    wanted = [path, *beside] if path else [""]
    listed = contents.list_tree(full_name, wanted, ref)
    commit = known.commit
    if not commit or _listing_key(listed) != known.listing_key:
        commit = contents.commit_of(full_name, ref)
        listed = contents.list_tree(full_name, wanted, commit)
    reading = _Reading(full_name, known)
    files = reading.read(listed, wanted)
    tree = _repository_tree(files, full_name, path, reading.skipped, anyway)
    tree.beside |= reading.targets
    tree.linked = _below_prefix(reading.linked, tree.docs_prefix)
    tree.commit, tree.listing_key = commit, _listing_key(listed)
    return tree


def _listing_key(listed: Mapping[str, Listed]) -> str:
    lines = (f"{path}\t{entry.sha}" for path, entry in sorted(listed.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:40]


class _Reading:
    """What is not read, with the reason, is `skipped`; `targets` are the texts of symbolic links by their blob."""

    def __init__(self, full_name: str, known: Known) -> None:
        self.full_name, self.known = full_name, known
        self.skipped: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.linked: dict[str, str] = {}

    def read(self, listed: Mapping[str, Listed], roots: list[str]) -> dict[str, TreeFile]:
        """Nothing is asked for that is too large."""
        files = {path: entry for path, entry in listed.items() if not entry.is_link}
        links = {path: entry for path, entry in listed.items() if entry.is_link and self._is_short(path, entry)}
        followed = follow_links(files=files, links=self._say(links), roots=roots)
        self.skipped += followed.skipped
        self.linked = followed.files
        files |= {path: files[real] for path, real in followed.files.items()}
        small = {path: entry.sha for path, entry in files.items() if not self._is_too_large(path, entry)}
        return self._with_contents(small)

    def _is_short(self, path: str, link: Listed) -> bool:
        if link.size > LONGEST_TARGET:
            self.skipped.append((path, NOWHERE))
        return link.size <= LONGEST_TARGET

    def _is_too_large(self, path: str, file: Listed) -> bool:
        if why := too_large(path, file.size):
            self.skipped.append((path, why))
        return bool(why)

    def _say(self, links: Mapping[str, Listed]) -> dict[str, str]:
        shas = {path: entry.sha for path, entry in links.items()}
        if not shas:
            return {}
        here = self.known.contents_of(shas)
        left = sorted(set(shas.values()) - here.keys())
        read = dict(contents.read_blobs(self.full_name, left))
        texts = {sha: content.decode("utf-8", "replace") for sha, content in (here | read).items()}
        self.targets = texts
        return {path: texts[sha] for path, sha in shas.items()}

    def _with_contents(self, listed: Mapping[str, str]) -> dict[str, TreeFile]:
        kept, sizes = Spool[bytes](), dict[str, int]()
        here = self.known.contents_of(listed)
        new = contents.read_blobs(self.full_name, sorted(set(listed.values()) - here.keys()))
        for sha, content in chain(here.items(), new):
            kept[sha], sizes[sha] = content, len(content)
        return {path: TreeFile(path, sha, sizes[sha], partial(kept.__getitem__, sha)) for path, sha in listed.items()}


Skipped = list[tuple[str, str]]


def _repository_tree(files: dict[str, TreeFile], full_name: str, path: str, skipped: Skipped, anyway: Anyway) -> Tree:
    parent, folder = posixpath.split(path)
    if not any(not path or name == path or name.startswith(f"{path}/") for name in files):
        raise InvalidInputError(f"There is nothing at {path or 'the top'} of {full_name}.")
    has_own = not path or any(posixpath.join(path, name) in files for name in CONFIG_NAMES)
    if has_own or not _is_of(files, parent, folder):
        return _below(files, path, "", skipped, anyway)
    return _below(files, parent, folder, skipped, anyway)


def _is_of(files: dict[str, TreeFile], parent: str, folder: str) -> bool:
    """Whether mkdocs.yml beside the folder, if there is any, means this folder and no other."""
    name = next((name for name in MKDOCS_NAMES if posixpath.join(parent, name) in files), None)
    if name is None:
        return True
    text = inherited_text(
        files[posixpath.join(parent, name)], name, lambda path: files.get(posixpath.join(parent, path))
    )
    return posixpath.normpath(read_config(text).docs_dir.strip("/")) == folder


def _below(files: dict[str, TreeFile], root: str, folder: str, skipped: Skipped, anyway: Anyway) -> Tree:
    """The tree whose paths begin below `root`; `folder` holds the pages unless a configuration says otherwise."""
    prefix = f"{root}/" if root else ""
    inner = {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}
    tree = tree_of(inner, [(name.removeprefix(prefix), why) for name, why in skipped], folder, anyway=anyway)
    tree.docs_prefix = f"{prefix}{tree.docs_prefix}".rstrip("/")
    return tree


def _below_prefix(linked: Mapping[str, str], docs_prefix: str) -> dict[str, str]:
    """By the path of the page in its tree: the path of the file in the repository."""
    prefix = f"{docs_prefix}/" if docs_prefix else ""
    return {path.removeprefix(prefix): real for path, real in linked.items() if path.startswith(prefix)}
