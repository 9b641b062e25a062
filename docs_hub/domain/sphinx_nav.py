"""The navigation of a Sphinx site: its tables of contents, one below the other, from the root document on."""

import fnmatch
import posixpath
from collections.abc import Mapping

from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.nav import NavItem, flat
from docs_hub.domain.paths import inside
from docs_hub.domain.sphinx import SphinxSite
from docs_hub.domain.sphinx_scan import Toctree

ENDINGS = (".rst", ".md", ".markdown", ".txt", "")
_OUTSIDE = ("http://", "https://", "mailto:")


def build_sphinx_nav(site: SphinxSite, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
    """The tree, and the pages it leaves out. A page comes once, where it is named first."""
    builder = _Builder(site, facts)
    start = [NavItem(facts[site.root].title, path=site.root)] if site.root in facts else []
    items = start + builder.below(site.root)
    listed = {item.path for item in flat(items)}
    return items, sorted(facts.keys() - listed)


class _Builder:
    def __init__(self, site: SphinxSite, facts: Mapping[str, PageFacts]) -> None:
        self.site, self.facts = site, facts
        self.placed = {site.root}

    def below(self, page: str) -> list[NavItem]:
        items: list[NavItem] = []
        for tree in self.site.toctrees.get(page, ()):
            entries = [item for title, target in tree.entries for item in self._entry(page, tree, title, target)]
            items += [NavItem(tree.caption, children=entries)] if tree.caption and entries else entries
        return items

    def _entry(self, page: str, tree: Toctree, title: str, target: str) -> list[NavItem]:
        if target.startswith(_OUTSIDE):
            return [NavItem(title or target, url=target)]
        paths = self._globbed(page, target) if tree.is_glob and "*" in target else [self._find(page, target)]
        return [self._page(path, title) for path in paths if path and path not in self.placed]

    def _page(self, path: str, title: str) -> NavItem:
        self.placed.add(path)
        item = NavItem(title or self.facts[path].title, path=path)
        below = self.below(path)
        return NavItem(item.title, children=[item, *below]) if below else item

    def _find(self, page: str, target: str) -> str:
        path = _from(page, target)
        endings = (*ENDINGS, *self.site.facts.get("endings", {}))
        return next((path + ending for ending in endings if path and path + ending in self.facts), "")

    def _globbed(self, page: str, target: str) -> list[str]:
        pattern = _from(page, target) or ""
        return [path for path in sorted(self.facts) if fnmatch.fnmatchcase(posixpath.splitext(path)[0], pattern)]


def _from(page: str, target: str) -> str | None:
    if target.startswith("/"):
        return inside("", target.lstrip("/"))
    return inside(posixpath.dirname(page), target)
