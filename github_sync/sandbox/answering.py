"""From a request to its answer: address, token, permission, limit, condition."""

import hashlib
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from werkzeug.wrappers import Request, Response

from github_sync.sandbox import graphql_api
from github_sync.sandbox.access import Access, Budget, Grant
from github_sync.sandbox.apps import Apps
from github_sync.sandbox.community import Community
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.hooks import Hooks
from github_sync.sandbox.http import Call
from github_sync.sandbox.routes import FREE, ROUTES, Route
from github_sync.sandbox.shapes import Shapes

BY_ID = re.compile(r"^(/api/v3|)/repositories/(\d+)(/.*|)$")
Points = int


class Answering:
    """Called by one thread at a time."""

    def __init__(self, community: Community, access: Access, hooks: Hooks, apps: Apps) -> None:
        self.community, self.access, self.hooks, self.apps = community, access, hooks, apps

    def answer(self, request: Request) -> tuple[Response, Points]:
        """Raises SandboxError and HTTPException."""
        route, arguments = ROUTES.bind_to_environ(request.environ).match(self._path(request))
        token = token_of(request)
        is_free = route.handler in FREE
        grant = self._grant(token, is_free)
        call = self._call(request, grant)
        if route.handler is graphql_api.answer:
            response, points = graphql_api.answer(call, partial(self._spend, token, "graphql"))
            response.headers.update(self.access.budget(token, "graphql").headers("graphql"))
            return _with_scopes(response, grant), points
        self._follow(request, arguments)
        if is_free:
            return route.handler(call, **arguments), 0
        self._check(call, route, arguments, request.method)
        try:
            response = route.handler(call, **arguments)
        except SandboxError as error:
            error.headers = {**self._spend(token, "core", 1).headers("core"), **error.headers}
            raise
        return _with_scopes(self._conditional(request, response, token), grant), 0

    def _path(self, request: Request) -> str:
        """`/repositories/ID/…` as GitHub redirects to it, in words."""
        found = BY_ID.match(request.path)
        if not found:
            return request.path
        repo = self.community.by_id(int(found[2]))
        if repo is None:
            raise SandboxError(404, "Not Found", status="404")
        return f"{found[1]}/repos/{repo.full_name}{found[3]}"

    def _grant(self, token: str, is_free: bool) -> Grant | None:
        grant = self.access.grant_of(token) if token else None
        if grant is not None and not grant.is_app:
            account = self.community.user(grant.login)
            grant = Grant(account["login"], grant.scopes) if account else None
        if token and grant is None and not is_free:
            raise SandboxError(401, "Bad credentials", status="401")
        return grant

    def _call(self, request: Request, grant: Grant | None) -> Call:
        login = grant.login if grant else None
        shapes = Shapes(self.community, request.host_url.rstrip("/"), _api_base(request), login)
        return Call(self.community, shapes, self.hooks, self.apps, login, request, self.access, grant)

    def _follow(self, request: Request, arguments: Mapping[str, Any]) -> None:
        """An old name answers where the repository is now: 301, or 307 for what changes something."""
        if "name" not in arguments or "owner" not in arguments:
            return
        repo = self.community.moved(arguments["owner"], arguments["name"])
        if repo is None:
            return
        old = f"/repos/{arguments['owner']}/{arguments['name']}"
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        if old in request.path:
            url = f"{_api_base(request)}/repositories/{repo.id}{request.path.partition(old)[2]}{query}"
        else:
            url = f"{request.host_url.rstrip('/')}/{repo.full_name}"
        status, word = (301, "Moved Permanently") if request.method == "GET" else (307, "Temporary Redirect")
        raise SandboxError(status, word, url=url, headers={"Location": url})

    def _check(self, call: Call, route: Route, arguments: Mapping[str, Any], method: str) -> None:
        """Whether this token may; in GitHub's order: is it there, may one, is it archived."""
        if method == "GET" or not route.area:
            return
        repo = call.repo(arguments["owner"], arguments["name"])
        call.require(repo, route.area, route.needs)
        if repo.record.get("archived") and not route.is_for_archived:
            raise SandboxError(403, "Repository was archived so is read-only.", status="403")

    def _conditional(self, request: Request, response: Response, token: str) -> Response:
        """An ETag belongs to its token; a 304 costs nothing."""
        if request.method == "GET":
            etag = hashlib.sha256(token.encode() + response.get_data()).hexdigest()
            if f'"{etag}"' in request.headers.get("If-None-Match", ""):
                response = Response(status=304)
                response.headers["ETag"] = f'"{etag}"'
                response.headers.update(self.access.budget(token, "core").headers("core"))
                return response
            response.headers["ETag"] = f'"{etag}"'
        response.headers.update(self._spend(token, "core", 1).headers("core"))
        return response

    def _spend(self, token: str, resource: str, cost: int) -> Budget:
        is_paid, budget = self.access.spend(token, resource, cost)
        if not is_paid:
            raise _exhausted(budget, resource)
        return budget


def _exhausted(budget: Budget, resource: str) -> SandboxError:
    """GraphQL says it in an answer of 200."""
    message = "API rate limit exceeded for user ID 1."
    error = SandboxError(403, message, headers=budget.headers(resource))
    if resource == "graphql":
        error.status, error.body = 200, {"errors": [{"type": "RATE_LIMITED", "message": message}]}
    return error


def token_of(request: Request) -> str:
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


def _with_scopes(response: Response, grant: Grant | None) -> Response:
    """What a person's token may; an App's token has no scopes."""
    if grant is not None and not grant.is_app:
        response.headers["X-OAuth-Scopes"] = "" if grant.is_app_user else ", ".join(sorted(grant.scopes))
        response.headers["X-Accepted-OAuth-Scopes"] = ""
    return response


def _api_base(request: Request) -> str:
    base = request.host_url.rstrip("/")
    return f"{base}/api/v3" if request.path.startswith("/api/v3") else base
