"""A push on GitHub becomes pages here by its webhook, without waiting for the next sync."""

import time
from collections.abc import Callable
from typing import Any

from django.test import Client

from docs_hub.models import DocSource
from tests.docs_hub.manual import NAME, Manual
from tests.fixtures.webhooks import repository


def pushed(manual: Manual, before: str, after: str, ref: str = "refs/heads/main") -> dict[str, Any]:
    named = repository(id=manual.repo.id, name="manual", full_name=NAME, html_url=f"https://github.com/{NAME}")
    who = {"id": 3, "login": "charlie", "type": "User"}
    named["owner"] = {"id": 10, "login": "ferry", "type": "Organization"}
    return {"ref": ref, "before": before, "after": after, "forced": False, "repository": named, "commits": [],
            "sender": who}  # fmt: skip


def test_a_push_is_pages_as_soon_as_the_queue_has_run(
    manual: Manual, deliver: Callable[..., Any], client: Client
) -> None:
    before = manual.repo.head_sha
    after = manual.push({"docs/fresh.md": "# Fresh\n\nJust pushed.\n", "docs/other.md": None})
    assert client.get("/docs/manual/fresh/").status_code == 404
    started = time.monotonic()
    assert deliver("push", pushed(manual, before, after)).status_code in (200, 202)
    manual.run_queue()
    assert "Just pushed." in client.get("/docs/manual/fresh/").content.decode()
    assert client.get("/docs/manual/other/").status_code == 404
    assert time.monotonic() - started < 30


def test_a_push_to_the_branch_that_a_source_follows_is_enough(
    manual: Manual, deliver: Callable[..., Any], client: Client
) -> None:
    DocSource.objects.update(ref="next")
    sha = manual.sandbox.change.push(NAME, {"docs/soon.md": "# Soon\n"}, "Soon", branch="next", login="charlie")
    assert deliver("push", pushed(manual, "0" * 40, sha, "refs/heads/next")).status_code in (200, 202)
    manual.run_queue()
    assert client.get("/docs/manual/soon/").status_code == 200
