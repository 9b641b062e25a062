"""Refusals as GitHub words them."""

from typing import Any

DOCUMENTATION = "https://docs.github.com/rest"


class SandboxError(Exception):
    """Answered as JSON with GitHub's `message`; `headers` go into the answer's head."""

    def __init__(self, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.headers: dict[str, str] = more.pop("headers", {})
        self.status, self.body = code, {"message": message, "documentation_url": DOCUMENTATION, **more}


def not_found(message: str = "Not Found") -> SandboxError:
    return SandboxError(404, message, status="404")


def invalid(resource: str, field: str, code: str = "invalid", message: str = "") -> SandboxError:
    """422 with the one fault in `errors`."""
    fault = {"resource": resource, "field": field, "code": code, **({"message": message} if message else {})}
    return SandboxError(422, "Validation Failed", errors=[fault], status="422")
