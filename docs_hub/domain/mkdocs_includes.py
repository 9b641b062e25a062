"""What pages of a MkDocs site include, by snippets and by the plugin include-markdown."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docs_hub.domain import include_directives, snippets
from docs_hub.domain.include_directives import IncludeDirectives
from docs_hub.domain.inclusion import KeptFiles, PageInclusions, Read, Shown
from docs_hub.domain.mkdocs_config import Extension, MkDocsConfig
from docs_hub.domain.paths import inside
from docs_hub.domain.snippet_lines import split_target
from docs_hub.domain.snippets import SnippetOptions, Snippets
from docs_hub.domain.source_text import for_form

INCLUDING = "includes of the site"
"""The name under which an engine finds them among the extensions."""


@dataclass(frozen=True)
class Including:
    """Paths of files begin at the folder of mkdocs.yml, and those of pages at `docs_dir`."""

    docs_dir: str = ""
    snippets: SnippetOptions | None = None
    directives: Mapping[str, Any] | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[str, ...]:
        """Text without any of them includes nothing."""
        return (snippets.MARK,) * (self.snippets is not None) + (include_directives.MARK,) * (
            self.directives is not None
        )

    def shown(self, text: str, page: str, read: Read | None = None) -> Shown:
        """The directives come first, as in MkDocs."""
        is_everywhere = self.snippets is not None and self.snippets.appended
        if not is_everywhere and not any(mark in text for mark in self.marks):
            return Shown(text)
        text, lines = for_form(text), None
        taken = PageInclusions(read or self.files.get, posixpath.join(self.docs_dir, page))
        if self.directives is not None:
            text, lines = IncludeDirectives(self.directives, self.docs_dir, taken).shown(text)
        if self.snippets is not None:
            line_at = lines.__getitem__ if lines else (lambda number: number + 1)
            text = Snippets(self.snippets, self.docs_dir, taken).shown(text, line_at)
        return Shown(text, taken.problems, taken.brought)

    def key(self, text: str, page: str) -> str:
        """Changes when the page comes out otherwise with the same text of its own; empty where it includes nothing."""
        return self.shown(text, page).key(text)


NOTHING = Including()


def including_of(config: MkDocsConfig, files: Mapping[str, str]) -> Including:
    """As the settings name the extension and the plugin; else nothing."""
    docs_dir = inside("", config.docs_dir.strip("/"))
    extension, plugin = _named(config.extensions, snippets.NAME), _named(config.plugins, include_directives.NAME)
    if docs_dir is None or not (extension or plugin):
        return NOTHING
    options = SnippetOptions.of(extension.options) if extension else None
    return Including(docs_dir, options, plugin.options if plugin else None, files)


def _named(some: Iterable[Extension], name: str) -> Extension | None:
    return next((one for one in some if one.name == name), None)


def included_files(
    including: Including, pages: Iterable[tuple[str, str]], read: Read
) -> tuple[dict[str, str], list[str]]:
    """The text of every file that a page includes, also through others; and what was left out for its size."""
    kept = KeptFiles(read)
    for path, text in pages:
        including.shown(text, path, kept.get)
    return kept.files, [*kept.left.values(), *_not_appended(including, kept.files)]


def _not_appended(including: Including, files: Mapping[str, str]) -> Iterator[str]:
    for name in including.snippets.appended if including.snippets else ():
        places = including.snippets.places(split_target(name)[0], "", including.docs_dir) if including.snippets else ()
        if not any(place in files for place in places):
            yield f"auto_append: {name[:200]} is no file of the tree that can be included"
