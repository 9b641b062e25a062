"""Search over documentation and tasks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contributors.queries.board import search_tasks
from docs_hub.queries.search import search_pages

MAX_QUERY = 200
LIMIT = 20


def search(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY]
    pages = search_pages(text, LIMIT) if text else []
    tasks = search_tasks(text, LIMIT) if text else []
    context = {"q": text, "pages": pages, "tasks": tasks, "count": len(pages) + len(tasks)}
    return render(request, "home/search.html", context)
