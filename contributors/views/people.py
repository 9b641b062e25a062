"""Who contributes, and what each person did: evidence, not scores."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.paging import page_of
from contributors.domain.kinds import kind_title
from contributors.domain.multiples import Multiple, small_multiples
from contributors.queries import people as queries
from contributors.views.board_query import address_of

PAGE_SIZE = 48
WORK_PAGE_SIZE = 30
LATELY_TITLE = f"In the last {queries.LATELY.days} days"


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What the address asks for; `is_lately` leaves only whoever was active in the last days."""

    text: str = ""
    kind: str = ""
    is_lately: bool = False

    @property
    def since(self) -> datetime | None:
        return timezone.now() - queries.LATELY if self.is_lately else None

    def address(self, **changes: Any) -> str:
        one = replace(self, **changes)
        pairs = (("q", one.text), ("kind", one.kind), ("active", "lately" if one.is_lately else ""))
        return address_of([pair for pair in pairs if pair[1]])


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    query, notice = _read(request)
    context = {
        "query": query,
        "kind_label": kind_title(query.kind) if query.kind else "",
        "lately_title": LATELY_TITLE.lower() if query.is_lately else "",
        "notice": notice,
        "page": page_of(
            queries.public_people(query.text, query.kind, query.since), request.GET.get("page", ""), PAGE_SIZE
        ),
        "hidden": 0 if query.text else queries.people_count("", query.kind, query.since, is_public=False),
        "address": query.address()[1:],
        "facets": _facets(query),
        "chosen": bool(query.kind) + query.is_lately,
    }
    return render(request, "contributors/people.html", context)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.person_shown(slug)
    if found is None:
        if address := queries.former_address(slug):
            return redirect(address)
        raise Http404("No such person.")
    work = queries.counted_work(found)
    multiples = small_multiples(work, timezone.now())
    page = page_of(queries.work_of(found), request.GET.get("page", ""), WORK_PAGE_SIZE)
    context = {
        "person": found,
        "since": work[0][1] if work else None,
        "total": len(work),
        "multiples": multiples,
        "table": _table(multiples),
        "page": page,
        "entries": [(kind_title(row.kind), row) for row in page.object_list],
        "affiliations": queries.affiliations_of(found),
        "logins": queries.github_logins(found),
    }
    return render(request, "contributors/person.html", context)


def _read(request: HttpRequest) -> tuple[PeopleQuery, str]:
    """What cannot be understood is left out and said in the notice."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    kind = request.GET.get("kind", "").replace("\0", "")
    notice = ""
    if kind and not queries.people_count("", kind):
        notice, kind = f"Nobody has done work of the kind “{kind[:60]}”, so that filter was left out.", ""
    return PeopleQuery(text, kind, request.GET.get("active") == "lately"), notice


def _facets(query: PeopleQuery) -> list[dict[str, Any]]:
    kinds = dict(queries.kinds_in_use(query.text, query.since))
    if query.kind:
        kinds.setdefault(query.kind, 0)
    options = [
        _option(kind_title(kind), count, kind == query.kind, query.address(kind="" if kind == query.kind else kind))
        for kind, count in kinds.items()
    ]
    lately = queries.people_count(query.text, query.kind, timezone.now() - queries.LATELY)
    active = _option(LATELY_TITLE, lately, query.is_lately, query.address(is_lately=not query.is_lately))
    facets = [{"name": "kind", "title": "Kind of work", "options": options}] if options else []
    return [*facets, {"name": "active", "title": "Active", "options": [active]}] if options else []


def _option(label: str, count: int, is_active: bool, url: str) -> dict[str, Any]:
    return {"label": label, "count": count, "is_active": is_active, "url": url}


def _table(multiples: list[Multiple]) -> dict[str, Any]:
    years = sorted({year for multiple in multiples for year in multiple.years}, reverse=True)
    rows = [[one.title, *(one.years.get(year, 0) for year in years), one.total] for one in multiples]
    return {"columns": ["Kind", *years, "All"], "rows": rows}
