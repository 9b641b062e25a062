"""Step 4: what labels put on the board, and what they say of a task."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.errors import MainstayError
from contributors.queries.outlook import card_outlooks, rules_with
from contributors.services.label_choices import choose_label_meanings
from github_sync.queries.first_sync import followed_names
from github_sync.services.outlook import RepositoryLabels
from home.queries import sight
from home.queries.setup import progress
from home.services.setup_progress import confirm
from home.setup.access import go_on, operator_of, operators_only, show
from home.setup.meanings import LabelRow, choices_of, posted_choices, read_rows, spellings


@operators_only
def labels(request: HttpRequest) -> HttpResponse:
    names, posted = followed_names(), request.POST if request.method == "POST" else None
    problem = _save(request) if posted is not None and posted.get("action") == "save" else ""
    if posted is not None and posted.get("action") == "save" and not problem:
        return go_on("labels")
    found, trouble = _look(names, fresh="fresh" in request.GET)
    rows = read_rows(found, posted, may_suggest=progress().labels_confirmed_at is None)
    preview = _preview(names, found, rows)
    if request.headers.get("X-Fragment") == "preview":
        return render(request, "home/admin/setup/preview.html", {"preview": preview})
    return show(
        request,
        "labels",
        problem=problem or trouble,
        rows=[row for row in rows if (row.open_issues or row.choice) and not row.is_fixed],
        fixed=[row for row in rows if row.is_fixed],
        rest=[row for row in rows if not (row.open_issues or row.choice)],
        preview=preview,
        names=names,
        private=[one.full_name for one in found if one.is_private],
    )


def _save(request: HttpRequest) -> str:
    """Needs nothing of GitHub; why it could not be kept, else nothing."""
    try:
        choose_label_meanings(choices=posted_choices(request.POST), actor=operator_of(request))
    except MainstayError as error:
        return str(error)
    confirm(step="labels", actor=operator_of(request))
    return ""


def _look(names: list[str], *, fresh: bool) -> tuple[list[RepositoryLabels], str]:
    try:
        return (sight.labels(full_names=names, fresh=fresh) if names else []), ""
    except MainstayError as error:
        return [], str(error)


def _preview(names: list[str], found: list[RepositoryLabels], rows: list[LabelRow]) -> dict[str, Any]:
    rules = rules_with(choices_of(rows))
    try:
        total, issues = sight.issues(full_names=names, rules=rules, spellings=spellings(found))
    except MainstayError as error:
        return {"problem": str(error)}
    return {"total": total, "cards": card_outlooks(issues, rules)}
