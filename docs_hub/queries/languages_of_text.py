"""Whether a file of a tree is Markdown or reStructuredText: a Sphinx site may have both."""

import posixpath
from collections import Counter

from docs_hub.domain.site import read_site
from docs_hub.models import DocSource

MARKDOWN = ".md"


def is_markdown(source: DocSource | None, path: str) -> bool:
    """True outside of Sphinx; only there settings on top of a text, and Markdown's marks, may be plain text."""
    if source is None or source.used_dialect != "sphinx":
        return True
    return read_site(source.used_dialect, source.config_text).is_markdown(path)


def ending_of_new(source: DocSource | None) -> str:
    """As most files of the tree end."""
    if source is None or source.used_dialect != "sphinx":
        return MARKDOWN
    endings = Counter(posixpath.splitext(path)[1] for path in source.paths.get("pages", {}))
    return endings.most_common(1)[0][0] if endings else MARKDOWN


def written_in(source: DocSource | None, path: str) -> str:
    """The dialect as the editor's toolbar knows it; `path` is empty for a page that is not saved yet."""
    if source is None:
        return "gfm"
    if source.used_dialect != "sphinx":
        return source.used_dialect
    return "myst" if is_markdown(source, path or f"new{ending_of_new(source)}") else "rst"
