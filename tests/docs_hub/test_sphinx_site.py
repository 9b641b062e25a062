"""A Sphinx tree comes in as it lies there: its settings read as data, its tables of contents as the navigation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from docs_hub.domain.sphinx import literals
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.conftest import PNG

NEVER = Path("/tmp/mainstay-conf-was-run")
CONFIG = f"""
import os, sys
sys.path.insert(0, os.path.abspath('.'))
open({str(NEVER)!r}, "w").write("run")
project = "Harbor's handbook"
exclude_patterns = ['drafts/*', "**/_skip.rst"]
extlinks = {{"issue": ("https://example.org/%s", "#%s")}}
release = os.environ["SECRET"]
"""
INDEX = """
Harbor
======

.. toctree::
   :caption: Guides
   :maxdepth: 2

   guide/index
   Chat <https://chat.example.org>
   faq

.. toctree::
   :glob:

   reference/*

See :ref:`saving` and :issue:`4`.
"""
TREE: dict[str, Any] = {
    "conf.py": CONFIG,
    "index.rst": INDEX,
    "guide/index.rst": "All guides\n==========\n\n.. toctree::\n\n   save\n",
    "guide/save.rst": "Saving\n======\n\n.. _saving:\n\nHow\n---\n\n.. image:: /img/a.png\n   :alt: A\n",
    "faq.md": "(often)=\n# Often asked\n\n{ref}`saving` [how](guide/save.rst#how)\n",
    "reference/b.rst": "Bee\n===\n",
    "reference/a.rst": "Ay\n==\n",
    "reference/_skip.rst": "Skipped\n",
    "drafts/d.rst": "Draft\n=====\n",
    "alone.rst": "Alone\n=====\n",
    "notes.adoc": "= Notes\n",
    "img/a.png": PNG,
}
Import = Callable[..., dict[str, Any]]


@pytest.fixture
def report(bring_in: Import) -> dict[str, Any]:
    return bring_in(TREE)


def test_every_page_is_there_and_what_is_left_out_is_named(
    report: dict[str, Any], source: Callable[[], DocSource]
) -> None:
    assert [page["path"] for page in report["pages"]] == [
        "alone.rst", "faq.md", "guide/index.rst", "guide/save.rst", "index.rst", "reference/a.rst", "reference/b.rst",
    ]  # fmt: skip
    assert report["skipped"] == [{"path": "notes.adoc", "why": "AsciiDoc, which is not supported"}]
    assert source().title == "Harbor's handbook"
    assert source().used_dialect == "sphinx"


def test_the_navigation_follows_the_tables_of_contents(report: dict[str, Any], source: Callable[[], DocSource]) -> None:
    links = [link.text_content() for link in html.fromstring(source().nav_html).iter("a")]

    assert links == ["Harbor", "All guides", "Saving", "Chat", "Often asked", "Ay", "Bee"]


def test_links_between_both_kinds_of_text_are_found(report: dict[str, Any], page_at: Callable[[str], DocPage]) -> None:
    assert report["unresolved"] == []
    assert report["files"] == {"total": 1, "resolved": 1}
    assert "/guide/save/#saving" in page_at("index.rst").html
    assert "/guide/save/#saving" in page_at("faq.md").html


def test_a_second_import_changes_nothing(report: dict[str, Any], bring_in: Import) -> None:
    before = list(DocPage.objects.order_by("pk").values("pk", "html", "latest_revision_id", "changed_at"))

    bring_in(TREE)

    assert list(DocPage.objects.order_by("pk").values("pk", "html", "latest_revision_id", "changed_at")) == before


def test_a_heading_that_is_renamed_is_renamed_where_a_label_leads_to_it(
    report: dict[str, Any], bring_in: Import, page_at: Callable[[str], DocPage]
) -> None:
    before = {path: page_at(path).render_key for path in ("reference/a.rst", "index.rst")}

    bring_in({**TREE, "guide/save.rst": TREE["guide/save.rst"].replace("How\n---", "Ways\n----")})

    assert ">Ways</a>" in page_at("index.rst").html
    assert page_at("index.rst").render_key != before["index.rst"]
    assert page_at("reference/a.rst").render_key == before["reference/a.rst"]  # it says nothing of that page


def test_the_configuration_is_never_run(report: dict[str, Any]) -> None:
    assert not NEVER.exists()


@pytest.mark.parametrize("config", ["", "def f(:", "a = " + "(" * 5_000, "project = f'{x}'", "\0", "x = [1, {2: ..."])
def test_a_configuration_that_is_no_python_gives_nothing(config: str) -> None:
    assert literals(config) == {}


@pytest.mark.parametrize("dialect", ["mkdocs", "gfm", "docusaurus", "sphinx"])
@pytest.mark.parametrize(
    "config",
    [{}, {"mkdocs.yml": "site_name: A"}, {"docusaurus.config.js": "export default {title: 'A'}"}, {"conf.py": ""}],
)
def test_any_tree_may_be_read_in_any_dialect(
    bring_in: Import, source: Callable[[], DocSource], dialect: str, config: dict[str, str]
) -> None:
    pages = {"docs/index.md": "# Home\n", "docs/more.rst": "More\n====\n"}
    report = bring_in({**config, **pages}, dialect=dialect)

    assert source().used_dialect == dialect
    found = [page["path"].removeprefix("docs/") for page in report["pages"]]
    assert found == (["index.md", "more.rst"] if dialect == "sphinx" else ["index.md"])
    assert bring_in({**config, **pages}, dialect=dialect)["pages"] == report["pages"]
