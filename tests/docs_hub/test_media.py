"""Files beside the pages: what is served is shown, what is not is said."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from docs_hub.models import DocPage
from tests.docs_hub.conftest import PNG

PAGE = """# Files

[settings](conf.yml) and [picture](pic.png)

![old](pic.bmp) ![new](pic.png) ![a page](index.md)

<video width="320"><source src="film.webm" type="video/webm">no film</video>

<audio src="talk.mp3"></audio> <video src="gone.mp4"></video> <video src="https://example.org/v.mp4"></video>
"""


def test_only_what_is_served_counts_as_found(
    bring_in: Callable[..., Any], client: Client, page_at: Callable[[str], DocPage]
) -> None:
    tree = {
        "index.md": PAGE,
        "conf.yml": "a: b\n",
        "pic.bmp": b"BM",
        "pic.png": PNG,
        "film.webm": b"f",
        "talk.mp3": b"t",
    }
    report = bring_in(tree)
    assert report["links"] == {"total": 2, "resolved": 1}
    assert report["files"] == {"total": 6, "resolved": 3}
    assert [(entry["line"], entry["what"]) for entry in report["unresolved"]] == [
        (3, "conf.yml (not served here)"),
        (5, "pic.bmp (not served here)"),
        (5, "index.md"),
        (9, "gone.mp4"),
    ]
    html = page_at("index.md").html
    assert html.count("<video") == html.count("<audio") == 1
    assert 'width="320"' in html
    assert "https://example.org/v.mp4" in html
    assert 'title="This file lies at the source and is not served here"' in html


def test_a_target_that_is_broken_in_several_places_is_named_with_each_line(bring_in: Callable[..., Any]) -> None:
    report = bring_in(
        {"index.md": "# A\n\n[more](part/gone.md)\n\n[x](gone.md)\n\ntext\n\n[y](gone.md) [z](gone.md)\n"}
    )
    assert [entry["line"] for entry in report["unresolved"]] == [3, 5, 9, 9]
