"""Step 5: which folders become documentation."""

import time
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from common.errors import MainstayError
from docs_hub.queries.sources import source_states
from docs_hub.services.finding import Finding, Found, add_sources
from github_sync.queries.first_sync import followed_names
from home.queries import sight
from home.services.setup_progress import confirm
from home.setup.access import go_on, operator_of, operators_only, show

PATIENCE = 12.0
LIKELY = ("doc", "handbook", "guide", "manual", "wiki", "site", "web")


@dataclass(frozen=True)
class FolderRow:
    found: Found
    value: str
    is_here: bool
    is_ticked: bool


@dataclass(frozen=True)
class RepositoryRow:
    finding: Finding
    folders: list[FolderRow]


@operators_only
def documentation(request: HttpRequest) -> HttpResponse:
    names, posted = followed_names(), request.method == "POST"
    problem = ""
    if posted and request.POST.get("action") == "save":
        problem = _save(request, names)
        if not problem:
            return go_on("documentation")
    found, left, trouble = _look(names)
    ticked = set(request.POST.getlist("folder")) if posted else None
    rows = [_row(one, ticked) for one in found]
    return show(
        request,
        "documentation",
        problem=problem or trouble,
        names=names,
        rows=[row for row in rows if row.folders],
        empty=[row.finding.full_name for row in rows if not row.folders],
        left=left,
    )


def _save(request: HttpRequest, names: list[str]) -> str:
    chosen = [value.partition(":")[::2] for value in request.POST.getlist("folder")]
    try:
        if any(repository not in names for repository, _ in chosen):
            raise MainstayError("Choose among the folders of repositories that this site follows.")
        add_sources(chosen=chosen, actor=operator_of(request))
    except MainstayError as error:
        return str(error)
    confirm(step="documentation", actor=operator_of(request))
    return ""


def _look(names: list[str]) -> tuple[list[Finding], int, str]:
    """As many as fit in a request, the likeliest first; how many are left; and what went wrong."""
    found: list[Finding] = []
    trouble: list[str] = []
    until, left = time.monotonic() + PATIENCE, 0
    for name in sorted(names, key=lambda name: (not any(word in name.lower() for word in LIKELY), name)):
        try:
            one = sight.documentation(full_name=name, ask=time.monotonic() < until and not trouble)
        except MainstayError as error:
            trouble.append(str(error))
            one = None
        found += [one] if one else []
        left += one is None
    return found, left, " ".join(trouble)


def _row(finding: Finding, ticked: set[str] | None) -> RepositoryRow:
    here = {(one.repository.lower(), one.path.strip("/")) for one in source_states()}
    rows = []
    for found in finding.folders:
        value = f"{finding.full_name}:{found.path}"
        is_here = (finding.full_name.lower(), found.path) in here
        suggested = found.maker == "mkdocs" and not finding.is_private and not here
        rows.append(FolderRow(found, value, is_here, is_here or (suggested if ticked is None else value in ticked)))
    return RepositoryRow(finding, rows)
