import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors.domain.rendering import excerpt, plain_text, render_issue


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml;base64,AAAA)",
        "<svg/onload=alert(1)>",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "<a href='vbscript:x'>x</a>",
        "<style>body{display:none}</style>",
        "<iframe src='https://elsewhere.example'></iframe>",
    ],
)
def test_nothing_that_runs_or_loads_survives(text):
    html = render_issue(text)
    assert not re.search(r"<(script|img|svg|style|iframe|object|link)\b", html)
    assert not re.search(r"<[^>]+(javascript:|vbscript:|data:|\son\w+=)", html)


def test_a_picture_becomes_a_link_in_words():
    html = render_issue("![The depot](https://pictures.example/depot.png)")
    assert '<a href="https://pictures.example/depot.png"' in html
    assert "Picture: The depot" in html


def test_markdown_as_github_writes_it():
    html = render_issue(
        "# Steps\n\n- [x] one\n- [ ] two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~old~~ https://ferrywell.example"
    )
    assert "<h3>Steps</h3>" in html
    assert html.count('type="checkbox"') == 2
    assert "<table>" in html
    assert "<s>old</s>" in html
    assert '<a href="https://ferrywell.example"' in html


def test_template_comments_are_left_out():
    assert "Describe" not in render_issue("<!-- Describe the bug -->\nThe map is blank.")
    assert plain_text("<!-- Describe -->The `map` is **blank**. [See](https://a.example)") == "The map is blank. See"


def test_an_excerpt_is_cut_between_words():
    assert excerpt("word " * 100, 22) == "word word word word…"


@given(st.text(max_size=200))
def test_any_text_gives_safe_html(text):
    html = render_issue(text)
    assert not re.search(r"<(script|img|svg|style|iframe)\b", html)


def test_deep_nesting_is_survived():
    assert render_issue(">" * 5000 + "x")
    assert render_issue("- " * 3000 + "x")


@pytest.mark.parametrize(
    "text",
    [
        "Before.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter.",
        "Before.\n\na | b\n--- | ---\n1 | 2\n\nAfter.",
        "Before.\n\n```mermaid\ngraph TD; A-->B\n```\n\nAfter.",
        "Before.\n\n~~~mermaid\ngraph TD; A-->B\n~~~\n\nAfter.",
    ],
)
def test_an_excerpt_leaves_tables_and_drawings_out(text):
    assert excerpt(text) == "Before. After."


def test_an_excerpt_is_cut_without_a_stray_full_stop():
    assert excerpt("The page ends with an error. Then it goes on and on.", 30) == "The page ends with an error…"
