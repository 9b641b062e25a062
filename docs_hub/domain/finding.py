"""Which folders of a repository hold documentation, told from the names of its files alone."""

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from docs_hub.domain.book import SUMMARY
from docs_hub.domain.paths import is_index, is_markdown, is_page

FOLDERS = ("docs", "doc", "documentation", "handbook", "guide", "guides", "manual", "wiki")
MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
DOCUSAURUS = ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs")
DEEPEST = 3
MANY = 0.5
NOT_SHOWN = {"node_modules", "vendor", "third_party", ".github", ".git", "tests", "test", "fixtures"}


@dataclass(frozen=True)
class Found:
    """A folder (`path`, empty for all of the repository) with its `pages`.

    `maker`: mkdocs, docusaurus, sphinx, book, or empty for plain Markdown. `lost`: files in a language that is not
    read.
    """

    path: str
    maker: str
    pages: int
    lost: int = 0

    @property
    def is_readable(self) -> bool:
        return self.pages > 0


def find_documentation(files: Collection[str]) -> list[Found]:
    """The likeliest first; none lies in another."""
    shown = [path for path in files if not NOT_SHOWN & set(path.lower().split("/")[:-1])]
    found: dict[str, Found] = {}
    for one in [*_made(shown), *_named(shown), *_whole(shown)]:
        if not any(_holds(known, one.path) or _holds(one.path, known) for known in found):
            found[one.path] = one
    return sorted(found.values(), key=lambda one: (not one.is_readable, one.maker == "", -one.pages, one.path))


def _made(files: list[str]) -> Iterator[Found]:
    """Where a generator's own file lies, the pages are in a folder beside it that most projects call `docs`."""
    for path in sorted(files, key=lambda path: (path.count("/"), path)):
        folder, name = posixpath.split(path)
        if path.count("/") > DEEPEST:
            return
        if name in MKDOCS or name in DOCUSAURUS:
            pages = _beside(folder, files)
            yield _count(files, pages, "mkdocs" if name in MKDOCS else "docusaurus")
        elif name == SUMMARY:
            yield _count(files, folder, "book")
        elif name == "conf.py" and _is_sphinx(folder, files):
            yield _count(files, folder, "sphinx")


def _beside(folder: str, files: list[str]) -> str:
    docs = posixpath.join(folder, "docs")
    return docs if any(is_markdown(path) and _holds(docs, path) for path in files) else folder


def _is_sphinx(folder: str, files: list[str]) -> bool:
    return any(posixpath.join(folder, f"index{ending}") in files for ending in (".rst", ".md"))


def _named(files: list[str]) -> Iterator[Found]:
    folders = {posixpath.dirname(path) for path in files if is_markdown(path)}
    folders |= {above for folder in folders for above in _above(folder)}
    for folder in sorted(folders, key=lambda folder: (folder.count("/"), folder)):
        if folder.count("/") < DEEPEST and posixpath.basename(folder).lower() in FOLDERS:
            yield _count(files, folder, "")


def _above(folder: str) -> Iterator[str]:
    while folder := posixpath.dirname(folder):
        yield folder


def _whole(files: list[str]) -> Iterator[Found]:
    """A repository that is mostly text is documentation from its top on."""
    pages = [path for path in files if is_markdown(path) and not posixpath.basename(path).isupper()]
    of_use = [path for path in pages if "/" in path or not is_index(path)]
    if len(of_use) > 2 and len(pages) >= MANY * len(files):
        yield _count(files, "", "")


def _count(files: list[str], folder: str, maker: str) -> Found:
    inside = [path for path in files if _holds(folder, path)]
    unread = (".adoc", ".asciidoc") if maker == "sphinx" else (".rst", ".adoc", ".asciidoc")
    lost = sum(path.lower().endswith(unread) for path in inside)
    return Found(folder, maker, sum(is_page(path, maker) for path in inside), lost)


def _holds(folder: str, path: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
