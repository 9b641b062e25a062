from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from home.queries.setup import next_open
from home.setup.access import operators_only


@operators_only
def start(request: HttpRequest) -> HttpResponse:
    """Where the operator left off."""
    return redirect(next_open().url)
