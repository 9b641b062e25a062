"""Texts made to keep a parser busy end soon, and odd settings are no failure."""

import time

import pytest

from contributors.queries.naming import _with_slash
from docs_hub.domain.included_lines import lines_of
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Renderer
from docs_hub.domain.sphinx import page_endings
from docs_hub.domain.sphinx_includes import LARGEST, mentions, with_whole_files


def test_formulas_that_never_end() -> None:
    began = time.monotonic()
    around = Surroundings(LinkResolver({}, {}), None)  # type: ignore[arg-type] - no link is in the text
    Renderer("gfm").render("$$a\n\n" * 10_000, path="a.md", around=around)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("start", [".. include:: a", "```{include} a"])
def test_long_rows_of_blanks_behind_a_name(start: str) -> None:
    began = time.monotonic()
    text = f"{start}{' ' * 200_000}b"
    assert len(list(mentions(text))) == 1
    assert with_whole_files(text, "x.rst", {"a": "A"}) == text
    assert time.monotonic() - began < 5


def test_one_file_included_over_and_over() -> None:
    text = with_whole_files(".. include:: a.txt\n\n" * 5_000, "x.rst", {"a.txt": "A" * LARGEST})
    assert text.count("A" * LARGEST) == 1


def test_the_same_lines_over_and_over() -> None:
    assert len(lines_of("x\n" * 1_000, {"lines": ",".join(["1-"] * 200)})) == 1_000
    assert lines_of("a\nb\nc\n", {"lines": "3,1"}) == ["c", "a"]


def test_addresses_that_never_close() -> None:
    began = time.monotonic()
    assert _with_slash("", 'href="' + "/" * 60_000) == ""
    assert "/a/b" in _with_slash("", '<a href="/a/b">')
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("['.txt', '.rst']", {".txt": "rst"}),
        ("{'.rst': 'restructuredtext', '.ipynb': 'myst-nb', '.myst': 'myst-nb', '.x': 'own'}", {".myst": "myst"}),
        ("['.rst', '.ipynb']", {}), ("5", {}), ("[['.txt']]", {}), ("{'.txt': 5}", {}), ("None", {}),
    ],
)  # fmt: skip
def test_endings_of_pages(setting: str, found: dict[str, str]) -> None:
    assert page_endings(f"source_suffix = {setting}\n") == found
