"""Step 6: everything is read once, before the operator's eyes."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from common.queue import is_worker_there
from contributors.queries.behind import is_behind
from contributors.queries.board import open_first_task_count, taken_task_count
from docs_hub.queries.sources import source_states
from github_sync.queries.first_sync import Following, following, has_run_since
from home.models import SetupProgress
from home.queries.setup import progress
from home.services.setup_progress import begin_first_sync
from home.setup.access import operator_of, operators_only, show

SILENCE = timedelta(seconds=15)
UNDER_WAY = ("syncing", "waiting", "never")


@operators_only
def sync(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        begin_first_sync(actor=operator_of(request))
        return redirect("setup_sync")
    context = _progress()
    if request.headers.get("X-Fragment") == "progress":
        return render(request, "home/admin/setup/progress.html", context)
    return show(request, "sync", **context)


def _progress() -> dict[str, Any]:
    kept, rows, sources = progress(), following(), source_states()
    complete = sum(row.is_complete for row in rows)
    has_begun = bool(kept.sync_started_at) or any(row.state != "never" for row in rows)
    is_reading = has_begun and any(row.state in UNDER_WAY for row in rows)
    is_importing = any(not one.imported_at and not one.error for one in sources)
    is_filling = bool(rows) and complete == len(rows) and is_behind()
    return {
        "rows": rows,
        "complete": complete,
        "threads": sum(row.threads for row in rows),
        "percent": _percent(rows),
        "has_begun": has_begun,
        "is_under_way": is_reading or is_importing or is_filling,
        "is_filling": is_filling,
        "failing": [row for row in rows if row.state in {"failing", "gone"}],
        "sources": sources,
        "silence": _silence(kept, rows) if is_reading else "",
        "started_at": kept.sync_started_at,
        "tasks": open_first_task_count() + taken_task_count(),
    }


def _percent(rows: list[Following]) -> int:
    done = sum(100 if row.is_complete else (row.percent or 0) // 2 for row in rows)
    return done // len(rows) if rows else 0


def _silence(kept: SetupProgress, rows: list[Following]) -> str:
    """`nobody` where no worker takes tasks, `busy` where one is at something else for long."""
    since = kept.sync_started_at
    if since is None or timezone.now() - since < SILENCE or has_run_since(since):
        return ""
    if not any(row.state == "never" for row in rows):
        return ""
    return "busy" if cache.get_or_set("setup:is-worker-there", is_worker_there, 5) else "nobody"
