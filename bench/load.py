"""A small load client: whole GET requests over loopback, counted over a fixed time."""

import multiprocessing
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    size: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def measure(url: str, *, seconds: float, clients: int = 4) -> Load:
    """Requests answered with 200 by `clients` processes in `seconds`; raises RuntimeError on any other answer."""
    with multiprocessing.Pool(clients) as pool:
        results = pool.starmap(_client, [(url, seconds)] * clients)
    return Load(sum(count for count, _ in results), seconds, results[0][1])


def _client(url: str, seconds: float) -> tuple[int, int]:
    parts = urlsplit(url)
    address = (parts.hostname or "127.0.0.1", parts.port or 80)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
    until, count, size = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        size = _fetch(address, request)
        count += 1
    return count, size


def _fetch(address: tuple[str, int], request: bytes) -> int:
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(request)
        chunks = []
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    answer = b"".join(chunks)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{request!r} was answered {answer[:80]!r}")
    return len(answer)
