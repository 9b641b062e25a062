"""The endpoints of GitHub Apps: made from a manifest, known by a JWT, acting with an installation's token."""

import time
from datetime import UTC, datetime
from typing import Any

import jwt
from werkzeug.wrappers import Response

from github_sync.sandbox.access import Grant
from github_sync.sandbox.apps import DEFAULT_PERMISSIONS, App, Installation, covers
from github_sync.sandbox.errors import SandboxError, not_found
from github_sync.sandbox.http import Call, json_response, number_of, paged
from github_sync.sandbox.shapes import node_id

LONGEST = 600
"""Seconds that GitHub lets a JWT hold."""


def app_of(call: Call) -> App | None:
    """Whose JWT it is; raises SandboxError. None for an App that the sandbox did not make, while it made none at all:
    of such a JWT form, issuer and expiry are checked, not its signature."""
    scheme, _, token = call.request.headers.get("Authorization", "").partition(" ")
    claims = _claims(token, None)
    if scheme.lower() != "bearer" or not claims.get("iss"):
        raise SandboxError(401, "'Issuer' claim ('iss') must be an Integer", status="401")
    if float(claims["exp"]) > time.time() + LONGEST + 60:
        raise SandboxError(401, "'Expiration time' claim ('exp') is too far in the future", status="401")
    app = call.apps.find(claims["iss"])
    if app is not None:
        _claims(token, app.public_key)
    elif call.apps.apps:
        raise SandboxError(404, "Integration not found", status="404")
    return app


def _claims(token: str, key: str | None) -> dict[str, Any]:
    options: Any = {"verify_signature": key is not None, "verify_exp": True, "require": ["iss", "exp"]}
    options |= {"verify_iat": False, "verify_iss": False, "verify_sub": False}
    try:
        return jwt.decode(token, key or "", algorithms=["RS256"], options=options)
    except jwt.ExpiredSignatureError as error:
        message = (
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which "
            "the assertion expires"
        )
        raise SandboxError(401, message, status="401") from error
    except jwt.PyJWTError as error:
        raise SandboxError(401, "A JSON web token could not be decoded", status="401") from error


def _require_app(call: Call) -> App:
    app = app_of(call)
    if app is None:
        raise SandboxError(404, "Integration not found", status="404")
    return app


def convert(call: Call, code: str) -> Response:
    """The App that a manifest made, with its secrets, once."""
    number = call.apps.codes.pop(code, None)
    if number is None:
        raise not_found()
    app = call.apps.apps[number]
    secret = {"client_secret": app.client_secret, "webhook_secret": app.webhook_secret, "pem": app.pem}
    return json_response(app_shape(call, app) | secret, 201)


def own_app(call: Call) -> Response:
    app = _require_app(call)
    return json_response(app_shape(call, app) | {"installations_count": len(call.apps.of(app))})


def installations(call: Call) -> Response:
    return paged(call, call.apps.of(_require_app(call)), lambda found: installation_shape(call, found))


def installation(call: Call, installation: int) -> Response:
    return json_response(installation_shape(call, _own(call, installation)))


def installation_for(call: Call, owner: str, name: str = "") -> Response:
    """Of a repository, or of an account."""
    app = _require_app(call)
    repo = call.community.repo(owner, name) if name else None
    for found in call.apps.of(app):
        if (repo is not None and covers(found, repo)) or (not name and found.account.lower() == owner.lower()):
            return json_response(installation_shape(call, found))
    raise not_found()


def _own(call: Call, number: int) -> Installation:
    app = _require_app(call)
    found = call.apps.installations.get(number)
    if found is None or found.app is not app:
        raise not_found()
    return found


def installation_token(call: Call, installation: int) -> Response:
    if app_of(call) is None:
        return _token_of_stranger(call)
    found = _own(call, installation)
    if found.suspended_at:
        raise SandboxError(403, "This installation has been suspended", status="403")
    token, grant = call.apps.token(call.access, found, call.body())
    return _token_answer(token, grant, "all" if grant.repositories is None else "selected")


def _token_of_stranger(call: Call) -> Response:
    claims = _claims(call.request.headers["Authorization"].partition(" ")[2], None)
    expires = time.time() + call.access.token_seconds
    grant = Grant(f"app-{claims['iss']}[bot]", frozenset(), expires, dict(DEFAULT_PERMISSIONS))
    return _token_answer(call.access.give("ghs", grant), grant, "all")


def _token_answer(token: str, grant: Grant, selection: str) -> Response:
    expires = datetime.fromtimestamp(grant.expires_at or 0, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"token": token, "expires_at": expires, "permissions": grant.permissions, "repository_selection": selection}
    return json_response(body, 201)


def repositories(call: Call) -> Response:
    """What the installation of this token sees."""
    if call.grant is None or not call.grant.is_app:
        raise SandboxError(403, "You must authenticate with an installation access token in order to list repositories "
                           "for an installation.", status="403")  # fmt: skip
    account = call.grant.account
    owned = call.community.owned_by(account) if account else list(call.community.repos.values())
    chosen = call.grant.repositories
    found = [repo for repo in owned if chosen is None or repo.id in chosen]
    about = {"repository_selection": "all" if chosen is None else "selected"}
    return wrapped(call, "repositories", found, call.shapes.repository, about)


def user_installations(call: Call) -> Response:
    call.require_login()
    return wrapped(
        call, "installations", list(call.apps.installations.values()), lambda f: installation_shape(call, f), {}
    )


def wrapped(call: Call, key: str, found: list[Any], shape: Any, about: dict[str, Any]) -> Response:
    """A page as an object with its total, which some listings have instead of a bare list."""
    size, page = min(100, max(1, number_of(call, "per_page", 30))), max(1, number_of(call, "page", 1))
    links = paged(call, found, lambda _: None).headers.get("Link")
    shown = [shape(record) for record in found[(page - 1) * size : page * size]]
    response = json_response({"total_count": len(found), **about, key: shown})
    if links:
        response.headers["Link"] = links
    return response


def app_shape(call: Call, app: App) -> dict[str, Any]:
    return {
        "id": app.id,
        "slug": app.slug,
        "node_id": node_id("Integration", app.id),
        "client_id": app.client_id,
        "owner": call.shapes.user(app.owner),
        "name": app.name,
        "description": app.description,
        "external_url": app.url or call.shapes.web,
        "html_url": f"{call.shapes.web}/apps/{app.slug}",
        "created_at": app.created_at,
        "updated_at": app.created_at,
        "permissions": app.permissions,
        "events": [event for event in app.events if event != "*"],
    }


def installation_shape(call: Any, found: Installation) -> dict[str, Any]:
    account = call.community.user(found.account) or {"id": 0, "type": "User"}
    return {
        "id": found.id,
        "account": call.shapes.user(found.account),
        "repository_selection": "all" if found.repositories is None else "selected",
        "access_tokens_url": f"{call.shapes.api}/app/installations/{found.id}/access_tokens",
        "repositories_url": f"{call.shapes.api}/installation/repositories",
        "html_url": f"{call.shapes.web}/settings/installations/{found.id}",
        "app_id": found.app.id,
        "app_slug": found.app.slug,
        "target_id": account["id"],
        "target_type": account.get("type") or "User",
        "permissions": found.permissions,
        "events": [event for event in found.app.events if event != "*"],
        "created_at": found.created_at,
        "updated_at": found.created_at,
        "single_file_name": None,
        "suspended_at": found.suspended_at,
        "suspended_by": None,
    }
