"""Step 7: what is next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from home.queries.next_things import next_things
from home.queries.setup import progress, setup_steps
from home.services.setup_progress import finish
from home.setup.access import operator_of, operators_only, show


@operators_only
def finish_step(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        finish(actor=operator_of(request))
        messages.success(request, "The site is set up. You find these steps again under Settings.")
        return redirect("wagtailadmin_home")
    left = [step for step in setup_steps() if not step.is_done and step.key != "next"]
    return show(request, "next", things=next_things(), left=left, is_finished=bool(progress().finished_at))
