"""What an import needs to know of a documentation site, whichever generator it was written for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docs_hub.domain.book import BEGIN as BEGIN_OF_BOOK
from docs_hub.domain.book import BOOK, BookSite, book_of
from docs_hub.domain.contents import Contents
from docs_hub.domain.discourse import DISCOURSE, DiscourseSite, discourse_of
from docs_hub.domain.docusaurus import DocusaurusSite, site_of
from docs_hub.domain.docusaurus_addresses import docusaurus_addresses
from docs_hub.domain.docusaurus_nav import PageFacts, build_docusaurus_nav
from docs_hub.domain.hiding.search import is_excluded_from_search, search_plugins
from docs_hub.domain.links import Topics
from docs_hub.domain.mkdocs_config import MACROS, Extension, MkDocsConfig
from docs_hub.domain.mkdocs_includes import INCLUDING, NOTHING, Including
from docs_hub.domain.mkdocs_site import contents_of, mkdocs_of
from docs_hub.domain.nav import NavItem, build_nav, nav_titles
from docs_hub.domain.paths import addresses, with_first
from docs_hub.domain.sphinx import SphinxSite, is_myst, used_facts
from docs_hub.domain.sphinx import site_of as sphinx_site_of
from docs_hub.domain.sphinx_nav import build_sphinx_nav

Settings = Mapping[str, Mapping[str, Any]]


class _Alone:
    """A site whose pages say nothing of each other but where links lead."""

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return ()

    @property
    def rendering(self) -> list[tuple[str, Any]]:
        """All settings that decide how any page comes out, wherever they stand in the configuration."""
        return [(one.name, one.options) for one in self.extensions]

    def said_of_others(self, text: str, path: str) -> str:
        """What else decides how this text comes out, in a form that can be compared."""
        return ""

    def is_markdown(self, path: str) -> bool:
        return True

    def is_out_of_search(self, path: str) -> bool:
        """Whether the settings of the site leave the page out of its search."""
        return False

    @property
    def topics(self) -> Topics | None:
        """How links to topics of a forum lead to pages."""
        return None


@dataclass(frozen=True)
class MkDocs(_Alone):
    """Also for trees without any configuration, whose navigation follows the folders.

    `rendering` leaves out what pages include: `said_of_others` has the parts that a page shows.
    """

    config: MkDocsConfig | None = None
    including: Including = NOTHING
    left: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    contents: Contents | None = None
    settings_file: str = "mkdocs.yml"

    @property
    def extensions(self) -> tuple[Extension, ...]:
        told = self._told
        return (*told, Extension(INCLUDING, {INCLUDING: self.including}, 0)) if self.including.marks else told

    @property
    def problems(self) -> list[tuple[int, str]]:
        return [*(self.config.problems if self.config else ()), *((1, what) for what in self.left)]

    @property
    def rendering(self) -> list[tuple[str, Any]]:
        return [(one.name, one.options) for one in (*self._told, *self._search_plugins)]

    @property
    def _search_plugins(self) -> tuple[Extension, ...]:
        return search_plugins(self.config.plugins if self.config else ())

    def is_out_of_search(self, path: str) -> bool:
        return is_excluded_from_search(path, self._search_plugins)

    @property
    def _told(self) -> tuple[Extension, ...]:
        if self.config is None:
            return ()
        return (*self.config.extensions, *([Extension(MACROS, {}, 0)] if self.config.has_macros else []))

    def said_of_others(self, text: str, path: str) -> str:
        return self.including.key(text, path)

    @property
    def titles(self) -> dict[str, str]:
        if self.contents is not None:
            return self.contents.titles
        return nav_titles(self.config.nav) if self.config else {}

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return addresses(paths)

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        """The tree, and the pages it leaves out."""
        if self.contents is not None:
            return self.contents.navigation(facts)
        return build_nav(self.config.nav if self.config else None, facts, lambda path: facts[path].title)

    def named_in(self, path: str) -> tuple[str, int]:
        return self.contents.place_of(path) if self.contents is not None else (self.settings_file, 1)


class _Listed(_Alone):
    """A site whose navigation is written in one of its files."""

    site: BookSite | DiscourseSite

    @property
    def contents(self) -> Contents:
        return self.site.contents

    @property
    def settings_file(self) -> str:
        return self.contents.path

    @property
    def titles(self) -> dict[str, str]:
        return self.contents.titles

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        return self.contents.navigation(facts)

    def named_in(self, path: str) -> tuple[str, int]:
        return self.contents.place_of(path)


@dataclass(frozen=True)
class Book(_Listed):
    """`rendering` leaves out what pages include: `said_of_others` has the parts that a page shows."""

    site: BookSite
    roots: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return (Extension(BOOK, {BOOK: self.site.including}, 0),)

    @property
    def rendering(self) -> list[tuple[str, Any]]:
        return [(BOOK, self.site.including.root)]

    @property
    def problems(self) -> list[tuple[int, str]]:
        return list(self.site.problems)

    def said_of_others(self, text: str, path: str) -> str:
        return self.site.including.shown(text, path).key(text)

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return with_first(addresses(paths), self.site.readme)


@dataclass(frozen=True)
class Discourse(_Listed):
    site: DiscourseSite
    roots: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return (Extension(DISCOURSE, {"index": self.site.contents.path}, 0),)

    @property
    def problems(self) -> list[tuple[int, str]]:
        return []

    @property
    def topics(self) -> Topics | None:
        return self.site.topics

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return with_first(addresses(paths), self.site.contents.path)


@dataclass(frozen=True)
class Docusaurus(_Alone):
    site: DocusaurusSite
    titles: dict[str, str] = field(default_factory=dict)
    settings_file: str = "docusaurus.config"

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return (Extension("math", {}, 0),) if self.site.has_math else ()

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

    def named_in(self, path: str) -> tuple[str, int]:
        return self.settings_file, 1


@dataclass(frozen=True)
class Sphinx:
    """A page shows titles of others and files that it includes. `rendering` leaves those out: `said_of_others` has the
    few that a page names.
    """

    site: SphinxSite
    roots: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    settings_file: str = "conf.py"
    topics: Topics | None = None

    def is_out_of_search(self, path: str) -> bool:
        return False

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return (Extension("sphinx", self.site.facts, 0),)

    @property
    def problems(self) -> list[tuple[int, str]]:
        return list(self.site.problems)

    @property
    def rendering(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in self.site.facts.items() if name not in ("labels", "titles", "files")]

    def said_of_others(self, text: str, path: str) -> str:
        return used_facts(self.site.facts, text, path)

    def is_markdown(self, path: str) -> bool:
        return is_myst(self.site.facts, path)

    def addresses(self, paths: Iterable[str], settings: Settings) -> dict[str, tuple[str, ...]]:
        return addresses(paths)

    def navigation(self, facts: Mapping[str, PageFacts]) -> tuple[list[NavItem], list[str]]:
        return build_sphinx_nav(self.site, facts)

    def named_in(self, path: str) -> tuple[str, int]:
        return self.settings_file, 1


Site = MkDocs | Book | Discourse | Docusaurus | Sphinx


def has_admonitions(site: Site) -> bool:
    """Whether `!!! note` is a box rather than text."""
    return any(extension.name.removeprefix("markdown.extensions.") == "admonition" for extension in site.extensions)


def read_site(dialect: str, text: str) -> Site:
    """`text`: the configuration as the source keeps it."""
    if dialect == "docusaurus":
        return Docusaurus(site_of(text))
    if dialect == "sphinx":
        return Sphinx(sphinx_site_of(text))
    if dialect == "discourse":
        return Discourse(discourse_of(text))
    if text.startswith(BEGIN_OF_BOOK):
        return Book(book_of(text))
    config, including, left = mkdocs_of(text)
    return MkDocs(config, including if dialect == "mkdocs" else NOTHING, left, contents=contents_of(text))
