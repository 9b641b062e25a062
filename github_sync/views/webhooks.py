"""Where GitHub delivers its webhooks: signature first, then store, then answer."""

import re
from urllib.parse import parse_qs
from uuid import UUID

from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from github_sync.domain.webhooks import PayloadError, is_signed, parse
from github_sync.services.webhooks.receive import Envelope, store_delivery
from github_sync.services.webhooks.secrets import webhook_secrets

MAX_BODY = 10 * 1024 * 1024
"""GitHub sends up to 25 MB, in practice far less; what a too big one told, the next sync reads."""
EVENT = re.compile(r"[a-z0-9_]{1,60}")
HOOK_TARGET = re.compile(r"[a-z]{1,20}")
FORM = "application/x-www-form-urlencoded"


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of ours
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """202 for a delivery that is stored now, 200 for one that was stored before."""
    try:
        body = _signed_body(request)
        envelope = _envelope(request)
        content = _json_of(request, body)
        is_new = store_delivery(envelope=envelope, body=content, payload=parse(content))
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    except PayloadError as error:
        return JsonResponse({"message": str(error)}, status=400)
    return JsonResponse({"message": "Stored." if is_new else "Known already."}, status=202 if is_new else 200)


def _signed_body(request: HttpRequest) -> bytes:
    secrets = webhook_secrets()
    if not secrets:
        raise Refusal(
            503,
            "No webhook secret is set on this site. Set one under GitHub → Connection, or as GITHUB_WEBHOOK_SECRET.",
        )
    signature = request.META.get("HTTP_X_HUB_SIGNATURE_256", "")
    if not signature:
        raise Refusal(401, "X-Hub-Signature-256 is missing. Give the webhook a secret.")
    body = _body(request)
    if not is_signed(body, signature, secrets):
        raise Refusal(403, "The signature is not made with this site's webhook secret.")
    return body


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BODY:
        raise Refusal(413, f"The body is larger than {MAX_BODY // 1024 // 1024} MB.")
    try:
        return request.body
    except UnreadablePostError as error:
        raise Refusal(400, "The body was cut off.") from error


def _envelope(request: HttpRequest) -> Envelope:
    event = request.META.get("HTTP_X_GITHUB_EVENT", "")
    if not EVENT.fullmatch(event):
        raise Refusal(400, "X-GitHub-Event is missing or no event's name.")
    try:
        guid = UUID(request.META.get("HTTP_X_GITHUB_DELIVERY", ""))
    except ValueError as error:
        raise Refusal(400, "X-GitHub-Delivery is missing or no delivery's id.") from error
    hook = request.META.get("HTTP_X_GITHUB_HOOK_ID", "")
    target = request.META.get("HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_TYPE", "")
    return Envelope(
        guid,
        event,
        int(hook) if re.fullmatch(r"[0-9]{1,18}", hook) else None,
        target if HOOK_TARGET.fullmatch(target) else "",
    )


def _json_of(request: HttpRequest, body: bytes) -> bytes:
    """GitHub sends JSON as it is or, where the webhook is set so, as the field `payload` of a form."""
    if request.content_type == "application/json":
        return body
    if request.content_type != FORM:
        raise Refusal(415, "Set the webhook's content type to application/json.")
    try:
        found = parse_qs(body.decode(), max_num_fields=20).get("payload")
    except ValueError as error:
        raise Refusal(400, "The form cannot be read.") from error
    if not found:
        raise Refusal(400, "The form has no field `payload`.")
    return found[0].encode("utf-8", "replace")
