"""Where the title of a page comes from."""

from docs_hub.domain.site import read_site
from docs_hub.models import DocPage


def is_titled_by_navigation(page: DocPage) -> bool:
    """True where the generator's own navigation names the page, whatever its text says."""
    source = page.doc_source
    return source is not None and page.source_path in read_site(source.used_dialect, source.config_text).titles
