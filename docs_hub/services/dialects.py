"""Which dialect a tree is read in, and the configuration that belongs to it."""

from collections.abc import Mapping

from docs_hub.domain.discourse import DISCOURSE, read_discourse, read_redirects
from docs_hub.domain.docusaurus import bare_site
from docs_hub.domain.redirect_files import FileRedirect
from docs_hub.domain.sphinx import read_sphinx
from docs_hub.services.trees import Tree

_ALIKE = {"mkdocs", "gfm"}
"""Both are read with the same configuration, if there is any."""


def redirects_for(dialect: str, tree: Tree, texts: Mapping[str, str]) -> list[FileRedirect]:
    """The tree's own, and those of its index topic where it is read as a forum's only because somebody chose so."""
    is_chosen = dialect == DISCOURSE != tree.dialect
    return [*tree.redirects, *read_redirects(texts)] if is_chosen else tree.redirects


def config_text_for(dialect: str, tree: Tree, texts: Mapping[str, str]) -> str:
    """The tree's own where it is of that dialect; somebody may have chosen another than its files tell."""
    if dialect == tree.dialect or {dialect, tree.dialect} <= _ALIKE:
        return tree.config_text
    if dialect == "docusaurus":
        return bare_site()
    if dialect == "discourse":
        return read_discourse(texts)
    return read_sphinx("", texts, texts.get) if dialect == "sphinx" else ""
