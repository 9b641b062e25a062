"""The HTTP server: answers one request at a time over the community, in its own thread the delays and faults."""

import json
import socket
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from github_sync.sandbox import control, trouble
from github_sync.sandbox.access import Access
from github_sync.sandbox.answering import Answering
from github_sync.sandbox.apps import Apps
from github_sync.sandbox.changes import Changes
from github_sync.sandbox.community import Community
from github_sync.sandbox.dataset import load
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.faults import Fault, Faults
from github_sync.sandbox.git_store import write_store
from github_sync.sandbox.hooks import Hooks
from github_sync.sandbox.http import json_response
from github_sync.sandbox.shapes import Shapes


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The server's clock, which a fault may have set wrong for this request."""
        environ = getattr(self, "environ", None) or {}
        return super().date_time_string(time.time() + environ.get(trouble.CLOCK, 0))

    def log_request(self, *args: Any) -> None:
        """The JSON log says more than the server's own line."""


class Sandbox:
    """Serves a dataset folder, or a community made in memory, on loopback; `start` returns when it answers.

    Usable as a context manager. `faults`, `change`, `hooks`, `apps` and `access` are there to be used while it runs.
    """

    def __init__(
        self,
        data: Path | Community,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        log: Path | None = None,
        access: Access | None = None,
        latency_ms: int = 0,
        webhook_url: str = "",
        webhook_secret: str = "",
    ) -> None:
        self.community = load(data) if isinstance(data, Path) else data
        self.access = access or Access()
        self.latency_ms = latency_ms
        self.hooks = Hooks(webhook_url, webhook_secret)
        self.apps = Apps(self.hooks)
        self.faults = Faults()
        self.change = Changes(self._doer, self.access)
        self.requests: list[dict[str, Any]] = []
        self._answering = Answering(self.community, self.access, self.hooks, self.apps)
        self._stopping = threading.Event()
        self._log: IO[str] | None = log.open("a", encoding="utf-8") if log else None
        self._server: BaseWSGIServer = make_server(host, port, self._wsgi, threaded=True, request_handler=QuietHandler)

    @property
    def url(self) -> str:
        return f"http://{self._server.host}:{self._server.server_port}"

    def git_copy(self, full_name: str, target: Path) -> Path:
        """A bare repository with all that a repository holds now, written to `target`, to be checked with Git."""
        branches = self.community.repos[full_name.lower()].branches
        return write_store(branches.objects, branches.refs, target, source=branches.store)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v3"

    def start(self) -> "Sandbox":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def serve_forever(self) -> None:
        self._server.serve_forever()

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self.hooks.close()
        if self._log:
            self._log.close()

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _doer(self, login: str) -> Doer:
        shapes = Shapes(self.community, self.url, self.api_url)
        return Doer(self.community, shapes, self.hooks, self.apps, login or None)

    def _wsgi(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        try:
            _read_body(request)
            if request.path.startswith(control.PREFIX):
                return control.answer(self, request)(environ, start_response)
            response = self._with_faults(request)
        except trouble.Dropped as dropped:
            return _drop(environ, start_response, dropped.sent)
        except SandboxError as error:
            response = json_response(error.body, error.status)
        return response(environ, start_response)

    def _with_faults(self, request: Request) -> Response:
        """What the request sees in the end; raises Dropped."""
        self._wait(self.latency_ms / 1000)
        fault = self.faults.take(request)
        if fault is None:
            return self._answered(request)
        is_instead = fault.kind in trouble.INSTEAD
        done = self._answered(request) if fault.when == "after" or not is_instead else None
        if done is None:
            self._record(request, 0, 0, 0, 0.0, fault)
        self._wait(trouble.delay_of(fault))
        if fault.kind == "change":
            self.change.apply(fault.change)
        return trouble.instead(fault, request) if is_instead or done is None else trouble.spoiled(fault, request, done)

    def _answered(self, request: Request) -> Response:
        points = 0
        with self.community.lock:
            began = time.perf_counter()
            try:
                response, points = self._answering.answer(request)
            except SandboxError as error:
                response = json_response(error.body, error.status)
                response.headers.update(error.headers)
            except HTTPException as error:
                response = json_response({"message": error.name, "status": str(error.code)}, error.code or 500)
            seconds = time.perf_counter() - began
            self._record(request, response.status_code, response.content_length or 0, points, seconds)
        return response

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._stopping.wait(seconds)

    def _record(
        self, request: Request, status: int, size: int, points: int, seconds: float, fault: Fault | None = None
    ) -> None:
        line = {
            "method": request.method,
            "path": request.full_path.rstrip("?"),
            "status": status,
            "bytes": size,
            "points": points,
            "ms": round(seconds * 1000, 1),
            **({"fault": fault.kind} if fault else {}),
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


def _drop(environ: dict[str, Any], start_response: Any, sent: bytes) -> Iterable[bytes]:
    """Send the bytes as they are and close the connection."""
    connection: socket.socket = environ["werkzeug.socket"]
    if sent:
        connection.sendall(sent)
    connection.shutdown(socket.SHUT_RDWR)
    start_response("200 OK", [("Connection", "close"), ("Content-Length", "0")])
    return []
