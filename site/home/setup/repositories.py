"""Step 3: which repositories the site follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from common.errors import MainstayError
from github_sync.queries.connection import connection_state
from github_sync.queries.first_sync import known_names
from github_sync.services.choosing import follow, pause
from home.setup.access import go_on, operator_of, operators_only, show
from home.setup.picking import SHOWN, Picking, read_picking


@operators_only
def repositories(request: HttpRequest) -> HttpResponse:
    is_post = request.method == "POST"
    found = read_picking(request.POST if is_post else None, fresh="fresh" in request.GET)
    if is_post and request.POST.get("action") == "save" and not found.owner and not found.add:
        if not found.ticked:
            found.problems = ["Tick at least one repository. You can change it at any time."]
        elif _save(request, found):
            return go_on("repositories")
    return show(
        request,
        "repositories",
        problem=" ".join(found.problems),
        picking=found,
        filters=SHOWN,
        is_connected=connection_state().is_connected,
    )


def _save(request: HttpRequest, found: Picking) -> bool:
    """Only those that were shown as followed can be paused, so that an old page undoes nobody's choice."""
    actor, known = operator_of(request), known_names()
    ticked = {name.lower() for name in found.ticked}
    dropped = [name for name in request.POST.getlist("was") if known.get(name) and name.lower() not in ticked]
    try:
        follow(full_names=[name for name in found.ticked if not known.get(name)], actor=actor)
        pause(full_names=dropped, actor=actor)
    except MainstayError as error:
        found.problems = [str(error)]
        return False
    if dropped:
        them = "it is" if len(dropped) == 1 else "they are"
        messages.info(request, f"Paused: {', '.join(dropped)}. From now on {them} not read; what is here stays here.")
    return True
