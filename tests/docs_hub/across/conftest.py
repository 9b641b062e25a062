"""The two trees in the stand-in for GitHub, and what a reader finds there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.docs_hub.across.two_trees import HUB, MANUAL

Push = Callable[..., Any]


@pytest.fixture
def there(site_root: None, make_sandbox: Any, settings: Any) -> Any:
    settings.SITE_URL, settings.PAGE_CACHE_SECONDS, settings.DEBUG = "https://docs.example", 0, False
    ship = {
        "docs/index.md": "# Ship\n",
        "docs/deck.md": f"# Deck\n\n[ropes]({HUB}/ferry/manual/blob/main/tools/ropes.md)\n",
    }
    return make_sandbox({"ferry/manual": {"contents": MANUAL}, "ferry/ship": {"contents": ship}})


@pytest.fixture
def says(there: Any) -> Push:
    """Push files, or the text of the page with the links."""

    def push(text: str = "", files: dict[str, str | None] | None = None) -> None:
        changed = {"guide/start/first.md": f"# First\n\n{text}\n"} if text else files
        there.change.push("ferry/manual", changed, "Change")

    return push


@pytest.fixture
def link(client: Client) -> Callable[..., str]:
    """Where the first link of a page's text leads a reader; `dead` where it says so."""

    def find(url: str = "/docs/guide/start/first/") -> str:
        body = client.get(url).content.decode().partition('id="doc-body"')[2].partition("</article>")[0]
        found = re.search(r'(<span class="missing")|<a href="([^"#][^"]*)"', body)
        assert found, body
        assert "/~" not in body
        return "dead" if found[1] else found[2]

    return find
