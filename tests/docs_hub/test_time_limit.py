"""No page holds up an import or a writer for long, whatever its text."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from docs_hub.domain.render import child
from docs_hub.domain.render.effort import is_quick

Import = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("dialect", ["mkdocs", "gfm", "discourse"])
@pytest.mark.parametrize("mark", ["[", "![", "[^", "*a ", "<div>", "# a\n", "> ", "`", "[a](b.md) "])
def test_what_is_rendered_at_once_is_rendered_fast(bring_in: Import, dialect: str, mark: str) -> None:
    text = mark
    while is_quick(text + mark * 10) and len(text) < 20_000:
        text += mark * 10
    started = time.monotonic()
    assert len(bring_in({"index.md": text}, dialect=dialect)["pages"]) == 1
    assert time.monotonic() - started < 5


def test_a_page_that_would_take_minutes_is_left_out_and_the_others_come(
    bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "PAGE_SECONDS", 1.5)
    slow = "[" * 30_000
    started = time.monotonic()
    report = bring_in({"a.md": "# A\n", "b.md": slow, "c.md": f"# C\n\n{'`x` ' * 1500}\n"}, dialect="mkdocs")
    assert time.monotonic() - started < 10
    assert [page["path"] for page in report["pages"]] == ["a.md", "c.md"]
    assert report["skipped"] == [
        {
            "path": "b.md",
            "why": "could not be rendered: it takes longer than 1.5 seconds; look for a long row of brackets or other marks",
        }
    ]


def test_a_page_rendered_in_a_process_of_its_own_is_the_same(bring_in: Import) -> None:
    text = "# A\n\n[b](b.md#x) ![p](p.png) `code`\n\n"
    bring_in({"index.md": text, "b.md": "# B\n", "long/index.md": text.replace("(", "(../") + "`x` *y* " * 20_000})
    from docs_hub.models import DocPage

    short, long = DocPage.objects.get(source_path="index.md"), DocPage.objects.get(source_path="long/index.md")
    assert short.html == long.html[: len(short.html)]
