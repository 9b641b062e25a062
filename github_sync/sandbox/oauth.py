"""Signing in with the sandbox as with GitHub: choose an account, get a code, change it for a token."""

import secrets
from html import escape
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from github_sync.sandbox.access import Grant
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.web import page

CODES: dict[str, tuple[str, str]] = {}
"""Code -> login and scopes asked for."""
USUAL = "read:user,user:email"


def authorize(call: Call) -> Response:
    """A page to choose an account; `login` and `auto=1` in the address skip it."""
    arguments = call.request.args
    target = arguments.get("redirect_uri", "")
    if not target.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]", "http://testserver")):
        raise SandboxError(400, "redirect_uri must be on loopback")
    login = arguments.get("login", "")
    if (login and call.request.method == "POST") or arguments.get("auto"):
        code = secrets.token_hex(10)
        CODES[code] = (login, arguments.get("scope") or USUAL)
        query = urlencode({"code": code, "state": arguments.get("state", "")})
        return redirect(f"{target}{'&' if '?' in target else '?'}{query}")
    people = [u for u in call.community.users.values() if (u.get("type") or "User") == "User"]
    options = "".join(_option(call, user["login"], user.get("name") or user["login"]) for user in people)
    return page("Sign in as…", f"<p>Choose who you are on this stand-in for GitHub.</p>{options}")


def _option(call: Call, login: str, name: str) -> str:
    query = urlencode({**call.request.args.to_dict(), "login": login})
    return f'<form method="post" action="?{escape(query)}"><button>{escape(name)} ({escape(login)})</button></form>'


def access_token(call: Call) -> Response:
    values = call.request.values
    login, scope = CODES.pop(values.get("code", ""), ("", ""))
    if not login:
        return json_response(
            {"error": "bad_verification_code", "error_description": "The code passed is incorrect or expired."}
        )
    scopes = frozenset(scope.replace(" ", ",").split(",")) - {""}
    token = call.access.give("gho", Grant(login, scopes))
    body = {"access_token": token, "scope": ",".join(sorted(scopes)), "token_type": "bearer"}
    if "json" in call.request.headers.get("Accept", ""):
        return json_response(body)
    return Response(urlencode(body), content_type="application/x-www-form-urlencoded")
