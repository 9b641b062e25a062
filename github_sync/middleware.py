"""The short way to the webhooks' address."""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from github_sync.views.webhooks import receive


class WebhookMiddleware:
    """First in the chain: a delivery needs neither session, cookies nor policy, and GitHub may send many at once.

    The signature is the whole access control, and the address is the same as in `urls`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == self.address:
            return receive(request)
        return self.get_response(request)

    @cached_property
    def address(self) -> str:
        return reverse("github_sync:webhooks")
