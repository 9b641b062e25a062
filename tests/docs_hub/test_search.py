"""Finding sections, and surviving whatever is typed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import typed_search, typed_search_postgresql, typed_search_sqlite
from docs_hub.domain.search_words import identifier_words, query_words
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.search import excerpt, find_pages, search_pages

Import = Callable[..., dict[str, Any]]
TREE = {
    "index.md": "# Home\n\nA hammer is a tool.\n",
    "hooks.md": "# Hooks\n\n## hook_civicrm_alterReportVar\n\nChanges a <b>report</b>.\n\n## Other\n\nNo such thing.\n",
    "install.md": "# Install\n\n## Database settings\n\nWrite `settings.local.php` first.\n",
}


def test_a_result_leads_to_its_section(bring_in: Import) -> None:
    bring_in(TREE)
    found = search_pages("database settings")
    assert (found[0].title, found[0].heading, found[0].url) == (
        "Install",
        "Database settings",
        "/docs/handbook/install/#database-settings",
    )


@pytest.mark.parametrize("text", ["hook_civicrm_alterReportVar", "alterReportVar", "civicrm alter", "report var"])
def test_identifiers_are_found_whole_and_by_their_parts(bring_in: Import, text: str) -> None:
    bring_in(TREE)
    assert "/docs/handbook/hooks/#hook_civicrm_alterreportvar" in [found.url for found in search_pages(text)]


def test_where_no_section_holds_all_words_some_are_enough(bring_in: Import) -> None:
    bring_in(TREE)
    assert [found.url for found in search_pages("hammer zzzunknown")] == ["/docs/handbook/#home"]


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", '"', "'; DROP TABLE x; --", "NEAR(a b", "a AND OR NOT", "* ^ : ( ) -", "\0", "a\0b", "x" * 10_000,
        "word " * 3000, "title:*", "a & | ! <-> b", "\\", "%_", "日本語", "🦄", "-a", '"unclosed', "\ufffd",
    ],
)  # fmt: skip
def test_no_question_is_an_error(bring_in: Import, text: str) -> None:
    bring_in(TREE)
    search_pages(text)


@given(st.text())
def test_words_of_a_query_are_bounded_and_plain(text: str) -> None:
    words = query_words(text)
    assert len(words) <= 12
    assert all(len(word) <= 60 and "\0" not in word for word in words)


@given(st.text(), st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_an_excerpt_is_escaped(text: str, words: list[str]) -> None:
    plain = excerpt(text, words).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain


def test_words_inside_identifiers() -> None:
    assert (
        identifier_words("call hook_civicrm_alterReportVar or HTMLParser now")
        == "hook civicrm alter report var html parser"
    )


def test_an_excerpt_begins_and_ends_with_whole_words() -> None:
    text = "wonderful " * 60 + "needle " + "wonderful " * 60
    piece = excerpt(text, ["needle"]).replace("<mark>", "").replace("</mark>", "").strip("… ")
    assert set(piece.split()) == {"wonderful", "needle"}


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a handful of results were what thousands are."""
    for one in (typed_search_sqlite, typed_search_postgresql):
        monkeypatch.setattr(one, "COMMON", 5)
    monkeypatch.setattr(typed_search, "MOST", 6)
    monkeypatch.setattr(typed_search, "LOOKED_AT", 8)


def test_words_may_stand_in_title_and_text_and_small_ones_do_not_matter(bring_in: Import) -> None:
    bring_in({"a.md": "# Harbor\n\nThe ferry leaves at noon.\n", "b.md": "# Harbor\n\nQuiet.\n"})
    for asked in ("harbor ferry", "ferry harb", "the ferry of the harbor"):
        assert find_pages(asked, 0, 10).sections[0].url == "/docs/handbook/a/#harbor", asked
    assert len(find_pages("ferry harbor", 0, 10).sections) == 1


def test_what_stands_everywhere_is_found_in_titles_first(bring_in: Import, few_at_once: None) -> None:
    bring_in(
        {f"{n}.md": f"# Page {n}\n\nThe harbor is {'very ' * n}busy.\n" for n in range(20)} | {"z.md": "# Harbor\n"}
    )
    found = find_pages("harbor", 0, 10)
    assert found.sections[0].url == "/docs/handbook/z/#harbor"
    assert (found.total, len({one.url for one in found.sections})) == (6, 6)


def test_a_search_in_one_place_finds_what_others_would_push_out(bring_in: Import, few_at_once: None) -> None:
    bring_in({f"{n}.md": f"# Page {n}\n\nThe harbor is {'very ' * n}busy.\n" for n in range(20)})
    moved = DocPage.objects.filter(source_path__in=["7.md", "11.md"])
    other = DocSource.objects.create(slug="other", path="/nowhere", title="Other", base="/docs/other/")
    moved.update(doc_source=other)
    assert {one.title for one in find_pages("harbor", 0, 10, version="other").sections} == {"Page 7", "Page 11"}
