"""What an import needs to know of a documentation site, whichever generator it was written for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docs_hub.domain.docusaurus import DocusaurusSite, site_of
from docs_hub.domain.docusaurus_addresses import docusaurus_addresses
from docs_hub.domain.docusaurus_nav import PageFacts, build_docusaurus_nav
from docs_hub.domain.mkdocs_config import Extension, MkDocsConfig, read_config
from docs_hub.domain.nav import NavItem, build_nav, nav_titles
from docs_hub.domain.paths import addresses

Settings = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class MkDocs:
    """Also for trees without any configuration, whose navigation follows the folders."""

    config: MkDocsConfig | None = None
    roots: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return self.config.extensions if self.config else ()

    @property
    def problems(self) -> list[tuple[int, str]]:
        return list(self.config.problems) if self.config else []

    @property
    def titles(self) -> dict[str, str]:
        return nav_titles(self.config.nav) if self.config else {}

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return addresses(paths)

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        """The tree, and the pages it leaves out."""
        return build_nav(self.config.nav if self.config else None, facts, lambda path: facts[path].title)


@dataclass(frozen=True)
class Docusaurus:
    site: DocusaurusSite
    extensions: tuple[Extension, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def roots(self) -> tuple[str, ...]:
        return self.site.roots

    @property
    def problems(self) -> list[tuple[int, str]]:
        return list(self.site.problems)

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return docusaurus_addresses(self.site, paths, settings)

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        return build_docusaurus_nav(self.site, facts)


Site = MkDocs | Docusaurus


def read_site(dialect: str, text: str) -> Site:
    """`text`: the configuration as the source keeps it."""
    if dialect == "docusaurus":
        return Docusaurus(site_of(text))
    return MkDocs(read_config(text) if text else None)
