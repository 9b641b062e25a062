"""One request and one answer of the sandbox, with paging and errors as GitHub words them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from github_sync.sandbox import permissions
from github_sync.sandbox.access import Access, Grant
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.repo import Repo


@dataclass
class Call(Doer):
    """What a handler needs: the request, who asks (`grant` and `login` None: nobody), and the community."""

    request: Request
    access: Access
    grant: Grant | None

    def repo(self, owner: str, name: str) -> Repo:
        """The repository of that name where it is visible; GitHub never says which of the two is not so."""
        repo = self.community.repo(owner, name)
        if repo is None or not self.sees(repo):
            raise SandboxError(404, "Not Found", status="404")
        return repo

    def sees(self, repo: Repo) -> bool:
        return permissions.is_visible(self.community, self.grant, repo)

    def may(self, repo: Repo, area: str, needed: str) -> bool:
        return self.grant is not None and permissions.may(self.community, self.grant, repo, area, needed)

    def require(self, repo: Repo, area: str, needed: str) -> None:
        if not self.may(repo, area, needed):
            self.require_login()
            kind = "integration" if self.grant and self.grant.is_app else "personal access token"
            raise SandboxError(403, f"Resource not accessible by {kind}", status="403")

    def body(self) -> dict[str, Any]:
        try:
            data = json.loads(self.request.get_data() or b"{}")
        except (ValueError, RecursionError) as error:
            raise SandboxError(400, "Problems parsing JSON") from error
        if not isinstance(data, dict):
            raise SandboxError(422, "Invalid request.\n\nThe body is not an object.")
        return data

    def require_login(self) -> str:
        if self.login is None:
            raise SandboxError(401, "Requires authentication")
        return self.login


def json_response(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data), status=status, content_type="application/json; charset=utf-8")


def paged(call: Call, records: Sequence[Any], shape: Callable[[Any], Any]) -> Response:
    """One page of `records`, shaped, with GitHub's `Link` header."""
    size = min(100, max(1, number_of(call, "per_page", 30)))
    page = max(1, number_of(call, "page", 1))
    last = max(1, -(-len(records) // size))
    response = json_response([shape(record) for record in records[(page - 1) * size : page * size]])
    links: dict[str, int] = {}
    if page < last:
        links |= {"next": page + 1, "last": last}
    if page > 1:
        links |= {"prev": page - 1, "first": 1}
    if links:
        response.headers["Link"] = ", ".join(f'<{_at_page(call, n)}>; rel="{rel}"' for rel, n in links.items())
    return response


def _at_page(call: Call, page: int) -> str:
    query = {**call.request.args.to_dict(), "page": page}
    return f"{call.request.base_url}?{urlencode(query)}"


def number_of(call: Call, name: str, default: int) -> int:
    text = call.request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default
