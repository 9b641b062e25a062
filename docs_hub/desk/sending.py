"""What a writer is told when an edit is published that its repository gets, too."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from docs_hub.models import DocPage
from docs_hub.queries.writing import goes_to_repository


def say_where_it_goes(request: HttpRequest, page: Page) -> None:
    page = page.specific
    if isinstance(page, DocPage) and page.doc_source and goes_to_repository(page):
        repository = page.doc_source.repository
        see = messages.button(reverse("docs_edits"), "See how it goes")
        messages.info(request, f"Readers see it now. {repository} gets it as a pull request.", buttons=[see])


def say_where_the_approved_goes(request: HttpRequest, page: Page) -> None:
    """An approval publishes where it is the last one; Wagtail tells its `after_publish_page` of none."""
    if request.POST.get("workflow-action-name") != "approve":
        return
    readers_see = DocPage.objects.live().filter(pk=page.pk, has_unpublished_changes=False).first()
    if readers_see is not None:
        say_where_it_goes(request, readers_see)
