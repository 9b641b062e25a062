"""The control endpoints: faults, changes, webhook trouble, limits and figures, for whoever drives the sandbox."""

import json
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from github_sync.sandbox.server import Sandbox

PREFIX = "/_control/"


def answer(sandbox: "Sandbox", request: Request) -> Response:
    """422 with `message` where what was asked makes no sense."""
    name = request.path.removeprefix(PREFIX).strip("/")
    handler = HANDLERS.get((request.method, name))
    if handler is None:
        known = sorted(f"{method} {PREFIX}{path}" for method, path in HANDLERS)
        return _json({"message": f"There are {', '.join(known)}."}, 404)
    try:
        data = json.loads(request.get_data() or b"{}")
        return _json(handler(sandbox, data))
    except (ValueError, LookupError, TypeError) as error:
        return _json({"message": str(error)}, 422)


def _faults(sandbox: "Sandbox", data: Any) -> Any:
    return sandbox.faults.listed()


def _add_faults(sandbox: "Sandbox", data: Any) -> Any:
    """One, or a list of them."""
    for description in data if isinstance(data, list) else [data]:
        sandbox.faults.add_described(description)
    return sandbox.faults.listed()


def _clear_faults(sandbox: "Sandbox", data: Any) -> Any:
    sandbox.faults.clear()
    return []


def _change(sandbox: "Sandbox", data: Any) -> Any:
    """One, or a list of them, in order."""
    changes = data if isinstance(data, list) else [data]
    return {"results": [sandbox.change.apply(description) for description in changes]}


def _changes(sandbox: "Sandbox", data: Any) -> Any:
    return sandbox.change.names()


def _trouble(sandbox: "Sandbox", data: Any) -> Any:
    """`lose`, `duplicate`, `reverse`: how many of the next deliveries; `delay_ms` for all."""
    for name, value in data.items():
        if name not in vars(sandbox.hooks.trouble) or not isinstance(value, int):
            raise ValueError(f"Webhooks have no trouble “{name}”, or it is no whole number.")
        setattr(sandbox.hooks.trouble, name, value)
    return vars(sandbox.hooks.trouble)


def _settle(sandbox: "Sandbox", data: Any) -> Any:
    """Answers when every delivery has been sent."""
    sandbox.hooks.settle()
    return {"deliveries": len(sandbox.hooks.deliveries)}


def _limits(sandbox: "Sandbox", data: Any) -> Any:
    """`core` and `graphql`: what an hour allows from now on, for every token."""
    access = sandbox.access
    access.core_limit = int(data.get("core", access.core_limit))
    access.points_limit = int(data.get("graphql", access.points_limit))
    access.token_seconds = int(data.get("token_seconds", access.token_seconds))
    access.budgets.clear()
    return {"core": access.core_limit, "graphql": access.points_limit, "token_seconds": access.token_seconds}


def _stats(sandbox: "Sandbox", data: Any) -> Any:
    """What was asked so far and what answering took, without the set delay."""
    asked = sandbox.requests
    return {
        "requests": len(asked),
        "points": sum(line["points"] for line in asked),
        "bytes": sum(line["bytes"] for line in asked),
        "ms": round(sum(line["ms"] for line in asked), 1),
    }


def _forget(sandbox: "Sandbox", data: Any) -> Any:
    sandbox.requests.clear()
    return _stats(sandbox, data)


HANDLERS = {
    ("GET", "faults"): _faults,
    ("POST", "faults"): _add_faults,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "change"): _changes,
    ("POST", "change"): _change,
    ("POST", "webhooks"): _trouble,
    ("POST", "settle"): _settle,
    ("POST", "limits"): _limits,
    ("GET", "stats"): _stats,
    ("DELETE", "stats"): _forget,
}


def _json(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data), status=status, content_type="application/json; charset=utf-8")
