"""What a request sees that meets a fault."""

import json
import time
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response

from github_sync.sandbox.errors import DOCUMENTATION
from github_sync.sandbox.faults import Fault

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. "
    "If you reach out to GitHub Support for help, please include the request ID."
)
INSTEAD = {"status", "primary_limit", "secondary_limit", "timeout", "drop", "html", "graphql_errors"}
"""Kinds that put an answer of their own in the place of the right one."""
CLOCK = "sandbox.clock"
"""Seconds that the server's clock is ahead for one request."""
DELAYS = {"timeout": 60_000, "slow": 1000}


class Dropped(Exception):  # noqa: N818
    """The connection closes; `sent` is what went over it before."""

    def __init__(self, sent: bytes = b"") -> None:
        super().__init__()
        self.sent = sent


def delay_of(fault: Fault) -> float:
    """Seconds to wait before anything is answered."""
    return (fault.delay_ms or DELAYS.get(fault.kind, 0)) / 1000


def instead(fault: Fault, request: Request) -> Response:
    """The answer in the place of the right one; raises Dropped."""
    if fault.kind in {"timeout", "drop"}:
        raise Dropped
    if fault.kind == "html":
        text = fault.body or "<html><body><h1>502 Bad Gateway</h1></body></html>"
        response = Response(text, status=fault.status or 502, content_type="text/html")
    elif fault.kind == "graphql_errors":
        errors = fault.errors or [{"message": fault.message or "Something went wrong while executing your query."}]
        response = _json({"data": None, "errors": errors}, 200)
    else:
        response = {"primary_limit": _primary, "secondary_limit": _secondary}.get(fault.kind, _status)(fault, request)
    response.headers.update(fault.headers)
    return response


def spoiled(fault: Fault, request: Request, response: Response) -> Response:
    """The right answer as the fault leaves it; raises Dropped."""
    whole = response.get_data()
    if fault.kind == "cut_body":
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(whole)}\r\n\r\n"
        )
        raise Dropped(head.encode() + whole[: len(whole) // 2])
    if fault.kind == "invalid_json":
        response.set_data(whole[: max(1, len(whole) // 2)])
    elif fault.kind in {"partial", "hole"}:
        response.set_data(_with_hole(fault, whole))
    elif fault.kind == "wrong_clock":
        seconds = 3600 if fault.seconds is None else fault.seconds
        request.environ[CLOCK] = seconds
        if reset := response.headers.get("x-ratelimit-reset"):
            response.headers["x-ratelimit-reset"] = str(int(reset) + seconds)
    response.headers.update(fault.headers)
    return response


def _status(fault: Fault, request: Request) -> Response:
    code = fault.status or 500
    if fault.body:
        return Response(fault.body, status=code, content_type="application/json; charset=utf-8")
    return _json({"message": fault.message or HTTPStatus(code).phrase, "documentation_url": DOCUMENTATION}, code)


def _primary(fault: Fault, request: Request) -> Response:
    is_graphql = request.path.endswith("/graphql")
    message = fault.message or "API rate limit exceeded for user ID 1."
    if is_graphql and not fault.status:
        response = _json({"errors": [{"type": "RATE_LIMITED", "message": message}]}, 200)
    else:
        response = _json({"message": message, "documentation_url": DOCUMENTATION}, fault.status or 403)
    reset = int(time.time()) + (60 if fault.seconds is None else fault.seconds)
    numbers = {"limit": 5000, "remaining": 0, "used": 5000, "reset": reset}
    response.headers.update({f"x-ratelimit-{name}": str(value) for name, value in numbers.items()})
    response.headers["x-ratelimit-resource"] = "graphql" if is_graphql else "core"
    return response


def _secondary(fault: Fault, request: Request) -> Response:
    response = _json({"message": fault.message or SECONDARY, "documentation_url": DOCUMENTATION}, fault.status or 403)
    seconds = 1 if fault.seconds is None else fault.seconds
    if seconds:
        response.headers["retry-after"] = str(seconds)
    return response


def _with_hole(fault: Fault, whole: bytes) -> bytes:
    body = json.loads(whole)
    holder: Any = body.get("data")
    for step in fault.path[:-1]:
        holder = holder[step]
    if fault.path:
        holder[fault.path[-1]] = None
    if fault.kind == "partial":
        message = fault.message or "Something went wrong while executing your query on 2026-01-01T00:00:00Z."
        body["errors"] = fault.errors or [{"path": fault.path, "message": message}]
    return json.dumps(body).encode()


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
