"""Sends signed webhook deliveries, so many at once, each over a connection of its own, and times every answer."""

import asyncio
import json
import multiprocessing
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from github_sync.domain.webhooks import sign

HELP_WANTED = {"id": 9, "name": "help wanted", "color": "008672", "description": "Extra attention"}
BUG = {"id": 8, "name": "bug", "color": "d73a4a", "description": "Something is not working"}
TEXT = "The report of a month with 31 days leaves its last day out. " * 40


@dataclass(frozen=True)
class Answers:
    """Milliseconds of each answer, sorted; `seconds` for all; `refused` are those that were not answered 202."""

    times: list[float]
    seconds: float
    refused: int

    def percentile(self, part: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * part))]


@dataclass(frozen=True)
class Change:
    """Of issue `number` modulo 1,000; a later `turn` is newer than all of an earlier one. A `title` is the issue's new
    one, which makes it free to take and wanted."""

    number: int
    title: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Target:
    url: str
    secret: str
    repository_id: int
    full_name: str


def send_apart(target: Target, changes: list[Change], at_once: int) -> Answers:
    """In a process of its own, so that the sender's work is not the server's."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(send, (target, changes, at_once))


def send(target: Target, changes: list[Change], at_once: int) -> Answers:
    return asyncio.run(_all(target.url, [_request(target, change) for change in changes], at_once))


async def _all(url: str, requests: list[bytes], at_once: int) -> Answers:
    parts = urlsplit(url)
    waiting = iter(requests)
    times: list[float] = []
    refused = 0

    async def sender() -> None:
        nonlocal refused
        for request in waiting:
            began = time.perf_counter()
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(request)
            answer = await reader.read()
            times.append((time.perf_counter() - began) * 1000)
            refused += not answer.startswith(b"HTTP/1.1 202")
            writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(at_once)))
    return Answers(sorted(times), time.perf_counter() - began, refused)


def _request(target: Target, change: Change) -> bytes:
    event, payload = _payload(target, change)
    body = json.dumps(payload).encode()
    parts = urlsplit(target.url)
    head = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "User-Agent: GitHub-Hookshot/bench",
        f"X-GitHub-Event: {event}",
        f"X-GitHub-Delivery: {uuid.uuid4()}",
        "X-GitHub-Hook-ID: 1",
        "X-GitHub-Hook-Installation-Target-Type: repository",
        f"X-Hub-Signature-256: {sign(body, target.secret)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def _payload(target: Target, change: Change) -> tuple[str, dict[str, object]]:
    """Two of three are about an issue, one is a comment; 1,000 issues, ever newer, a tenth of them on the board."""
    number, is_titled = change.number, bool(change.title)
    minute, second = number // 60 % 60, number % 60
    at = f"2026-03-{1 + change.turn:02d}T{number // 3600:02d}:{minute:02d}:{second:02d}Z"
    user = {"id": 1 + number % 40, "login": f"user{number % 40}", "type": "User", "avatar": "x" * 800}
    issue = {
        "id": 5000 + number % 1000, "number": 1 + number % 1000, "title": change.title or f"Issue {number % 1000}",
        "body": TEXT, "user": user, "state": "open", "locked": False, "milestone": None,
        "assignees": [user] if number % 5 == 0 and not is_titled else [],
        "labels": [HELP_WANTED if number % 10 == 0 or is_titled else BUG],
        "created_at": "2026-02-01T00:00:00Z", "updated_at": at, "closed_at": None, "html_url": "https://github.com/x",
        "links": {f"link{n}_url": f"https://api.github.com/repos/{target.full_name}/{n}" for n in range(40)},
    }  # fmt: skip
    owner, name = target.full_name.split("/")
    repository = {
        "id": target.repository_id, "full_name": target.full_name, "name": name,
        "owner": {"id": 1, "login": owner, "type": "User"},
        "links": {f"link{n}_url": f"https://api.github.com/repos/{target.full_name}/{n}" for n in range(60)},
    }  # fmt: skip
    if number % 3 or is_titled:
        return "issues", {"action": "edited", "issue": issue, "repository": repository, "sender": user}
    comment = {"id": 70000 + number, "body": "Me too. " * 30, "user": user, "created_at": at, "updated_at": at}
    return "issue_comment", {"action": "created", "issue": issue, "comment": comment, "repository": repository}
