"""Includes of Sphinx pages in unusual places and of unusual kinds: in lists and tables, Markdown, docutils' own files."""

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from docs_hub.domain.sphinx_includes import mentions
from docs_hub.models import DocPage

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
GRID = "+--------------------+------------------------+\n| .. include:: x.inc | .. include:: y.inc     |\n+--------------------+------------------------+\n"
CSV = '.. csv-table::\n\n   "a", ".. include:: x.inc"\n'


def words(page: DocPage) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{page.html}</div>").text_content()).strip()


@pytest.mark.parametrize("text", ["* .. include:: x.inc\n", "1. a\n\n   - .. include:: x.inc\n", GRID, CSV])
def test_a_page_is_rendered_anew_whatever_the_include_stands_in(bring_in: Import, page_at: PageAt, text: str) -> None:
    report = bring_in({"conf.py": "", "index.rst": f"Page\n====\n\n{text}", "x.inc": "First", "y.inc": "Other"})
    assert "First" in words(page_at("index.rst"))
    assert not report["unknown_syntax"]
    bring_in({"x.inc": "Second"})
    assert "Second" in words(page_at("index.rst"))


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("   .. include:: a b.txt", ["a b.txt"]),
        ("| .. include:: a.txt | .. literalinclude:: b.txt |", ["a.txt", "b.txt"]),
        ("first  .. include:: a.txt  last", ["a.txt"]),
        (".. |x| include:: a.txt", ["a.txt"]),
        ("see ``.. include:: a.txt``", []),
        ("- ```{include} a.txt", ["a.txt"]),
        (".. include:: ", []),
    ],
)
def test_mentions_of_files(line: str, targets: list[str]) -> None:
    assert [target for _, target, _ in mentions(f"x\n{line}\ny\n")] == targets


def test_what_may_be_prose_is_not_missed(bring_in: Import) -> None:
    text = "Page\n====\n\nWrite .. include:: gone.txt for it.\n\n- .. include:: lost.txt\n"
    report = bring_in({"conf.py": "", "index.rst": text})
    assert [(one["line"], one["what"]) for one in report["unknown_syntax"]] == [
        (6, "lost.txt is no file of the tree that can be included")
    ]


def test_the_substitutions_that_docutils_brings_along(bring_in: Import, page_at: PageAt) -> None:
    names = ["isonum.txt", "s5defs.txt", "../isonum.txt", "no-such.txt"]
    lines = "".join(f".. include:: <{name}>\n" for name in names)
    report = bring_in({"conf.py": "", "index.rst": f"Page\n====\n\n{lines}\n|copy| 2026 |hellip|\n"})
    assert "© 2026" in words(page_at("index.rst"))
    assert [one["line"] for one in report["unknown_syntax"]] == [5, 6, 7]


def test_markdown_in_a_page_of_restructuredtext(bring_in: Import, page_at: PageAt) -> None:
    index = "Page\n====\n\n.. include:: README.md\n   :parser: myst_parser.sphinx_\n\nEnd\n---\n\n.. literalinclude:: README.md\n"
    readme = (
        "---\nmyst:\n  substitutions: {x: '{{ 7*7 }}'}\n---\n## Read *me*\n\n[a](other.rst) {ref}`other-label` {{ x }}\n\n"
        "```{include} more.md\n```\n\n```{include} README.md\n```\n\n<script>alert(1)</script>\n\n- [x] `code`\n"
    )
    files = {"other.rst": ".. _other-label:\n\nOther\n=====\n", "more.md": "**More**\n"}
    bring_in({"conf.py": "exclude_patterns = ['*.md']\n", "index.rst": index, "README.md": readme, **files})
    html = page_at("index.rst").html
    assert [entry["title"] for entry in page_at("index.rst").toc] == ["Page", "Read me", "End"]
    assert 'href="/docs/handbook/other/"' in html
    assert "<strong>More</strong>" in html
    assert "<script" not in html
    assert "49" not in html
    assert "{{ x }}" in words(page_at("index.rst"))
    assert html.count("<strong>More") == 1
    bring_in({"more.md": "**Much more**\n"})
    assert "<strong>Much more</strong>" in page_at("index.rst").html
