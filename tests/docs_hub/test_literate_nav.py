"""MkDocs' plugin literate-nav: the navigation is in files beside the pages."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from docs_hub.domain.folder_patterns import MOST_LOOKED_AT, Folders, matches
from docs_hub.domain.literate_nav import MOST, literate_nav
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.effort import effort
from tests.docs_hub.test_books import entries, pages

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
CONFIG = "site_name: X\nplugins:\n  - search\n  - literate-nav\nnav:\n  - Other: b.md\n"
TREE = {
    "mkdocs.yml": CONFIG,
    "docs/SUMMARY.md": "* [Home](index.md)\n* Group\n    * [Bee](b.md)\n* [Api](api/)\n* [Plain](plain/)\n"
    "* [Nowhere](none.md)\n* *.md\n",
    "docs/index.md": "# I\n",
    "docs/b.md": "# B\n",
    "docs/c.md": "# See\n",
    "docs/api/SUMMARY.md": "* [Last](z.md)\n* [First](a.md)\n* [Lost](lost.md)\n",
    "docs/api/a.md": "# A\n",
    "docs/api/z.md": "# Z\n",
    "docs/plain/y.md": "# Y\n",
    "docs/plain/inner/x.md": "# X\n",
}


def test_folders_and_patterns_are_followed(bring_in: Import) -> None:
    report = bring_in(TREE)
    source = DocSource.objects.get()
    assert source.used_dialect == "mkdocs"
    assert entries(source.nav_html) == [
        "Home", "Group", "Bee", "Api", "Last", "First", "Plain", "Y", "Inner", "X", "See",
    ]  # fmt: skip
    assert "SUMMARY.md" not in pages()
    assert pages()["b.md"].title == "Bee"
    assert [(entry["path"], entry["line"], entry["what"]) for entry in report["unresolved"]] == [
        ("api/SUMMARY.md", 3, "the navigation names api/lost.md"),
        ("SUMMARY.md", 6, "the navigation names none.md"),
    ]


def test_without_the_file_the_settings_are_the_navigation(bring_in: Import) -> None:
    bring_in({"mkdocs.yml": CONFIG, "docs/index.md": "# I\n", "docs/b.md": "# B\n"})
    assert entries(DocSource.objects.get().nav_html) == ["Other"]


def test_another_name_of_the_file_is_honoured(bring_in: Import) -> None:
    config = CONFIG.replace("literate-nav\n", "literate-nav:\n      nav_file: NAV.md\n")
    bring_in({"mkdocs.yml": config, "docs/NAV.md": "* [Home](b.md)\n", "docs/b.md": "# B\n", "docs/SUMMARY.md": "S\n"})
    assert entries(DocSource.objects.get().nav_html) == ["Home"]
    assert set(pages()) == {"b.md", "SUMMARY.md"}
    assert DocPage.objects.get(source_path="b.md").title == "Home"


def test_folders_that_lead_to_each_other_and_patterns_in_patterns_end() -> None:
    texts = {"S.md": "* [a](a/)\n", "a/S.md": "* [b](../b/)\n", "b/S.md": "* [a](../a/)\n* [top](../)\n"}
    found = literate_nav("S.md", ["a/x.md", "b/y.md"], texts.get)
    assert found is not None
    assert len(str(found.rows)) < 2000
    many = {f"{'d/' * depth}S.md": "* */\n* *\n" * 20 for depth in range(9)}
    found = literate_nav("S.md", [f"{'d/' * depth}p.md" for depth in range(9)], many.get)
    assert found is not None
    assert str(found.rows).count("'title'") <= 2 * MOST


def test_a_pattern_of_many_stars_is_compared_in_one_go() -> None:
    name, stars = "a" * 4000, "a*" * 2000
    assert not matches(name, f"{stars}z")
    assert matches(name + "z", f"{stars}z")
    assert effort(lambda: matches(name, f"{stars}z*")) <= 100_000


@settings(database=None)
@given(text(alphabet="ab."), text(alphabet="ab.*"))
def test_a_star_is_any_part_of_a_name(name: str, pattern: str) -> None:
    assert matches(name, pattern) == fnmatchcase(name, pattern)


def test_thousands_of_patterns_and_entries_beside_thousands_of_pages_end() -> None:
    pages = [f"p{number}.md" for number in range(400)]
    for line in ("* x*y*z\n", "* [A](p1.md)\n"):
        few, many = (
            effort(lambda lines=line * count, some=pages[:count]: literate_nav("S.md", some, {"S.md": lines}.get))
            for count in (200, 400)
        )
        assert many < 5_000_000
        assert line.startswith("* x") or many < 2.6 * few


def test_names_are_compared_until_there_were_too_many() -> None:
    folders = Folders([f"p{number}.md" for number in range(1000)])
    found = [len(folders.pages("*")) for _ in range(MOST_LOOKED_AT // 1000 + 1)]
    assert found[-2:] == [1000, 0]


@pytest.mark.parametrize("name", ["README.md", "index.md"])
def test_a_home_page_may_have_the_navigation_and_stays_a_page(bring_in: Import, name: str) -> None:
    config = CONFIG.replace("literate-nav\n", f"literate-nav:\n      nav_file: {name}\n")
    home = "# Home\n\n* [No](c.md)\n\n<!--nav-->\n\n* [Bee](b.md)\n* [Api](api/)\n* [Bare](bare/)\n\nText\n\n* [No](c.md)\n"
    tree = {
        "mkdocs.yml": config,
        f"docs/{name}": home,
        f"docs/api/{name}": "# Api\n\n* [No](a.md)\n\nThe last list counts:\n\n* [Zed](z.md)\n",
        f"docs/bare/{name}": "# Bare\n",
        "docs/b.md": "# B\n", "docs/c.md": "# C\n", "docs/api/a.md": "# A\n", "docs/api/z.md": "# Z\n",
    }  # fmt: skip
    bring_in(tree)
    assert {name, f"api/{name}", f"bare/{name}"} <= set(pages())
    assert pages()[name].address == ""
    assert entries(DocSource.objects.get().nav_html) == ["Bee", "Api", "Zed", "Bare", "Bare"]
