"""What should be looked at in a text: of a page as it is stored, and of one that is being written."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from common.apart.errors import NotStartedError
from docs_hub.domain.lint import Finding, findings
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocPage
from docs_hub.queries.across_links import as_now
from docs_hub.queries.languages_of_text import is_markdown
from docs_hub.services.rendering import SourceRenderer, link_row

LONGEST = 400_000


def findings_of(page: DocPage) -> list[Finding]:
    """From what was derived when the page was saved: nothing is rendered. One query at most where
    no link leads to another documentation."""
    if page.is_folder or page.doc_source is None:
        return []
    return _found(page, page.source, page.links, page.unknown, page.ids)


def findings_in(page: DocPage, text: str) -> list[Finding]:
    """Of a text that is not saved, through the page's own renderer, which bounds the time.

    Raises BusyError where too many ask at once.
    """
    if page.doc_source is None:
        return []
    if len(text) > LONGEST:
        return [Finding(1, "info", "This text is too long to be checked while you write.")]
    try:
        with SourceRenderer(page.doc_source) as renderer:
            document = renderer.render(text, page.source_path).document
    except NotStartedError as error:
        return [Finding(1, "info", f"This text cannot be checked at the moment: {error}.")]
    except RenderingError as error:
        return [Finding(1, "error", f"This text cannot be shown: {error}.")]
    return _found(page, text, [link_row(link) for link in document.links], document.unknown, document.ids)


def _found(
    page: DocPage, text: str, links: Iterable[Mapping[str, Any]], unknown: Iterable[Any], ids: list[str]
) -> list[Finding]:
    links, across = as_now(links, page.doc_source) if page.doc_source else (list(links), {})
    plain_keys = page.doc_source is not None and page.doc_source.used_dialect == "mkdocs"
    known = _ids_of_others(page, links, across) | across | {page.source_path: ids}
    unknown = [(line, what) for line, what in unknown]
    markdown = is_markdown(page.doc_source, page.source_path)
    return findings(text, links=links, unknown=unknown, ids=known, plain_keys=plain_keys, is_markdown=markdown)


def _ids_of_others(page: DocPage, links: list[Mapping[str, Any]], known: Collection[str]) -> dict[str, list[str]]:
    paths = {link["path"] for link in links if link["state"] == "page" and link["anchor"]} - {page.source_path, *known}
    if not paths:
        return {}
    pages = DocPage.objects.filter(doc_source=page.doc_source_id, source_path__in=sorted(paths)[:500])
    return dict(pages.values_list("source_path", "ids"))
