"""Signing in with the sandbox as with GitHub: choose an account, get a code, change it for a token."""

import base64
import hashlib
import secrets
import time
from html import escape
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from github_sync.sandbox.access import Grant
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.web import page

CODES: dict[str, tuple[str, str, str]] = {}
"""Code -> login, scopes and client asked for; of a refresh token the same."""
CHALLENGES: dict[str, str] = {}
"""Code -> the challenge that its verifier must answer (RFC 7636, S256); none where the client sent none."""
APP_CLIENT = "Iv"
"""How the clients of GitHub Apps begin, whose tokens have no scopes and expire."""
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
        CODES[code] = (login, arguments.get("scope") or USUAL, arguments.get("client_id", ""))
        CHALLENGES[code] = arguments.get("code_challenge", "")
        query = urlencode({"code": code, "state": arguments.get("state", "")})
        return redirect(f"{target}{'&' if '?' in target else '?'}{query}")
    people = [u for u in call.community.users.values() if (u.get("type") or "User") == "User"]
    options = "".join(_option(call, user["login"], user.get("name") or user["login"]) for user in people)
    return page("Sign in as…", f"<p>Choose who you are on this stand-in for GitHub.</p>{options}")


def _option(call: Call, login: str, name: str) -> str:
    query = urlencode({**call.request.args.to_dict(), "login": login})
    return f'<form method="post" action="?{escape(query)}"><button>{escape(name)} ({escape(login)})</button></form>'


def access_token(call: Call) -> Response:
    """For a code, or for a refresh token of a GitHub App's client; each is of use once."""
    values = call.request.values
    key = values.get("refresh_token" if values.get("grant_type") == "refresh_token" else "code", "")
    login, scope, client = CODES.pop(key, ("", "", ""))
    if not login or not _answers(values.get("code_verifier", ""), CHALLENGES.pop(key, "")):
        return json_response(
            {"error": "bad_verification_code", "error_description": "The code passed is incorrect or expired."}
        )
    body = _of_app(call, login, client) if client.startswith(APP_CLIENT) else _of_person(call, login, scope)
    if "json" in call.request.headers.get("Accept", ""):
        return json_response(body)
    return Response(urlencode(body), content_type="application/x-www-form-urlencoded")


def _answers(verifier: str, challenge: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return not challenge or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def _of_person(call: Call, login: str, scope: str) -> dict[str, str]:
    scopes = frozenset(scope.replace(" ", ",").split(",")) - {""}
    token = call.access.give("gho", Grant(login, scopes))
    return {"access_token": token, "scope": ",".join(sorted(scopes)), "token_type": "bearer"}


def _of_app(call: Call, login: str, client: str) -> dict[str, str]:
    """Acts as the person with what the App may do; here with what a person may do in public."""
    seconds = call.access.token_seconds
    grant = Grant(login, frozenset({"public_repo", "read:user", "user:email"}), time.time() + seconds, is_app_user=True)
    refresh = f"ghr_{secrets.token_hex(20)}"
    CODES[refresh] = (login, "", client)
    return {
        "access_token": call.access.give("ghu", grant),
        "expires_in": str(seconds),
        "refresh_token": refresh,
        "refresh_token_expires_in": "15897600",
        "scope": "",
        "token_type": "bearer",
    }
