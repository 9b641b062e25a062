"""The HTTP server: routes, authentication, limits, conditional requests and the log."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import IO, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from github_sync.sandbox import apps, files_web, graphql_api, oauth, rest, rest_git, trees, web, writes
from github_sync.sandbox.access import Access, Budget
from github_sync.sandbox.dataset import Community, load
from github_sync.sandbox.http import Call, SandboxError, json_response
from github_sync.sandbox.shapes import Shapes

Handler = Callable[..., Response]
REPO = "/repos/<owner>/<name>"
READS: dict[str, Handler] = {
    "/meta": rest.meta,
    "/rate_limit": rest.rate_limit,
    "/user": rest.viewer,
    "/user/emails": rest.viewer_emails,
    "/user/repos": rest.owner_repositories,
    "/users/<login>": rest.user,
    "/users/<owner>/repos": rest.owner_repositories,
    "/orgs/<owner>/repos": rest.owner_repositories,
    REPO: rest.repository,
    f"{REPO}/labels": rest.labels,
    f"{REPO}/labels/<label>": rest.label,
    f"{REPO}/milestones": rest.milestones,
    f"{REPO}/issues": rest.issues,
    f"{REPO}/issues/comments": rest.all_comments,
    f"{REPO}/issues/<int:number>": rest.issue,
    f"{REPO}/issues/<int:number>/comments": rest.comments,
    f"{REPO}/pulls": rest.pulls,
    f"{REPO}/pulls/comments": rest.all_pull_comments,
    f"{REPO}/pulls/<int:number>": rest.pull,
    f"{REPO}/pulls/<int:number>/files": rest.pull_files,
    f"{REPO}/pulls/<int:number>/commits": rest.pull_commits,
    f"{REPO}/pulls/<int:number>/reviews": rest.pull_reviews,
    f"{REPO}/pulls/<int:number>/comments": rest.pull_comments,
    f"{REPO}/commits": rest_git.commits,
    f"{REPO}/commits/<sha>/pulls": rest_git.pulls_of_commit,
    f"{REPO}/commits/<path:sha>": rest_git.commit,
    f"{REPO}/contributors": rest_git.contributors,
    f"{REPO}/branches": rest_git.branches,
    f"{REPO}/branches/<path:branch>": rest_git.branch,
    f"{REPO}/releases": rest.releases,
    f"{REPO}/releases/latest": rest.latest_release,
    f"{REPO}/git/trees/<path:sha>": trees.tree,
    f"{REPO}/git/blobs/<sha>": rest_git.blob,
    f"{REPO}/contents": rest_git.contents,
    f"{REPO}/contents/<path:path>": rest_git.contents,
}
WRITES: dict[tuple[str, str], Handler] = {
    ("POST", f"{REPO}/issues/<int:number>/comments"): writes.create_comment,
    ("PATCH", f"{REPO}/issues/comments/<int:comment>"): writes.update_comment,
    ("POST", f"{REPO}/issues/<int:number>/labels"): writes.add_labels,
    ("DELETE", f"{REPO}/issues/<int:number>/labels/<label>"): writes.remove_label,
    ("POST", f"{REPO}/issues/<int:number>/assignees"): writes.add_assignees,
    ("DELETE", f"{REPO}/issues/<int:number>/assignees"): writes.remove_assignees,
    ("PATCH", f"{REPO}/issues/<int:number>"): writes.update_issue,
    ("POST", "/app/installations/<int:installation>/access_tokens"): apps.installation_token,
}


PAGES: dict[str, Handler] = {
    "/": web.front,
    "/<owner>/<name>": web.repository,
    "/<owner>/<name>/issues/<int:number>": web.thread,
    "/<owner>/<name>/pull/<int:number>": web.thread,
    "/<owner>/<name>/commit/<sha>": web.commit,
    **{f"/<owner>/<name>/{kind}/<ref>/<path:path>": files_web.file for kind in ("blob", "edit")},
    "/<owner>/<name>/releases/tag/<path:tag>": lambda call, owner, name, tag: web.repository(call, owner, name),
}
FREE = {rest.meta, rest.rate_limit, oauth.authorize, oauth.access_token, apps.installation_token, *PAGES.values()}


def _rules() -> Iterable[Rule]:
    for prefix in ("/api/v3", ""):
        yield from (Rule(prefix + path, endpoint=handler, methods=["GET"]) for path, handler in READS.items())
        yield from (
            Rule(prefix + path, endpoint=handler, methods=[method]) for (method, path), handler in WRITES.items()
        )
    for path in ("/api/graphql", "/graphql"):
        yield Rule(path, endpoint=graphql_api.answer, methods=["POST"])
    yield Rule("/login/oauth/authorize", endpoint=oauth.authorize, methods=["GET", "POST"])
    yield Rule("/login/oauth/access_token", endpoint=oauth.access_token, methods=["POST"])
    yield from (Rule(path, endpoint=handler, methods=["GET"]) for path, handler in PAGES.items())


ROUTES = Map(list(_rules()), merge_slashes=False)


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *args: Any) -> None:
        """The JSON log says more than the server's own line."""


class Sandbox:
    """Serves a dataset folder on loopback; `start` returns when it answers. Usable as a context manager."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        log: Path | None = None,
        access: Access | None = None,
    ) -> None:
        self.community: Community = load(folder)
        self.access = access or Access()
        self._log: IO[str] | None = log.open("a", encoding="utf-8") if log else None
        self._server: BaseWSGIServer = make_server(host, port, self._wsgi, threaded=True, request_handler=QuietHandler)
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://{self._server.host}:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v3"

    def start(self) -> "Sandbox":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def serve_forever(self) -> None:
        self._server.serve_forever()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        if self._log:
            self._log.close()

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _wsgi(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request, began = Request(environ), time.perf_counter()
        points = 0
        try:
            _read_body(request)
            response, points = self._answer(request)
        except SandboxError as error:
            headers = error.body.pop("headers", {})
            response = json_response(error.body, error.status)
            response.headers.update(headers)
        except HTTPException as error:
            response = json_response({"message": error.name, "status": str(error.code)}, error.code or 500)
        self._record(request, response, points, time.perf_counter() - began)
        return response(environ, start_response)

    def _answer(self, request: Request) -> tuple[Response, int]:
        handler, arguments = ROUTES.bind_to_environ(request.environ).match()
        token = _token_of(request)
        login = self.access.login_of(token) if token else None
        if token and login is None and handler not in FREE:
            raise SandboxError(401, "Bad credentials", status="401")
        shapes = Shapes(self.community, request.host_url.rstrip("/"), _api_base(request))
        call = Call(request, self.community, self.access, shapes, login)
        if handler is graphql_api.answer:
            response, points = graphql_api.answer(call, partial(self._spend, token, "graphql"))
            response.headers.update(self.access.budget(token, "graphql").headers("graphql"))
            return response, points
        response = handler(call, **arguments)
        if handler in FREE:
            return response, 0
        return self._conditional(request, response, token), 0

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
            raise SandboxError(403, "API rate limit exceeded", headers=budget.headers(resource))
        return budget

    def _record(self, request: Request, response: Response, points: int, seconds: float) -> None:
        line = {
            "method": request.method,
            "path": request.full_path.rstrip("?"),
            "status": response.status_code,
            "bytes": response.content_length or 0,
            "points": points,
            "ms": round(seconds * 1000, 1),
        }
        self.requests.append(line)
        if self._log:
            self._log.write(json.dumps(line) + "\n")
            self._log.flush()


def _read_body(request: Request) -> None:
    try:
        request.get_data(cache=True)
    except OSError as error:
        raise SandboxError(400, "Problems reading the body") from error


def _token_of(request: Request) -> str:
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


def _api_base(request: Request) -> str:
    base = request.host_url.rstrip("/")
    return f"{base}/api/v3" if request.path.startswith("/api/v3") else base
