"""Trees of the forum's and the book's kind whose every text is hostile come in, and nothing of them is live."""

from collections.abc import Callable
from typing import Any

import pytest

from docs_hub.models import DocSource
from tests.docs_hub import hostile
from tests.docs_hub.test_books import pages
from tests.docs_hub.test_sanitizing import assert_harmless

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "dialect"), [(hostile.discourse, "discourse"), (hostile.book, "gfm")], ids=["discourse", "book"]
)
def test_every_page_comes_in_harmless(
    bring_in: Callable[..., dict[str, Any]], make: Callable[[], dict[str, str]], dialect: str
) -> None:
    report = bring_in(make())
    source = DocSource.objects.get()
    assert source.used_dialect == dialect
    assert not [page for page in report["pages"] if page.get("error")]
    assert "own.md" in pages()
    for page in pages().values():
        assert_harmless(page.html, pictures="/media/docs/")
    assert 'href="javascript' not in source.nav_html
    assert "<script" not in source.nav_html
