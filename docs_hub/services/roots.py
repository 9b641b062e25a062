"""The page at /docs/ under which every source hangs."""

from django.db import transaction
from wagtail.models import Page, Site

from common.errors import ConflictError
from docs_hub.models import DocIndexPage


@transaction.atomic
def ensure_index_page() -> DocIndexPage:
    """The index page, made on first use below the default site's root page."""
    page = DocIndexPage.objects.first()
    if page is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise ConflictError("The site has no root page yet; make one in the Wagtail admin under Settings, Sites.")
        page = site.root_page.add_child(
            instance=DocIndexPage(title="Documentation", slug=_free_slug(site.root_page), show_in_menus=True)
        )
    return page


def _free_slug(root: Page) -> str:
    return "docs" if not root.get_children().filter(slug="docs").exists() else "documentation"
