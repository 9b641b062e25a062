"""Step 2: GitHub; the forms are those of the Connection screen, in the assistant's frame."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from github_sync.domain.connecting import FRAME, NEXT
from github_sync.queries.connection import connection_state
from home.setup.access import operators_only, show


@operators_only
def connection(request: HttpRequest) -> HttpResponse:
    request.session[NEXT] = reverse("setup_connection")
    request.session[FRAME] = "home/admin/setup/connecting.html"
    return show(request, "connection", state=connection_state())
