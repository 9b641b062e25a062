"""A tree of files becomes pages: addresses, navigation, links, pictures, report."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from common.errors import InvalidInputError
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.conftest import PNG

Import = Callable[..., dict[str, Any]]

CONFIG = """
site_name: The handbook
nav:
  - Start: index.md
  - Guides:
    - Set up: guide/setup.md
    - Chat: https://chat.example.org/
    - Lost: guide/lost.md
  - <del>Old</del> &amp; new: old.md
"""
TREE = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Hello\n\n[set up](guide/setup.md#first) and [nothing](gone.md).\n\n![Logo](img/logo.png)\n",
    "docs/guide/setup.md": "# Setting up\n\n## First\n\n[back](../index.md) [api](../api/calls)\n",
    "docs/old.md": "No heading here.\n",
    "docs/api/calls.md": "# Calls\n",
    "docs/img/logo.png": PNG,
    "docs/img/unused.png": PNG + b"1",
}


def test_pages_have_the_titles_and_addresses_of_the_generator(
    bring_in: Import, source: Callable[[], DocSource]
) -> None:
    report = bring_in(TREE)
    assert [(page["path"], page["url"], page["title"]) for page in report["pages"]] == [
        ("api/calls.md", "/docs/handbook/api/calls/", "Calls"),
        ("guide/setup.md", "/docs/handbook/guide/setup/", "Set up"),
        ("index.md", "/docs/handbook/", "Start"),
        ("old.md", "/docs/handbook/old/", "Old & new"),
    ]
    assert source().title == "The handbook"


def test_the_report_counts_and_names_what_was_not_found(bring_in: Import) -> None:
    report = bring_in(TREE)
    assert report["links"] == {"total": 4, "resolved": 3}
    assert report["anchors"] == {"total": 1, "resolved": 1}
    assert report["files"] == {"total": 1, "resolved": 1}
    assert {"path": "index.md", "line": 3, "what": "gone.md"} in report["unresolved"]
    assert any("guide/lost.md" in entry["what"] for entry in report["unresolved"])


def test_every_page_is_served_with_its_links_and_pictures(
    bring_in: Import, client: Client, page_at: Callable[[str], DocPage]
) -> None:
    report = bring_in(TREE)
    for page in report["pages"]:
        assert client.get(page["url"]).status_code == 200
    html = page_at("index.md").html
    assert 'href="/docs/handbook/guide/setup/#first"' in html
    assert 'src="/media/docs/' in html
    assert 'href="/docs/handbook/api/calls/"' in page_at("guide/setup.md").html
    assert client.get("/docs/handbook/api/").status_code == 200
    stored = default_storage.listdir("docs")[0]
    assert len(stored) == 1, "only pictures that pages show are kept"


def test_the_page_around_the_text(bring_in: Import, client: Client) -> None:
    bring_in(TREE)
    html = client.get("/docs/handbook/guide/setup/").content.decode()
    assert '<a href="/docs/handbook/guide/setup/" aria-current="page">Set up</a>' in html
    assert '<details id="nav-1" open><summary>Guides</summary>' in html
    assert 'rel="prev" href="/docs/handbook/"' in html
    assert 'rel="next" href="/docs/handbook/old/"' in html
    assert 'href="https://chat.example.org/"' in html
    assert html.count('id="doc-body"') == 1


def test_a_page_without_a_heading_gets_its_title_as_one(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    bring_in(TREE)
    assert page_at("old.md").html.startswith("<h1>Old &amp; new</h1>")


def test_without_configuration_the_folders_are_the_navigation(
    bring_in: Import, source: Callable[[], DocSource]
) -> None:
    bring_in(
        {"README.md": "# All of it\n", "b-part/two.md": "# Two\n", "b-part/index.md": "# Part B\n", "a.md": "# A\n"}
    )
    links = source().nav_html
    order = [links.index(text) for text in (">All of it<", ">A<", "<summary>B part<", ">Part B<", ">Two<")]
    assert order == sorted(order)
    assert source().used_dialect == "gfm"


def test_the_stored_text_is_the_file_to_the_byte(bring_in: Import, page_at: Callable[[str], DocPage]) -> None:
    files = {
        "crlf.md": b"# A\r\n\r\nb",
        "bom.md": b"\xef\xbb\xbf# A\n",
        "mixed.md": b"\n\n# A\r\nb\rc\n  ",
        "empty.md": b"",
    }
    bring_in(files)
    for path, content in files.items():
        assert page_at(path).source.encode() == content


def test_files_that_cannot_be_pages_are_named_and_stop_nothing(
    bring_in: Import, tree: Callable[..., Path], tmp_path: Path
) -> None:
    root = tree(
        {"latin.md": b"caf\xe9", "nul.md": b"a\0b", "big.md": b"x" * (2 * 1024 * 1024 + 1), "good.md": "# Good\n"}
    )
    (tmp_path / "secret.md").write_text("# Secret\n")
    os.symlink(tmp_path / "secret.md", root / "link.md")
    os.symlink(root / "good.md", root / "alias.md")
    report = bring_in()
    assert [page["path"] for page in report["pages"]] == ["alias.md", "good.md"]
    assert {entry["path"] for entry in report["skipped"]} == {"latin.md", "nul.md", "big.md", "link.md"}


def test_hostile_names_and_depths_are_pages_like_others(bring_in: Import, client: Client) -> None:
    deep = "/".join(["d"] * 30) + "/x.md"
    report = bring_in(
        {
            deep: "# Deep\n",
            "A & B/ü ß.md": "# U\n",
            "...md": "# Dots\n",
            "_.md": "# _\n",
            "a.b.md": "# AB\n",
            "a-b.md": "# A-B\n",
        }
    )
    assert {client.get(page["url"]).status_code for page in report["pages"]} == {200}


def test_a_broken_configuration_is_named_and_the_pages_come_all_the_same(bring_in: Import) -> None:
    report = bring_in({"mkdocs.yml": "nav: [", "docs/index.md": "# Hi\n"})
    assert len(report["pages"]) == 1
    assert "mkdocs.yml could not be read" in report["unknown_syntax"][0]["what"]


def test_nothing_of_a_configuration_is_run(bring_in: Import, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    config = f"site_name: !!python/object/apply:os.system ['touch {marker}']\nhooks: [hooks.py]\ndocs_dir: docs\n"
    bring_in({"mkdocs.yml": config, "hooks.py": f"open({str(marker)!r}, 'w')", "docs/index.md": "# Hi\n"})
    assert not marker.exists()


def test_docs_dir_may_not_lead_out_of_the_tree(bring_in: Import, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.md").write_text("# X\n")
    with pytest.raises(InvalidInputError):
        bring_in({"mkdocs.yml": "docs_dir: ../other\n", "README.md": "# R\n"})


def test_only_the_folder_that_the_configuration_names_is_read(bring_in: Import) -> None:
    tree = {"mkdocs.yml": "site_name: Ours\n", "docs/index.md": "# Start\n"}
    report = bring_in({**tree, "var/dump.bin": "x" * 21 * 1024 * 1024})
    assert [page["path"] for page in report["pages"]] == ["index.md"]
    assert report["skipped"] == []
