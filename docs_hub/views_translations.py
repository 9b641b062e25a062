"""What readers of a translation can look at beside it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from docs_hub.domain.line_diff import changed_lines
from docs_hub.models import DocPage
from docs_hub.queries.translations import behind
from docs_hub.queries.writing import takes_suggestions
from docs_hub.services.blobs import text_of
from docs_hub.views_care import about_a_page, may_read


@require_safe
@about_a_page
def original_changes(request: HttpRequest, page: DocPage) -> HttpResponse:
    """What is new in the original since the translation was made; not found where nothing is known to be new."""
    found = behind(page)
    began = text_of(page.translated_from_blob) if page.translated_from_blob else None
    if found is None or began is None or not may_read(request, found.original):
        raise Http404("Nothing is new in the original.")
    lines = changed_lines(began, found.original.source)
    context = {"page": page, "found": found, "lines": lines, "may_be_suggested": takes_suggestions(page)}
    return render(request, "docs_hub/original_changes.html", context)
