"""Which source of money counts in which class."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sustainability.domain.classes import CLASS_LABELS
from sustainability.models import SustainabilitySettings
from sustainability.queries.sources import COLUMNS, plain_rows, public_sources
from sustainability.views.downloads import FORMS, csv_response


def show_sources(request: HttpRequest) -> HttpResponse:
    rows = [
        [one.source or "Not named", one.funder or "Not known", CLASS_LABELS.get(one.funding_class, one.funding_class)]
        for one in public_sources()
    ]
    context = {
        "rows": rows,
        "columns": ["Source", "Funder", "Class"],
        "note": SustainabilitySettings.load().class_note,
    }
    return render(request, "sustainability/sources.html", context)


def download_sources(request: HttpRequest, form: str) -> HttpResponseBase:
    if form not in FORMS:
        raise Http404("There is CSV and JSON.")
    rows = plain_rows(public_sources())
    if form == "csv":
        return csv_response("sources", COLUMNS, rows)
    return JsonResponse([dict(zip(COLUMNS, row, strict=True)) for row in rows], safe=False)
