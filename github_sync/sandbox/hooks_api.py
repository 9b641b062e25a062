"""The REST endpoints of webhooks: a repository's hooks, an App's hook, their deliveries and redelivery."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from github_sync.sandbox.apps_api import app_of
from github_sync.sandbox.deliveries import Delivery, Hook
from github_sync.sandbox.errors import invalid, not_found
from github_sync.sandbox.http import Call, json_response, number_of, paged
from github_sync.sandbox.repo import Repo


def create(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    config = data.get("config") or {}
    if not isinstance(config.get("url"), str) or not config["url"].startswith(("http://", "https://")):
        raise invalid("Hook", "url", "custom", "url is missing or no web address")
    if any(hook.url == config["url"] for hook in _of(call, repo)):
        raise invalid("Hook", "", "custom", "Hook already exists on this repository")
    events = frozenset(data.get("events") or ["push"])
    active = bool(data.get("active", True))
    hook = call.hooks.add(
        config["url"], config.get("secret") or "", repository=repo.id, events=events, is_active=active
    )
    _ping(call, repo, hook)
    return json_response(_shape(call, repo, hook), 201)


def listed(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    call.require(repo, "repository_hooks", "admin")
    return paged(call, _of(call, repo), lambda hook: _shape(call, repo, hook))


def one(call: Call, owner: str, name: str, hook: int) -> Response:
    repo = call.repo(owner, name)
    return json_response(_shape(call, repo, _hook(call, repo, hook)))


def update_config(call: Call, owner: str, name: str, hook: int) -> Response:
    return _configured(call, _hook(call, call.repo(owner, name), hook))


def update(call: Call, owner: str, name: str, hook: int) -> Response:
    repo, data = call.repo(owner, name), call.body()
    found, config = _hook(call, repo, hook), data.get("config") or {}
    events = frozenset(data["events"]) if "events" in data else found.events
    changed = replace(
        found, url=config.get("url") or found.url, secret=config.get("secret") or found.secret, events=events,
        is_active=bool(data.get("active", found.is_active)),
    )  # fmt: skip
    call.hooks.hooks[hook] = changed
    return json_response(_shape(call, repo, changed))


def delete(call: Call, owner: str, name: str, hook: int) -> Response:
    del call.hooks.hooks[_hook(call, call.repo(owner, name), hook).id]
    return Response(status=204)


def ping(call: Call, owner: str, name: str, hook: int) -> Response:
    repo = call.repo(owner, name)
    _ping(call, repo, _hook(call, repo, hook))
    return Response(status=204)


def deliveries(call: Call, owner: str, name: str, hook: int) -> Response:
    return _listing(call, _hook(call, call.repo(owner, name), hook))


def delivery(call: Call, owner: str, name: str, hook: int, delivery: int) -> Response:
    found = _delivery(call, _hook(call, call.repo(owner, name), hook), delivery)
    return json_response(found.shape(is_whole=True))


def redeliver(call: Call, owner: str, name: str, hook: int, delivery: int) -> Response:
    call.hooks.again(_delivery(call, _hook(call, call.repo(owner, name), hook), delivery))
    return json_response({}, 202)


def app_config(call: Call) -> Response:
    return json_response(_config(_app_hook(call)))


def update_app_config(call: Call) -> Response:
    return _configured(call, _app_hook(call))


def _configured(call: Call, hook: Hook) -> Response:
    """Change what the body names of the address and the secret."""
    data = call.body()
    changed = replace(hook, url=data.get("url") or hook.url, secret=data.get("secret") or hook.secret)
    call.hooks.hooks[hook.id] = changed
    return json_response(_config(changed))


def app_deliveries(call: Call) -> Response:
    return _listing(call, _app_hook(call))


def app_delivery(call: Call, delivery: int) -> Response:
    return json_response(_delivery(call, _app_hook(call), delivery).shape(is_whole=True))


def redeliver_of_app(call: Call, delivery: int) -> Response:
    call.hooks.again(_delivery(call, _app_hook(call), delivery))
    return json_response({}, 202)


def _app_hook(call: Call) -> Hook:
    """The App's own, else the one that hears everything."""
    app = app_of(call)
    hooks = call.hooks.hooks.values()
    own = [hook for hook in hooks if app and hook.app == app.id]
    found = own or [hook for hook in hooks if hook.app is None and hook.repository is None]
    if not found:
        raise not_found()
    return found[0]


def _listing(call: Call, hook: Hook) -> Response:
    """Newest first; `cursor` is the id after which the next page begins."""
    size = min(100, max(1, number_of(call, "per_page", 30)))
    found, after = call.hooks.of(hook), call.request.args.get("cursor", "")
    if after.isdecimal():
        found = [delivery for delivery in found if delivery.id < int(after)]
    response = json_response([delivery.shape() for delivery in found[:size]])
    if len(found) > size:
        query = urlencode({**call.request.args.to_dict(), "cursor": found[size - 1].id})
        response.headers["Link"] = f'<{call.request.base_url}?{query}>; rel="next"'
    return response


def _delivery(call: Call, hook: Hook, number: int) -> Delivery:
    found = call.hooks.deliveries.get(number)
    if found is None or found.hook.id != hook.id:
        raise not_found()
    return found


def _of(call: Call, repo: Repo) -> list[Hook]:
    return [hook for hook in call.hooks.hooks.values() if hook.repository == repo.id]


def _hook(call: Call, repo: Repo, number: int) -> Hook:
    call.require(repo, "repository_hooks", "admin")
    found = call.hooks.hooks.get(number)
    if found is None or found.repository not in {None, repo.id}:
        raise not_found()
    return found


def _ping(call: Call, repo: Repo, hook: Hook) -> None:
    about = {"hook": _shape(call, repo, hook), "repository": call.shapes.webhook_repository(repo)}
    payload = {
        "zen": "Keep it logically awesome.",
        "hook_id": hook.id,
        **about,
        "sender": call.shapes.sender(call.login),
    }
    call.hooks.send_to(hook, "ping", payload, repo)


def _config(hook: Hook) -> dict[str, Any]:
    secret = {"secret": "********"} if hook.secret else {}
    return {"url": hook.url, "content_type": "json", "insecure_ssl": "0", **secret}


def _shape(call: Call, repo: Repo, hook: Hook) -> dict[str, Any]:
    url = f"{call.shapes.api}/repos/{repo.full_name}/hooks/{hook.id}"
    return {
        "type": "Repository",
        "id": hook.id,
        "name": "web",
        "active": hook.is_active,
        "events": sorted(hook.events),
        "config": _config(hook),
        "updated_at": hook.created_at,
        "created_at": hook.created_at,
        "url": url,
        "test_url": f"{url}/tests",
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "last_response": {"code": None, "status": "unused", "message": None},
    }
