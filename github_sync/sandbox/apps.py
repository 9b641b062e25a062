"""GitHub Apps: an installation token for a JWT."""

import secrets
from datetime import UTC, datetime, timedelta

import jwt
from werkzeug.wrappers import Response

from github_sync.sandbox.http import Call, SandboxError, json_response


def installation_token(call: Call, installation: int) -> Response:
    """The JWT's form, issuer and expiry are checked; its signature is not, for the sandbox knows no public key."""
    scheme, _, token = call.request.headers.get("Authorization", "").partition(" ")
    try:
        claims = jwt.decode(token, options={"verify_signature": False, "verify_exp": True, "require": ["iss", "exp"]})
    except jwt.PyJWTError as error:
        raise SandboxError(401, "A JSON web token could not be decoded") from error
    if scheme.lower() != "bearer" or not claims["iss"]:
        raise SandboxError(401, "'Issuer' claim ('iss') must be an Integer")
    given = f"ghs_{secrets.token_hex(18)}"
    call.access.tokens[given] = f"app-{claims['iss']}[bot]"
    expires = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {
        "token": given,
        "expires_at": expires,
        "permissions": {"contents": "read", "issues": "write"},
        "repository_selection": "all",
    }
    return json_response(body, 201)
