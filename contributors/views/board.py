"""The board: tasks to choose from, with filters that count."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from common.paging import page_of
from contributors.domain.board_filter import AGE_TITLES, AVAILABILITIES, FACETS, SORTS, Found, find, nearest
from contributors.queries.snapshot import Snapshot, TaskCard, board_snapshot
from contributors.views.board_query import (
    FACET_TITLES,
    BoardQuery,
    Pairs,
    address_of,
    read_board_query,
    toggle,
    value_title,
)

PAGE_SIZE = 20
SHOWN_OPTIONS = 10
MAX_OPTIONS = 200


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    snapshot = board_snapshot()
    query = read_board_query(request.GET, snapshot.values)
    pairs = query.pairs()
    page = request.GET.get("page", "")[:12]
    context = {
        "query": query,
        "address": address_of(pairs)[1:],
        "hidden": [pair for pair in pairs if pair[0] != "q"],
        "body": mark_safe(snapshot.kept_body((*pairs, page), lambda: _body(snapshot, query, page))),
    }
    return render(request, "contributors/board.html", context)


def _body(snapshot: Snapshot, query: BoardQuery, page: str) -> str:
    """Filters, tasks and pager, rendered by a template that escapes."""
    found = find(snapshot.tasks, query.wanted)
    wanted = query.wanted
    context = {
        "page": page_of(found.tasks, page, PAGE_SIZE),
        "address": address_of(query.pairs())[1:],
        "total": len(found.tasks),
        "board_size": len(snapshot.tasks),
        "facets": _facets(query, found),
        "chips": _chips(query),
        "sorts": _choices(query, "sort", SORTS, wanted.sort),
        "availabilities": _choices(query, "availability", AVAILABILITIES, wanted.availability, found.availability),
        "nothing": None if found.tasks else _nothing(snapshot, query),
    }
    return render_to_string("contributors/board_body.html", context)


def _facets(query: BoardQuery, found: Found[TaskCard]) -> list[dict[str, Any]]:
    """The most common values first, the rest behind “Show all”; the ages in the order of time."""
    pairs = query.pairs()
    facets = []
    for facet in sorted(FACETS, key=list(FACET_TITLES).index):
        chosen = query.wanted.chosen.get(facet, frozenset())
        counts = found.counts[facet]
        common = [value for value, _ in counts.most_common(MAX_OPTIONS)]
        values = [age for age in AGE_TITLES if age in counts] if facet == "age" else common
        first = values[:SHOWN_OPTIONS] + [value for value in sorted(chosen) if value not in values[:SHOWN_OPTIONS]]
        rest = [value for value in values[SHOWN_OPTIONS:] if value not in chosen]
        if first:
            options, more = [
                [_option(facet, v, counts[v], v in chosen, pairs) for v in group] for group in (first, rest)
            ]
            facets.append({"name": facet, "title": FACET_TITLES[facet], "options": options, "more": more})
    return facets


def _option(facet: str, value: str, count: int, is_active: bool, pairs: Pairs) -> dict[str, Any]:
    return {
        "value": value,
        "label": value_title(facet, value),
        "count": count,
        "is_active": is_active,
        "url": address_of(toggle(pairs, facet, value)),
    }


def _chips(query: BoardQuery) -> list[dict[str, str]]:
    chips = [{"text": f"“{query.text}”", "url": query.replaced("q", "")}] if query.text else []
    for facet in FACETS:
        for value in sorted(query.wanted.chosen.get(facet, ())):
            text = f"{FACET_TITLES[facet]}: {value_title(facet, value)}"
            chips.append({"text": text, "url": query.toggled(facet, value)})
    return chips


def _choices(
    query: BoardQuery, name: str, titles: dict[str, str], chosen: str, counts: dict[str, int] | None = None
) -> list[dict[str, Any]]:
    default = next(iter(titles))
    return [
        {
            "label": title,
            "count": counts[value] if counts is not None else None,
            "is_active": value == chosen,
            "url": query.replaced(name, "" if value == default else value),
        }
        for value, title in titles.items()
    ]


def _nothing(snapshot: Snapshot, query: BoardQuery) -> dict[str, Any]:
    """What to drop to find something, the most rewarding first, and the free tasks that come nearest."""
    drops = []
    if query.text:
        drops.append((len(find(snapshot.tasks, query.wanted.without_words()).tasks), f"“{query.text}”", "q"))
    for facet in query.wanted.chosen:
        count = len(find(snapshot.tasks, query.wanted.without(facet)).tasks)
        drops.append((count, FACET_TITLES[facet].lower(), facet))
    drops.sort(key=lambda drop: -drop[0])
    return {
        "drops": [{"count": n, "text": text, "url": query.replaced(name, "")} for n, text, name in drops if n],
        "nearest": nearest(snapshot.tasks, query.wanted),
    }
