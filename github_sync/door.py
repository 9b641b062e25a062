"""The short way to the webhooks' address, in front of Django."""

import json
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import close_old_connections
from django.urls import reverse

from github_sync.views.webhooks import answer_to

log = logging.getLogger(__name__)
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class WebhookDoor:
    """A delivery needs neither session, cookies nor policy, and GitHub may send many at once.

    The signature is the whole access control. The address and the rules are those of the view; whatever else comes to
    the address goes on to `site`.
    """

    def __init__(self, site: Application) -> None:
        self.site = site
        self.address = reverse("github_sync:webhooks")

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO") != self.address:
            return self.site(environ, start_response)
        try:
            status, message = answer_to(environ, environ["wsgi.input"].read)
        finally:
            close_old_connections()  # what Django does after a request
        if status >= 400:
            log.warning("A webhook delivery was refused with %s: %s", status, message)
        body = json.dumps({"message": message}).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]
