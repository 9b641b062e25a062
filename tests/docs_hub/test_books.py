"""A book for mdBook, GitBook or Honkit comes in with the navigation of its SUMMARY.md."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from common.models import User
from docs_hub.domain.book import find_book
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.search import search_pages
from tests.docs_hub.conftest import PNG

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
SUMMARY = """# Summary

[Welcome](README.md)

# Guide

- [Opening it](guide/open.md)
    - [The lock](guide/open.md#lock)
    - [Two words](<guide/two words.md>)
- [Later]()
- [Gone](guide/gone.md)

---

[Thanks](thanks.md)
- [Forum](https://forum.example.org/)
"""
MDBOOK: dict[str, Any] = {
    "book.toml": '[book]\ntitle = "Harbor book"\nsrc = "text"\n',
    "examples/a.rs": "fn main() {\n    open();\n}\n// ANCHOR: all\nfn open() {}\n// ANCHOR_END: all\n",
    "README.md": "# The repository\n",
    "text/SUMMARY.md": SUMMARY,
    "text/README.md": "# Hello\n\n[open](guide/open.md#lock) ![p](p.png)\n",
    "text/p.png": PNG,
    "text/guide/open.md": "# Open\n\n## Lock\n\n```rust\n# use x;\n{{#include ../../examples/a.rs:2}}\n```\n\n"
    "{{#include ../../examples/a.rs:all}}\n\n{{#include missing.rs}}\n",
    "text/guide/two words.md": "# Words\n",
    "text/thanks.md": "# Thank you\n",
    "text/alone.md": "# Alone\n\nbarnacle\n",
}


def pages() -> dict[str, DocPage]:
    return {page.source_path: page for page in DocPage.objects.filter(live=True).exclude(source_path="")}


def entries(html: str) -> list[str]:
    return re.findall(r"<(?:a|summary|span)\b[^>]*>([^<]+)<", html)


def test_the_navigation_is_that_of_the_summary(bring_in: Import, client: Client) -> None:
    report = bring_in(MDBOOK)
    source = DocSource.objects.get()
    assert (source.used_dialect, source.title, source.docs_prefix) == ("gfm", "Harbor book", "text")
    expected = ["Welcome", "Guide", "Opening it", "Opening it", "The lock", "Two words", "Later", "Thanks", "Forum"]
    assert entries(source.nav_html) == expected
    assert '<span class="nav-label">Later</span>' in source.nav_html
    assert 'href="/docs/handbook/guide/open/#lock"' in source.nav_html
    shown = client.get("/docs/handbook/guide/open/").content.decode()
    assert "<title>Opening it" in shown
    assert 'href="/docs/handbook/guide/open/" aria-current="page"' in shown
    gone = {"path": "SUMMARY.md", "line": 11, "what": "the navigation names guide/gone.md"}
    assert report["unresolved"] == [gone]


def test_the_summary_is_no_page_and_what_it_leaves_out_is_none_either(bring_in: Import, client: Client) -> None:
    """As mdBook and GitBook publish nothing else, unless somebody here asks for it."""
    report = bring_in(MDBOOK)
    assert set(pages()) == {"README.md", "guide/open.md", "guide/two words.md", "thanks.md"}
    assert [(one["path"], one["line"]) for one in report["withheld"]] == [("alone.md", 1)]
    assert "SUMMARY.md does not name it" in report["withheld"][0]["what"]
    assert client.get("/docs/handbook/alone/").status_code == 404
    assert search_pages("barnacle") == []
    DocSource.objects.update(shown_anyway="alone.md")
    assert bring_in()["withheld"] == []
    assert "Alone" not in DocSource.objects.get().nav_html
    assert client.get("/docs/handbook/alone/").status_code == 200
    assert [found.url for found in search_pages("barnacle")] == ["/docs/handbook/alone/#alone"]


def test_files_are_included_as_mdbook_does(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    report = bring_in(MDBOOK)
    html = page_at("guide/open.md").html
    assert "open" in html
    assert "use" not in html
    assert "fn open() {}" in html
    assert "ANCHOR" not in html
    assert {"path": "guide/open.md", "line": 12, "what": "guide/missing.rs"} not in report["unknown_syntax"]
    assert [(entry["path"], entry["line"]) for entry in report["unknown_syntax"]] == [("guide/open.md", 12)]
    bring_in({"examples/a.rs": "fn main() {\n    shut();\n}\n// ANCHOR: all\nfn shut() {}\n// ANCHOR_END: all\n"})
    assert "fn shut() {}" in page_at("guide/open.md").html


def test_an_endless_include_is_named(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    report = bring_in(
        {
            **MDBOOK,
            "text/thanks.md": "{{#include a.txt}}\n\n{{#include ../../../etc/passwd}}\n\n{{#oops x}}\n",
            "text/a.txt": "A {{#include a.txt}}\n",
        }
    )
    says = [entry["what"] for entry in report["unknown_syntax"] if entry["path"] == "thanks.md"]
    assert says == [
        "text/a.txt would include itself",
        "../../../etc/passwd is no file of the tree that can be included",
        "{{#oops}} is not understood",
    ]


def test_the_help_text_names_the_file(bring_in: Import, client: Client, wendy: User, empty_site: None) -> None:
    bring_in(MDBOOK)
    DocSource.objects.update(shown_anyway="alone.md")
    bring_in()
    client.force_login(wendy)
    shown = client.get(f"/admin/pages/{pages()['thanks.md'].pk}/edit/").content.decode()
    assert "It comes from the navigation in SUMMARY.md." in shown
    shown = client.get(f"/admin/pages/{pages()['alone.md'].pk}/edit/").content.decode()
    assert "navigation in" not in shown


GITBOOK: dict[str, Any] = {
    ".gitbook.yaml": "root: ./docs/\nstructure:\n  readme: intro.md\n  summary: toc/LIST.md\n",
    "docs/toc/LIST.md": '# Table of contents\n\n* [Intro](../intro.md)\n\n## Parts\n\n* [B](../b "Short b")\n',
    "docs/intro.md": '# Intro\n\n{% hint style="danger" %}\nHot **stove**\n{% endhint %}\n',
    "docs/b.md": '# B\n\n![a](<.gitbook/assets/a b.png>)\n\n{% embed url="https://example.org/v" %}\n\n'
    '{% tabs %}\n{% tab title="Left" %}\nl\n{% endtab %}\n{% endtabs %}\n\n{% hint %}\n',
    "docs/.gitbook/assets/a b.png": PNG,
}


def test_gitbook_names_root_summary_and_first_page(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    report = bring_in(GITBOOK)
    assert {path: page.address for path, page in pages().items()} == {"intro.md": "", "b.md": "b"}
    assert entries(DocSource.objects.get().nav_html) == ["Intro", "Parts", "Short b"]
    assert report["files"] == {"total": 1, "resolved": 1}
    assert '<div class="admonition danger"><p class="admonition-title">Danger</p>' in page_at("intro.md").html
    html = page_at("b.md").html
    assert 'href="https://example.org/v"' in html
    assert ">Left</label>" in html
    assert "{% hint %}" in html
    assert [
        (entry["line"], entry["what"].split(" is ")[0].split(" has ")[0]) for entry in report["unknown_syntax"]
    ] == [
        (5, "{% embed %}"),
        (13, "{% hint %}"),
    ]


def test_blocks_in_code_are_code(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    text = "```\n{% hint %}\n{% endhint %}\n```\n\n`{% hint %}`\n\n    {% hint %}\n    {% endhint %}\n"
    report = bring_in({"SUMMARY.md": "* [A](a.md)\n", "a.md": text})
    assert page_at("a.md").html.count("{% hint %}") == 3
    assert "admonition" not in page_at("a.md").html
    assert report["unknown_syntax"] == []


def test_honkit_names_its_root(bring_in: Import) -> None:
    bring_in({"book.json": '{"root": "book", "title": "T"}', "book/SUMMARY.md": "* [A](a.md)\n", "book/a.md": "# A\n"})
    assert set(pages()) == {"a.md"}
    assert DocSource.objects.get().title == "T"


@pytest.mark.parametrize("name", ["book.json", "book.toml", ".gitbook.yaml"])
@pytest.mark.parametrize(
    "text", ["", "[", "[" * 100_000, '{"root": "../.."}', "root: [x]", "[book]\nsrc = 3\n", "a: *b"]
)
def test_settings_that_cannot_be_read_break_nothing(name: str, text: str) -> None:
    place = find_book({name, "SUMMARY.md"}, "", {name: text}.get)
    assert place is not None
    assert (place.root, place.summary) == ("", "SUMMARY.md")


def test_a_folder_without_a_summary_is_no_book() -> None:
    assert find_book({"book.toml", "src/a.md"}, "", {"book.toml": "[book]\n"}.get) is None
    assert find_book({"docs/SUMMARY.md", "docs/a.md"}, "", {}.get) is None


def test_a_summary_beside_another_generators_settings_is_a_page(bring_in: Import) -> None:
    bring_in({"mkdocs.yml": "site_name: X\n", "docs/index.md": "# A\n", "docs/SUMMARY.md": "* [A](index.md)\n"})
    assert set(pages()) == {"index.md", "SUMMARY.md"}


def test_a_second_import_changes_nothing_and_a_new_order_is_followed(bring_in: Import) -> None:
    bring_in(MDBOOK)
    before = {path: (page.pk, page.last_published_at, page.place) for path, page in pages().items()}
    bring_in()
    assert {path: (page.pk, page.last_published_at, page.place) for path, page in pages().items()} == before
    bring_in({"text/SUMMARY.md": "- [Thanks](thanks.md)\n- [Home](README.md)\n"})
    assert entries(DocSource.objects.get().nav_html) == ["Thanks", "Home"]
    assert pages()["README.md"].title == "Home"


def test_the_command_imports_a_book(tree: Callable[..., Path], site_root: None) -> None:
    out = io.StringIO()
    call_command("import_docs", "--from", str(tree(MDBOOK)), "--slug", "handbook", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert [page["title"] for page in report["pages"]] == ["Welcome", "Opening it", "Two words", "Thanks"]


def test_a_page_that_is_kept_for_some_is_not_named_by_an_anchor_either() -> None:
    from docs_hub.domain.nav_entries import without_entries

    html = '<ul><li><a href="/docs/a/#x">A</a></li><li><a href="/docs/b/">B</a></li></ul>'
    assert without_entries(html, {"/docs/a/"}, {}) == '<ul><li><a href="/docs/b/">B</a></li></ul>'


def test_a_book_read_as_mkdocs_includes_its_files_too(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    report = bring_in({**MDBOOK, "text/thanks.md": "# Thanks\n\n{{#oops x}}\n"}, dialect="mkdocs")
    assert "fn open() {}" in re.sub("<[^>]+>", "", page_at("guide/open.md").html)
    assert "Opening it" in entries(DocSource.objects.get().nav_html)
    assert not any("not supported" in entry["what"] for entry in report["unknown_syntax"])
    assert ("thanks.md", 3) in [(entry["path"], entry["line"]) for entry in report["unknown_syntax"]]
