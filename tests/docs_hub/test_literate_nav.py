"""MkDocs' plugin literate-nav: the navigation is in files beside the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from docs_hub.domain.literate_nav import MOST, literate_nav
from docs_hub.models import DocPage, DocSource
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
