"""Where GitHub delivers its webhooks: signature first, then store, then answer."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from github_sync.domain.webhooks import PayloadError, is_signed, parse
from github_sync.services.webhooks.receive import Envelope, store_delivery
from github_sync.services.webhooks.secrets import webhook_secrets, webhook_secrets_now

MAX_BODY = 10 * 1024 * 1024
"""GitHub sends up to 25 MB, in practice far less; what a too big one told, the next sync reads."""
EVENT = re.compile(r"[a-z0-9_]{1,60}")
HOOK_TARGET = re.compile(r"[a-z]{1,20}")
FORM = "application/x-www-form-urlencoded"
Read = Callable[[int], bytes]


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of ours
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """For servers that do not come in by the door (`github_sync.door`), as the test client."""
    status, message = answer_to(request.META, lambda length: request.body)
    return JsonResponse({"message": message}, status=status)


def answer_to(environ: Mapping[str, Any], read: Read) -> tuple[int, str]:
    """Status and message: 202 for a delivery that is stored now, 200 for one that was stored before.

    `environ` is WSGI's; `read` gives the body, and is called only where its length is allowed.
    """
    try:
        body = _signed_body(environ, read)
        envelope = _envelope(environ)
        content = _json_of(environ, body)
        is_new = store_delivery(envelope=envelope, body=content, payload=parse(content))
    except Refusal as refusal:
        return refusal.status, refusal.message
    except PayloadError as error:
        return 400, str(error)
    return (202, "Stored.") if is_new else (200, "Known already.")


@sensitive_variables()
def _signed_body(environ: Mapping[str, Any], read: Read) -> bytes:
    secrets = webhook_secrets()
    if not secrets:
        raise Refusal(
            503,
            "No webhook secret is set on this site. Set one under GitHub → Connection, or as GITHUB_WEBHOOK_SECRET.",
        )
    signature = environ.get("HTTP_X_HUB_SIGNATURE_256", "")
    if not signature:
        raise Refusal(401, "X-Hub-Signature-256 is missing. Give the webhook a secret.")
    body = _body(environ, read)
    if not is_signed(body, signature, secrets) and not is_signed(body, signature, webhook_secrets_now()):
        raise Refusal(403, "The signature is not made with this site's webhook secret.")
    return body


def _body(environ: Mapping[str, Any], read: Read) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BODY:
        raise Refusal(413, f"The body is larger than {MAX_BODY // 1024 // 1024} MB.")
    try:
        body = read(int(length))
    except OSError as error:
        raise Refusal(400, "The body was cut off.") from error
    if len(body) < int(length):
        raise Refusal(400, "The body was cut off.")
    return body


def _envelope(environ: Mapping[str, Any]) -> Envelope:
    event = environ.get("HTTP_X_GITHUB_EVENT", "")
    if not EVENT.fullmatch(event):
        raise Refusal(400, "X-GitHub-Event is missing or no event's name.")
    try:
        guid = UUID(environ.get("HTTP_X_GITHUB_DELIVERY", ""))
    except ValueError as error:
        raise Refusal(400, "X-GitHub-Delivery is missing or no delivery's id.") from error
    hook = environ.get("HTTP_X_GITHUB_HOOK_ID", "")
    target = environ.get("HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_TYPE", "")
    return Envelope(
        guid,
        event,
        int(hook) if re.fullmatch(r"[0-9]{1,18}", hook) else None,
        target if HOOK_TARGET.fullmatch(target) else "",
    )


def _json_of(environ: Mapping[str, Any], body: bytes) -> bytes:
    """GitHub sends JSON as it is or, where the webhook is set so, as the field `payload` of a form."""
    content_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if content_type == "application/json":
        return body
    if content_type != FORM:
        raise Refusal(415, "Set the webhook's content type to application/json.")
    try:
        found = parse_qs(body.decode(), max_num_fields=20).get("payload")
    except ValueError as error:
        raise Refusal(400, "The form cannot be read.") from error
    if not found:
        raise Refusal(400, "The form has no field `payload`.")
    return found[0].encode("utf-8", "replace")
