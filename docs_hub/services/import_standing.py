"""The pages of a source as they stand before an import, and which of the tree's files each of them is now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docs_hub.domain.similarity import match_moved
from docs_hub.models import DocPage, DocSource
from docs_hub.services.blobs import kept_texts
from docs_hub.services.trees import Tree


@dataclass
class Standing:
    """`moved`: new path -> the page that lay elsewhere. `staying`: its file went, but it was edited here.

    What the documentation hides now neither moves nor stays.
    """

    pages: dict[str, DocPage] = field(default_factory=dict)
    moved: dict[str, DocPage] = field(default_factory=dict)
    made_here: set[str] = field(default_factory=set)
    staying: set[str] = field(default_factory=set)

    @property
    def only_here(self) -> set[str]:
        return self.made_here | self.staying


def look_at_pages(source: DocSource, tree: Tree, texts: Mapping[str, str]) -> Standing:
    known = source.own_pages().exclude(source_path="").defer("html", "toc", "names").order_by("live", "pk")
    standing = Standing({page.source_path: page for page in known})
    hidden = tree.hidden_pages
    went = {
        path: page
        for path, page in standing.pages.items()
        if path not in texts and page.blob_sha and path not in hidden
    }
    came = [path for path in texts if path not in standing.pages]
    if went and came:
        moved = match_moved(_texts_of(went), {path: (tree.files[path].blob_sha, texts[path]) for path in came})
        standing.moved = {path: went[old] for path, old in moved.items()}
    has_moved = {page.pk for page in standing.moved.values()}
    left = {
        path: page for path, page in standing.pages.items() if page.live and path not in texts and path not in hidden
    }
    standing.made_here = {path for path, page in left.items() if not page.blob_sha}
    standing.staying = {
        path
        for path, page in left.items()
        if page.blob_sha
        and page.text_sha != page.blob_sha
        and page.pk not in has_moved
        and page.blob_sha not in tree.hidden_shas
    }
    return standing


def _texts_of(pages: Mapping[str, DocPage]) -> dict[str, tuple[str, str]]:
    """As the repository had them. What went long ago is found by its exact content only."""
    edited = [page.blob_sha for page in pages.values() if page.text_sha != page.blob_sha]
    bases = kept_texts(edited) if edited else {}
    return {
        path: (page.blob_sha, bases.get(page.blob_sha, page.source) if page.live else "")
        for path, page in pages.items()
    }
