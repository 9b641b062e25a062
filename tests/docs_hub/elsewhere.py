"""A small site that the documentation leads to, which notes every request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Elsewhere:
    """Answers by path: `/200`, `/404`, …; `/get` knows no HEAD; `/to/X` leads to X; `files` are there."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.robots = self.robots_lead_to = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                site.asked.append((self.command, self.path))
                site.agents.add(self.headers["User-Agent"])
                status, headers = site.answer(self.command, self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.path == "/robots.txt" and status == 200:
                    self.wfile.write(site.robots.encode())
                elif self.command == "GET" and status == 200:
                    self.wfile.write(site.files.get(self.path, b""))

            def log_message(self, *_: Any) -> None:
                return

        return Handler

    def answer(self, method: str, path: str) -> tuple[int, dict[str, str]]:
        if path == "/robots.txt" and self.robots_lead_to:
            return 301, {"Location": self.robots_lead_to}
        if path == "/robots.txt":
            return (200 if self.robots else 404), {}
        if path in self.files:
            return 200, {}
        if path == "/get":
            return (405 if method == "HEAD" else 200), {}
        if path.startswith("/to/"):
            return 301, {"Location": path.removeprefix("/to/") if "://" in path else path.removeprefix("/to")}
        if path == "/nowhere":
            return 301, {"Location": "http://[bad/"}
        if path == "/never":
            return 429, {"Retry-After": "1" * 5000}
        if path == "/429":
            return 429, {"Retry-After": "7200"}
        name = path.strip("/")
        return int(name) if name.isdecimal() else 404 if name else 200, {}


@contextmanager
def another_site() -> Iterator[Elsewhere]:
    site = Elsewhere()
    threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()
