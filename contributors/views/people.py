"""Who contributes, and what each person did: evidence, not scores."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contributors.domain.kinds import kind_title
from contributors.domain.multiples import Multiple, small_multiples
from contributors.models import Person
from contributors.queries import people as queries
from contributors.views.board_query import address_of

PAGE_SIZE = 48


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    kinds = queries.kinds_in_use()
    kind = request.GET.get("kind", "").replace("\0", "")
    notice = ""
    if kind and kind not in dict(kinds):
        notice, kind = f"Nobody has done work of the kind “{kind[:60]}”, so that filter was left out.", ""
    number = request.GET.get("page", "")[:12]
    page = Paginator(queries.public_people(text, kind), PAGE_SIZE).get_page(number if number.isascii() else "1")
    context = {
        "q": text,
        "kind": kind,
        "kind_label": kind_title(kind) if kind else "",
        "notice": notice,
        "page": page,
        "address": address_of(_pairs(text, kind))[1:],
        "facets": [_kinds(text, kind, kinds)] if kinds else [],
    }
    return render(request, "contributors/people.html", context)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = Person.objects.filter(slug=slug, is_public=True).first()
    if found is None:
        raise Http404("No such person.")
    work = queries.counted_work(found)
    multiples = small_multiples(work, timezone.now())
    context = {
        "person": found,
        "since": work[0][1] if work else None,
        "total": len(work),
        "multiples": multiples,
        "table": _table(multiples),
        "latest": [(kind_title(row.kind), row) for row in queries.latest_work(found)],
        "affiliations": queries.affiliations_of(found),
        "logins": queries.github_logins(found),
    }
    return render(request, "contributors/person.html", context)


def _pairs(text: str, kind: str) -> list[tuple[str, str]]:
    return [pair for pair in (("q", text), ("kind", kind)) if pair[1]]


def _kinds(text: str, chosen: str, kinds: list[tuple[str, int]]) -> dict[str, Any]:
    options = [
        {
            "value": kind,
            "label": kind_title(kind),
            "count": count,
            "is_active": kind == chosen,
            "url": address_of(_pairs(text, "" if kind == chosen else kind)),
        }
        for kind, count in kinds
    ]
    return {"name": "kind", "title": "Kind of work", "options": options}


def _table(multiples: list[Multiple]) -> dict[str, Any]:
    years = sorted({year for multiple in multiples for year in multiple.years}, reverse=True)
    rows = [[one.title, *(one.years.get(year, 0) for year in years), one.total] for one in multiples]
    return {"columns": ["Kind", *years, "All"], "rows": rows}
