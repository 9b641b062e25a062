"""Where the title of a page comes from."""

from docs_hub.domain.site import read_site
from docs_hub.models import DocPage


def navigation_that_titles(page: DocPage) -> str:
    """The file whose navigation names the page, whatever its text says; empty where none does."""
    if page.doc_source is None:
        return ""
    site = read_site(page.doc_source.used_dialect, page.doc_source.config_text)
    return site.named_in(page.source_path)[0] if page.source_path in site.titles else ""
