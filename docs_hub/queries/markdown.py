"""The exact source text of the page at an address, whichever version it belongs to.

A page of which parts are withheld has none: they stand in it.
"""

from dataclasses import dataclass

from docs_hub.models import DocPage, VersionPage


@dataclass(frozen=True)
class MarkdownText:
    """`page` or `light` is whose text it is; `url` where people read it."""

    text: str
    url: str
    page: DocPage | None = None
    light: VersionPage | None = None


def markdown_at(address: str) -> MarkdownText | None:
    """`address` as in the page's own, below /docs/; folders without an index file have no text."""
    slug, _, rest = address.partition("/")
    page = DocPage.objects.filter(doc_source__slug=slug, address=rest, live=True).exclude(source_path="")
    if (found := page.select_related("doc_source").defer("html", "toc", "links").first()) is not None:
        return None if found.has_withheld else MarkdownText(found.source, found.url or "", page=found)
    version, _, inner = rest.partition("/")
    light = VersionPage.objects.filter(version__doc_source__slug=slug, version__slug=version, address=inner)
    row = light.exclude(rendered=None).select_related("rendered", "version__doc_source").first()
    if row is None or row.rendered is None or row.rendered.has_withheld:
        return None
    return MarkdownText(row.rendered.source, row.version.base + (f"{inner}/" if inner else ""), light=row)
