"""The pages where a person makes an App from a manifest, and installs it; `auto=1` in the address skips them."""

import json
import secrets
from html import escape
from typing import Any
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from github_sync.sandbox.actions import installations
from github_sync.sandbox.apps import App
from github_sync.sandbox.errors import SandboxError, not_found
from github_sync.sandbox.http import Call
from github_sync.sandbox.web import page


def new_app(call: Call, owner: str = "") -> Response:
    """The form that posts a manifest comes here; the page's own button comes back with `name`."""
    values = call.request.values
    manifest = _manifest(values.get("manifest", ""))
    if manifest is None:
        return page("Register new GitHub App", "<p>Post a form with a field “manifest” to this address.")
    if not (values.get("name") or values.get("auto")):
        return _confirm(manifest, values.get("manifest", ""))
    app = _made(call, manifest, values.get("name") or manifest.get("name") or "App", owner)
    code = secrets.token_hex(20)
    call.apps.codes[code] = app.id
    query = {"code": code} | ({"state": values["state"]} if values.get("state") else {})
    return redirect(_with(app.redirect_url, query))


def _confirm(manifest: dict[str, Any], raw: str) -> Response:
    name = escape(manifest.get("name") or "")
    allowed = "".join(f"<li>{escape(k)}: {escape(v)}" for k, v in (manifest.get("default_permissions") or {}).items())
    form = (
        f'<form method="post"><input type="hidden" name="manifest" value="{escape(raw)}">'
        f'<label>GitHub App name <input name="name" value="{name}" required></label> '
        f"<button>Create GitHub App</button></form>"
    )
    return page("Create GitHub App", f"<p>It asks for:<ul>{allowed}</ul>{form}")


def _manifest(raw: str) -> dict[str, Any] | None:
    if not raw:
        return None
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise SandboxError(422, "Invalid GitHub App manifest: it is not JSON") from error
    if not isinstance(found, dict) or not found.get("url") or not found.get("redirect_url"):
        raise SandboxError(422, "Invalid GitHub App manifest: url and redirect_url are needed")
    return found


def _made(call: Call, manifest: dict[str, Any], name: str, owner: str) -> App:
    if call.apps.find_slug(name) is not None:
        raise SandboxError(422, "Name is already taken")
    people = (u["login"] for u in call.community.users.values() if (u.get("type") or "User") == "User")
    return call.apps.create(
        name,
        owner or call.request.values.get("login") or next(people, "ghost"),
        permissions=manifest.get("default_permissions") or {"metadata": "read"},
        events=manifest.get("default_events") or ["ping"],
        hook_url=(manifest.get("hook_attributes") or {}).get("url") or "",
        url=manifest["url"],
        redirect_url=manifest["redirect_url"],
        setup_url=manifest.get("setup_url") or "",
        description=manifest.get("description"),
    )


def app_page(call: Call, slug: str) -> Response:
    app = _app(call, slug)
    return page(app.name, f'<p>By {escape(app.owner)}. <a href="/apps/{app.slug}/installations/new">Install</a>')


def install(call: Call, slug: str) -> Response:
    """Choose an account, and all of its repositories or some."""
    app, values = _app(call, slug), call.request.values
    account = values.get("account", "")
    if not account or (call.request.method == "GET" and not values.get("auto")):
        return page(f"Install {app.name}", _choices(call, account))
    names = values.getlist("repository")
    chosen = [repo for repo in call.community.owned_by(account) if repo.record["name"] in names]
    found = installations.install(call, call.apps, app, account, chosen if names else None)
    query = {"installation_id": str(found.id), "setup_action": "install"}
    query |= {"state": values["state"]} if values.get("state") else {}
    if app.setup_url:
        return redirect(_with(app.setup_url, query))
    return page("Installed", f"<p>{escape(app.name)} is installed on {escape(account)} as number {found.id}.")


def _choices(call: Call, account: str) -> str:
    owners = sorted({repo.record["owner"] for repo in call.community.repos.values()})
    if account:
        names = [repo.record["name"] for repo in call.community.owned_by(account)]
        boxes = "".join(
            f'<p><label><input type="checkbox" name="repository" value="{escape(n)}"> {escape(n)}</label>'
            for n in names
        )
        hidden = f'<input type="hidden" name="account" value="{escape(account)}">'
        return f'<form method="post">{hidden}<p>None ticked: all repositories.{boxes}<p><button>Install</button></form>'
    state = call.request.values.get("state", "")
    links = (f"?{urlencode({'account': owner, **({'state': state} if state else {})})}" for owner in owners)
    return (
        "<ul>"
        + "".join(f'<li><a href="{escape(link)}">{escape(o)}</a>' for link, o in zip(links, owners, strict=True))
        + "</ul>"
    )


def _app(call: Call, slug: str) -> App:
    found = call.apps.find_slug(slug)
    if found is None:
        raise not_found()
    return found


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
