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
