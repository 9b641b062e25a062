"""What a writer is told of a page's way to its repository: where an edit goes, and what waits for a decision."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from docs_hub.models import DocConflict, DocPage
from docs_hub.queries.writing import goes_to_repository


def say_where_it_goes(request: HttpRequest, page: Page) -> None:
    page = page.specific
    if isinstance(page, DocPage) and page.doc_source and goes_to_repository(page):
        repository = page.doc_source.repository
        see = messages.button(reverse("docs_edits"), "See how it goes")
        messages.info(request, f"Readers see it now. {repository} gets it as a pull request.", buttons=[see])


def say_what_waits(request: HttpRequest, page: Page) -> None:
    """When the editor is opened."""
    if request.method != "GET" or not isinstance(page, DocPage):
        return
    waiting = DocConflict.objects.filter(page=page.pk, resolved_at=None).first()
    if waiting is not None:
        look = messages.button(reverse("docs_conflict", args=[waiting.pk]), "Look at both texts")
        what = "its file was removed" if waiting.is_removed_there else "the same lines were changed"
        messages.warning(
            request,
            f"This page was edited here while {what} in the repository. It waits for a decision.",
            buttons=[look],
        )
