"""No page holds up an import or a writer for long, whatever its text."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from docs_hub.services import render_child

Import = Callable[..., dict[str, Any]]


def test_a_page_that_would_take_minutes_is_left_out_and_the_others_come(
    bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_child, "PAGE_SECONDS", 1.5)
    slow = "[" * 30_000
    started = time.monotonic()
    report = bring_in({"a.md": "# A\n", "b.md": slow, "c.md": f"# C\n\n{'`x` ' * 1500}\n"}, dialect="mkdocs")
    assert time.monotonic() - started < 60  # the page takes minutes, and other processes want the processor, too
    assert [page["path"] for page in report["pages"]] == ["a.md", "c.md"]
    assert report["skipped"] == [
        {
            "path": "b.md",
            "why": "could not be rendered: it takes longer than 1.5 seconds; look for a long row of brackets or other marks",
        }
    ]
