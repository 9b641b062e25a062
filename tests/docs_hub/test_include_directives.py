"""What pages of a MkDocs site include by the plugin include-markdown."""

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from docs_hub.models import DocPage

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
CONFIG = "site_name: Harbor\nplugins:\n  - search\n  - include-markdown\n"


def words(page: DocPage) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{page.html}</div>").text_content()).strip()


README = (
    "---\ntitle: Not this\n---\nBefore\n<!--start-->\n## Ropes\n\n[knots](docs/guide/knots.md#bowline), [site](https://example.org) "
    "and ![pier](docs/pier.png)\n\n[more]\n\n[more]: docs/index.md\n\n```\n[code](docs/index.md)\n## code\n```\n<!--end-->\nAfter\n"
)
PAGE = (
    '# Guide\n\n{%\n  include-markdown "../../README.md"\n  start="<!--start-->"\n  end=\'<!--end-->\'\n'
    '  heading-offset=1\n%}\n\n- item {% include "./list.txt" trailing-newlines=false %} end\n'
)


def test_a_part_of_a_file_with_its_links_and_headings(bring_in: Import, page_at: PageAt) -> None:
    files = {
        "docs/index.md": "# Start\n",
        "docs/guide/knots.md": "# Knots\n\n## Bowline\n",
        "docs/pier.png": b"\x89PNG",
    }
    report = bring_in(
        {
            "mkdocs.yml": CONFIG,
            "README.md": README,
            "docs/guide/index.md": PAGE,
            "docs/guide/list.txt": "a\nb\n",
            **files,
        }
    )
    page = page_at("guide/index.md")
    assert words(page) == ("Guide Ropes knots, site and more [code](docs/index.md) ## code item a b end")
    assert page.source == PAGE
    assert [(entry["level"], entry["title"]) for entry in page.toc] == [(1, "Guide"), (3, "Ropes")]
    assert 'href="/docs/handbook/guide/knots/#bowline"' in page.html
    assert 'href="https://example.org"' in page.html
    assert [link["path"] for link in page.links if link["image"] and link["state"] == "file"] == ["pier.png"]
    assert '<a href="/docs/handbook/">more</a>' in page.html
    assert re.search(r"<li>item a\s+b end</li>", page.html)
    assert not report["unknown_syntax"]
    assert not report["unresolved"]


@pytest.mark.parametrize(
    ("directive", "shown"),
    [
        ('{% include-markdown "x.md" %}', "X one two [a](b.md)"),
        ("{% include 'x.md' start='one' %}", "two [a](b.md)"),
        ('{% include "x.md" end="two" %}', "X one"),
        ('{% include "x.md" start="one\\n" end="\\n[" %}', "two"),
        ('{% include "x.md" end="nowhere" %}', "X one two [a](b.md)"),
        ('{% include "nest.md" %}', "N X one two [a](b.md)"),
        ('{% include "nest.md" recursive=false %}', 'N {% include "x.md" %}'),
        ('{% include "below/same.md" %}', "S Beside"),
    ],
)
def test_ways_to_include(bring_in: Import, page_at: PageAt, directive: str, shown: str) -> None:
    files = {
        "docs/x.md": "X\none\ntwo\n[a](b.md)\n",
        "docs/nest.md": 'N\n{% include "x.md" %}',
        "docs/below/same.md": 'S\n{% include "./beside.txt" %}',
        "docs/below/beside.txt": "Beside",
    }
    bring_in({"mkdocs.yml": CONFIG, "docs/index.md": f"```\n{directive}\n```\n", **files})
    assert words(page_at("index.md")).removeprefix("Home ") == shown


def test_the_settings_of_the_plugin(bring_in: Import, page_at: PageAt) -> None:
    config = f"{CONFIG}".replace("markdown\n", "markdown:\n      heading_offset: 2\n      start: '<!--s-->'\n")
    files = {"docs/index.md": '{% include-markdown "x.md" %}\n', "docs/x.md": "No\n\n<!--s-->\n# Yes\n"}
    bring_in({"mkdocs.yml": config, **files})
    assert [(entry["level"], entry["title"]) for entry in page_at("index.md").toc] == [(3, "Yes")]
    assert "No" not in words(page_at("index.md"))


def test_what_cannot_be_included_is_named(bring_in: Import, page_at: PageAt) -> None:
    text = (
        '# A\n\n{% include-markdown\n"gone.md" %}\n\n{% include "x.md" start="nowhere" %}\n\n'
        '{% include "https://example.org/x" %}\n\n--8<-- "gone.txt"\n\n{% include "index.md" %}\n\n{% if x %} {{ y }} {%\n'
    )
    config = f"{CONFIG}markdown_extensions: [pymdownx.snippets]\n"
    report = bring_in({"mkdocs.yml": config, "docs/index.md": text, "docs/x.md": "1\n2\n3\n"})
    assert [(one["line"], one["what"]) for one in report["unknown_syntax"]] == [
        (3, "gone.md is no file of the tree that can be included"),
        (6, "docs/x.md has no text nowhere"),
        (8, "https://example.org/x is on another site and is not fetched"),
        (10, "gone.txt is no file of the tree that can be included"),
        (12, "docs/index.md would include itself"),
    ]
    shown = words(page_at("index.md"))
    assert 'include-markdown "gone.md"' in shown
    assert shown.endswith("{% if x %} {{ y }} {%")


def test_lines_are_those_of_the_page_below_what_is_included(bring_in: Import) -> None:
    text = 'A\n\n{% include "x.txt" %}\n\nB\n\n--8<-- "gone.txt"\n'
    config = f"{CONFIG}markdown_extensions: [pymdownx.snippets]\n"
    report = bring_in(
        {"mkdocs.yml": config, "docs/index.md": text, "docs/x.txt": '1\n2\n3\n\n--8<-- "gone too.txt"\n\n4\n'}
    )
    assert [one["line"] for one in report["unknown_syntax"]] == [3, 7]


def test_without_the_plugin_it_is_text(bring_in: Import, page_at: PageAt) -> None:
    files = {"docs/index.md": '{% include-markdown "x.md" %}\n', "docs/x.md": "Shown\n"}
    report = bring_in({"mkdocs.yml": "site_name: Harbor\n", **files})
    assert "Shown" not in words(page_at("index.md"))
    assert [one["what"] for one in report["unknown_syntax"]] == ["included files are not supported"]


def test_a_page_is_rendered_anew_when_what_it_shows_changes(bring_in: Import, page_at: PageAt) -> None:
    files = {"docs/index.md": '{% include "../NEWS" %}\n', "NEWS": "Old\n", "docs/b.md": "# B\n"}
    bring_in({"mkdocs.yml": CONFIG, **files})
    before = page_at("b.md").render_key
    bring_in({"NEWS": "New\n"})
    assert words(page_at("index.md")) == "Home New"
    assert page_at("b.md").render_key == before


def test_a_dead_link_of_an_included_file_is_listed_where_the_file_is_included(bring_in: Import) -> None:
    report = bring_in(
        {
            "mkdocs.yml": f"{CONFIG}markdown_extensions:\n  - pymdownx.snippets:\n      base_path: docs\n",
            "docs/index.md": '# A\n\nText.\n\n{% include-markdown "parts/one.txt" %}\n\n--8<-- "parts/two.txt"\n',
            "docs/parts/one.txt": "One.\n\n[gone](../gone.md)\n",
            "docs/parts/two.txt": "Two.\n\n{% include 'three.txt' %}\n\n--8<-- \"parts/three.txt\"\n",
            "docs/parts/three.txt": "[nowhere](nowhere.md)\n",
        }
    )
    found = [(entry["path"], entry["line"], entry["what"]) for entry in report["unresolved"]]
    assert found == [("index.md", 5, "gone.md"), ("index.md", 7, "nowhere.md")]
