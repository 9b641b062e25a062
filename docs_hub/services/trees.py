"""What the files of a documentation tree are, wherever they come from. Only bytes and paths, nothing is run."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from common.errors import InvalidInputError
from docs_hub.domain import docusaurus, docusaurus_versions, sphinx
from docs_hub.domain.book import CONFIG_NAMES as BOOK_NAMES
from docs_hub.domain.book import BookPlace, book_of, find_book, read_book
from docs_hub.domain.contents import Contents
from docs_hub.domain.discourse import is_discourse, read_discourse, read_redirects
from docs_hub.domain.docusaurus_versions import TreeVersion
from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.docusaurus import docusaurus_rules
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.rules import Rules
from docs_hub.domain.hiding.sphinx import conf_rules
from docs_hub.domain.literate_nav import literate_nav, nav_file_of
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.mkdocs_site import mkdocs_of, read_mkdocs
from docs_hub.domain.paths import is_index, is_markdown, is_page
from docs_hub.domain.redirect_files import FOLDER as REDIRECTS
from docs_hub.domain.redirect_files import FileRedirect, read_client_redirects, read_redirect_file, read_redirect_map
from docs_hub.domain.source_text import blob_sha, decode, readable
from docs_hub.services.keeping_back import (
    Anyway,
    Files,
    Withheld,
    beside_or,
    book_hiding,
    inherited_text,
    is_settings,
    jekyll_hiding,
    keep_back,
    mkdocs_hiding,
    mkdocs_prefix,
    refusals,
    without_hidden,
)
from docs_hub.services.tree_files import ReadFile, TreeFile, config_text

MAX_PAGE_BYTES = 2 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024
MKDOCS_NAMES = ("mkdocs.yml", "mkdocs.yaml")
CONFIG_NAMES = (*MKDOCS_NAMES, *docusaurus.CONFIG_NAMES)


@dataclass
class Tree:
    """The files of one documentation tree; paths are relative to the folder of its pages.

    `dialect` is the generator that the tree was written for, as its files tell; `config_text` as `read_site` takes it.
    `page_endings`: what its settings add to the usual ones. `versions` are the others that lie in the same tree.
    `commit` and `listing_key` say of what came from a repository where it was read and what it held. `beside` are the
    texts that are no pages and are needed again by the next import. `linked`: where the files of symbolic links lie.
    `withheld` are the pages that the documentation hides, or may hide; `hidden` are all such files by their path in the
    repository or folder.
    """

    files: dict[str, TreeFile] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    dialect: str = "gfm"
    title: str = ""
    config_text: str = ""
    docs_prefix: str = ""
    page_endings: tuple[str, ...] = ()
    versions: list[tuple[TreeVersion, "Tree"]] = field(default_factory=list)
    redirects: list[FileRedirect] = field(default_factory=list)
    commit: str = ""
    listing_key: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)
    hidden: dict[str, Hiding] = field(default_factory=dict)
    hidden_prefix: str = ""
    hidden_shas: set[str] = field(default_factory=set)

    @property
    def hidden_pages(self) -> set[str]:
        """By the paths that pages have."""
        prefix = f"{self.hidden_prefix}/" if self.hidden_prefix else ""
        inner = {path.removeprefix(prefix) for path in self.hidden if path.startswith(prefix)}
        return inner | {one.path for one in self.withheld}


def _nothing(path: str) -> TreeFile | None:
    return None


def tree_of(
    files: dict[str, TreeFile],
    skipped: list[tuple[str, str]],
    folder: str,
    beside: ReadFile = _nothing,
    anyway: Anyway = frozenset(),
) -> Tree:
    """`folder`: where the pages lie if no configuration says so; `beside` gives files that are in no list.

    What the documentation hides is in none of its files, and can be included by none, but for what `anyway` names.
    """
    tree = Tree(skipped=skipped, docs_prefix=folder, redirects=_redirects(files), beside=_texts_beside(files))
    if name := next((name for name in MKDOCS_NAMES if name in files), None):
        text = inherited_text(files[name], name, beside_or(files, beside))
        rules, prefix = mkdocs_hiding(files, text, name), mkdocs_prefix(text)
        shown = _shown(tree, files, rules, anyway, prefix)
        _fill_mkdocs(tree, shown, text, without_hidden(beside, rules, anyway, prefix))
    elif name := next((name for name in docusaurus.CONFIG_NAMES if name in files), None):
        _fill_docusaurus(tree, _shown(tree, files, docusaurus_rules(config_text(files[name]), name), anyway), name)
    elif (place := sphinx.found_in(files)) is not None:
        conf = posixpath.join(place, sphinx.CONFIG_NAME)
        rules = conf_rules(config_text(files[conf]), conf) if conf in files else Rules(conf)
        _fill_sphinx(tree, _shown(tree, files, rules, anyway, place), place)
    elif (book := find_book(files, folder, _reader_of_any(files, ""))) is not None:
        _fill_book(tree, _shown(tree, files, book_hiding(files, book), anyway, book.root), book)
        tree.beside |= _texts(file for path, file in files.items() if posixpath.basename(path) in BOOK_NAMES)
    else:
        rules = jekyll_hiding(files)
        _fill(tree, _shown(tree, files, rules, anyway, folder), lambda path: path not in BOOK_NAMES)
        _know_discourse(tree)
    if not tree.withheld and not any(is_page(path, tree.dialect, tree.page_endings) for path in tree.files):
        raise InvalidInputError("No Markdown file was found there.")
    return tree


def _shown(tree: Tree, files: Files, rules: Rules, anyway: Anyway, prefix: str = "") -> Files:
    """The files that are not hidden; the others are noted on the tree. `anyway` has paths below `prefix`."""
    kept, tree.hidden = keep_back(files, rules, anyway, prefix)
    tree.hidden_shas = {files[path].blob_sha for path in tree.hidden}
    tree.withheld = [Withheld(rules.file, one.line, one.why) for one in refusals(rules, anyway)]
    tree.beside |= _texts(files[path] for path in tree.hidden if is_page(path, "sphinx"))
    return kept


def _redirects(files: dict[str, TreeFile]) -> list[FileRedirect]:
    found: list[FileRedirect] = []
    for path, file in sorted(files.items()):
        if path.startswith(f"{REDIRECTS}/") and path.endswith(".txt"):
            found += read_redirect_file(path, config_text(file))
        elif path in MKDOCS_NAMES:
            found += read_redirect_map(path, config_text(file))
        elif path in docusaurus.CONFIG_NAMES:
            found += read_client_redirects(path, config_text(file))
    return found


def _texts_beside(files: dict[str, TreeFile]) -> dict[str, str]:
    return _texts(file for path, file in files.items() if _is_beside(path))


def _is_beside(path: str) -> bool:
    return path in CONFIG_NAMES or path.startswith(f"{REDIRECTS}/") or is_settings(path)


def _texts(files: Iterable[TreeFile]) -> dict[str, str]:
    texts = {file.blob_sha: decode(file.content) for file in files}
    return {sha: text for sha, text in texts.items() if text is not None}


def _fill_mkdocs(tree: Tree, files: dict[str, TreeFile], text: str, beside: ReadFile) -> None:
    """`text`: of mkdocs.yml, with what it inherits from."""
    tree.dialect, config = "mkdocs", read_config(text)
    tree.title, tree.docs_prefix = config.site_name, mkdocs_prefix(text)
    is_excluded = excluder(config.exclude)[0]
    _fill(tree, files, lambda path: path not in CONFIG_NAMES and not is_excluded(path))
    contents = _listed_by(tree, nav_file_of(config))
    _keep_included(tree, text, contents, lambda path: files.get(path) or beside(path))


def _listed_by(tree: Tree, name: str) -> Contents | None:
    """The navigation that files of this name have; None where the top folder has none. Only indexes stay pages."""
    if not name or name not in tree.files:
        return None
    lists = {path: file for path, file in tree.files.items() if posixpath.basename(path) == name}
    if not is_index(name):
        tree.files = {path: file for path, file in tree.files.items() if path not in lists}
        tree.beside |= _texts(lists.values())
    pages = [path for path in tree.files if is_page(path, "mkdocs")]
    return literate_nav(name, pages, lambda path: config_text(lists[path]) if path in lists else None)


def _keep_included(tree: Tree, config: str, contents: Contents | None, read_file: ReadFile) -> None:
    """`config`: mkdocs.yml, from whose folder `read_file` gives any file."""
    found: dict[str, TreeFile] = {}

    def read(path: str) -> str | None:
        if (file := read_file(path)) is None:
            return None
        found[path] = file
        return _included_text(file)

    pages = ((path, config_text(file)) for path, file in tree.files.items() if is_page(path, "mkdocs"))
    tree.config_text = read_mkdocs(config, pages, read, contents)
    tree.beside |= _texts(found[path] for path in mkdocs_of(tree.config_text)[1].files)


def _fill_docusaurus(tree: Tree, files: dict[str, TreeFile], name: str) -> None:
    """All sets of documents, with the folders of files that lie at the top of the site."""

    def read(path: str) -> str | None:
        return config_text(files[path]) if path in files else None

    tree.dialect, tree.docs_prefix = "docusaurus", ""
    tree.config_text = docusaurus.read_docusaurus(config_text(files[name]), files, read)
    site = docusaurus.site_of(tree.config_text)
    tree.title = site.title
    _fill(tree, files, site.is_wanted)
    for version in docusaurus_versions.tree_versions(tree.config_text, files, read):
        tree.versions.append((version, _version_tree(tree, files, version)))


def _fill_book(tree: Tree, files: dict[str, TreeFile], book: BookPlace) -> None:
    """`book` says where the pages lie; its table of contents is none of them."""
    tree.docs_prefix, tree.title = book.root, book.title
    _fill(tree, files, lambda path: path not in (book.summary, *BOOK_NAMES))
    found: dict[str, TreeFile] = {}
    read_any = _reader_of_any(files, "")

    def read(path: str) -> str | None:
        if (text := read_any(path)) is not None:
            found[path] = files[path]
        return text

    summary = posixpath.join(book.root, book.summary)
    tree.config_text = read_book(book, read_any(summary) or "", _page_texts(tree), read)
    tree.beside |= _texts([files[summary], *(found[path] for path in book_of(tree.config_text).including.files)])


def _know_discourse(tree: Tree) -> None:
    """Plain Markdown may be topics of a forum."""
    if not is_discourse(text for _, text in _page_texts(tree)):
        return
    tree.dialect = "discourse"
    texts = dict(_page_texts(tree))
    tree.config_text = read_discourse(texts)
    tree.redirects += read_redirects(texts)


def _page_texts(tree: Tree) -> Iterator[tuple[str, str]]:
    return ((path, config_text(file)) for path, file in tree.files.items() if is_page(path, tree.dialect))


def _version_tree(tree: Tree, files: dict[str, TreeFile], version: TreeVersion) -> Tree:
    """The version as if its documents lay where the newest ones lie, so that a page has one path in all versions."""
    moved = {here: file for path, file in files.items() if (here := version.path_here(path)) is not None}
    static = docusaurus.site_of(tree.config_text).static
    moved |= {path: file for path, file in tree.files.items() if path.startswith(tuple(f"{one}/" for one in static))}
    categories = docusaurus.categories(
        {path: config_text(file) for path, file in moved.items() if docusaurus.CATEGORY.search(path)}
    )
    own = Tree(dialect="docusaurus", title=tree.title, docs_prefix=tree.docs_prefix)
    own.config_text = docusaurus_versions.config_of(version, tree.config_text, categories)
    site = docusaurus.site_of(own.config_text)
    own.hidden = {here: one for path, one in tree.hidden.items() if (here := version.path_here(path)) is not None}
    for path, file in moved.items():
        if site.is_wanted(path) and path not in own.hidden:
            _put(own, path, file)
    _name_withheld(own, "", site.is_wanted)
    return own


def _fill_sphinx(tree: Tree, files: dict[str, TreeFile], place: str) -> None:
    """`place`: the folder of conf.py, below which all pages lie."""
    prefix = f"{place}/" if place else ""
    inner = {path.removeprefix(prefix): file for path, file in files.items() if path.startswith(prefix)}
    config = config_text(inner[sphinx.CONFIG_NAME]) if sphinx.CONFIG_NAME in inner else ""
    is_wanted = sphinx.wanted(config)
    tree.dialect, tree.docs_prefix = "sphinx", posixpath.join(tree.docs_prefix, place)
    pages = {path: file for path, file in inner.items() if is_wanted(path) and f"{prefix}{path}" not in tree.hidden}
    tree.page_endings = tuple(sphinx.page_endings(config))
    read_included = _reader_of_any(files, place)
    tree.config_text = sphinx.read_sphinx(config, pages, lambda path: config_text(pages[path]), read_included)
    site = sphinx.site_of(tree.config_text)
    tree.title = site.title
    for path, file in pages.items():
        if not is_settings(path):
            _put(tree, path, file)
    _name_withheld(tree, prefix, is_wanted)
    kept = (files.get(_from_top(place, path)) for path in (sphinx.CONFIG_NAME, *site.facts["files"]))
    tree.beside |= _texts(file for file in kept if file is not None)


def _from_top(place: str, path: str) -> str:
    """A path of the site as the tree has it; one above the tree is none of its files."""
    return posixpath.normpath(posixpath.join(place, path))


def _reader_of_any(files: dict[str, TreeFile], place: str) -> Callable[[str], str | None]:
    """Gives the text of any file of the tree, also of one that is no page or lies above the site."""

    def read(path: str) -> str | None:
        file = files.get(_from_top(place, path))
        return _included_text(file) if file is not None else None

    return read


def _included_text(file: TreeFile) -> str | None:
    """None for what is too large, no text, or in the media folder only."""
    if file.size > MAX_PAGE_BYTES or _is_elsewhere(file):
        return None
    text = decode(file.content)
    return readable(text) if text is not None else None


def _is_elsewhere(file: TreeFile) -> bool:
    """Whether its content lies in the media folder only."""
    return not file.size and file.blob_sha != blob_sha(b"")


def _fill(tree: Tree, files: dict[str, TreeFile], is_wanted: Callable[[str], bool]) -> None:
    prefix = f"{tree.docs_prefix}/" if tree.docs_prefix else ""
    for path, file in files.items():
        inner = path.removeprefix(prefix)
        if path.startswith(prefix) and is_wanted(inner) and path not in tree.hidden and not is_settings(path):
            _put(tree, inner, file)
    _name_withheld(tree, prefix, is_wanted)


def _name_withheld(tree: Tree, prefix: str, is_wanted: Callable[[str], bool]) -> None:
    """Of what is hidden the pages that would be shown."""
    tree.hidden_prefix = prefix.rstrip("/")
    for path, found in tree.hidden.items():
        inner = path.removeprefix(prefix)
        is_there = path.startswith(prefix) and is_page(inner, tree.dialect, tree.page_endings)
        if is_there and found.line and is_wanted(inner):
            tree.withheld.append(Withheld(inner, found.line, found.why))


def too_large(path: str, size: int) -> str:
    """Why a file is left out before it is read, whatever generator the tree is for; empty where it is not."""
    limit = MAX_PAGE_BYTES if is_markdown(path) else MAX_FILE_BYTES
    return f"too large ({size} bytes; at most {limit})" if size > limit else ""


def _put(tree: Tree, path: str, file: TreeFile) -> None:
    limit = MAX_PAGE_BYTES if is_page(path, tree.dialect, tree.page_endings) else MAX_FILE_BYTES
    if file.size > limit:
        tree.skipped.append((path, f"too large ({file.size} bytes; at most {limit})"))
    else:
        tree.files[path] = replace(file, path=path)
