"""Pages by what other rooms know of them."""

from docs_hub.models import DocPage, DocSource


def source_named(slug: str) -> DocSource | None:
    return DocSource.objects.filter(slug=slug).first()


def document(slug: str, path: str) -> DocPage | None:
    """The page of that file in the source at `/docs/SLUG/`."""
    return DocPage.objects.filter(doc_source__slug=slug, source_path=path).select_related("doc_source").first()
