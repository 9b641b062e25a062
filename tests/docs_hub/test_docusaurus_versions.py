"""Versions that a Docusaurus tree keeps in itself come in with it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from docs_hub.models import DocSource, DocVersion, VersionPage
from tests.docs_hub.conftest import PNG

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
CONFIG = """
module.exports = {title: 'Harbor', presets: [['classic', {docs: {lastVersion: '2.0', sidebarPath: './sidebars.js',
  versions: {current: {label: '3.0 (upcoming)'}, '1.0': {label: '1.0 (archived)', banner: 'none'}}}}]]};
"""
TREE: dict[str, Any] = {
    "docusaurus.config.js": CONFIG,
    "sidebars.js": "module.exports = {main: ['index', 'save']};",
    "versions.json": '["2.0", "1.5", "1.0", "0.1"]',
    "docs/index.md": "# Start\n\n[save](save.md) ![a](/img/a.png)\n",
    "docs/save.md": "# Saving\n\nPress the green button.\n",
    "versioned_docs/version-2.0/index.md": "# Start\n\n[save](save.md) ![a](/img/a.png)\n",
    "versioned_docs/version-2.0/save.md": "# Saving\n\nPress the blue button.\n",
    "versioned_docs/version-1.5/index.md": "# Start\n",
    "versioned_docs/version-1.0/index.md": "# Start of old\n",
    "versioned_docs/version-1.0/deep/_category_.json": '{"label": "Depths"}',
    "versioned_docs/version-1.0/deep/one.md": "# One\n",
    "versioned_sidebars/version-2.0-sidebars.json": json.dumps({"main": ["save", "index"]}),
    "static/img/a.png": PNG,
}


def test_each_folder_is_a_version_with_its_status(bring_in: Import) -> None:
    report = bring_in(TREE)
    found = {row.slug: (row.version_label, row.version_status) for row in DocVersion.objects.all()}
    assert found == {
        "2.0": ("2.0", "current"),
        "1.5": ("1.5", "archived"),
        "1.0": ("1.0 (archived)", "archived"),
    }
    assert [(one["slug"], one["pages"]) for one in report["versions"]] == [("2.0", 2), ("1.5", 1), ("1.0", 2)]
    source = DocSource.objects.get()
    assert (source.version_label, source.version_status) == ("3.0 (upcoming)", "unreleased")


def test_the_pages_have_the_paths_and_addresses_of_the_newest(bring_in: Import, client: Client) -> None:
    bring_in(TREE)
    rows = VersionPage.objects.filter(version__slug="2.0").values_list("source_path", "address")
    assert sorted(rows) == [("", ""), ("docs/index.md", "docs"), ("docs/save.md", "docs/save")]
    shown = client.get("/docs/handbook/2.0/docs/save/").content.decode()
    assert "blue button" in shown
    assert "nobody keeps it" not in shown
    assert 'src="/media/docs/' in client.get("/docs/handbook/2.0/docs/").content.decode()
    assert client.get("/docs/handbook/1.0/docs/deep/one/").status_code == 200


def test_sidebars_and_categories_are_those_of_the_version(bring_in: Import) -> None:
    bring_in(TREE)
    newer, older = (DocVersion.objects.get(slug=slug).nav_html for slug in ("2.0", "1.0"))
    assert newer.index(">Saving<") < newer.index(">Start<")
    assert ">Depths<" in older


def test_a_list_whose_folders_are_not_there_makes_no_version(bring_in: Import) -> None:
    bring_in({name: text for name, text in TREE.items() if not name.startswith("versioned")})
    assert not DocVersion.objects.exists()
    assert DocSource.objects.get().version_status == "current"


def test_a_version_that_went_from_the_tree_goes_here(bring_in: Import) -> None:
    bring_in(TREE)
    bring_in({"versions.json": '["2.0"]'})
    assert [row.slug for row in DocVersion.objects.all()] == ["2.0"]


def test_a_label_somebody_gave_stays(bring_in: Import) -> None:
    bring_in(TREE)
    DocSource.objects.update(version_label="Tomorrow", version_status="supported")
    bring_in()
    source = DocSource.objects.get()
    assert (source.version_label, source.version_status) == ("Tomorrow", "supported")


@pytest.mark.parametrize(
    "names", ['["../../etc", "a/b", ".x", 3, null]', "{}", "[" * 40_000, "no json", '["2.0", "2.0"]']
)
def test_odd_lists_break_nothing(bring_in: Import, names: str) -> None:
    bring_in({**TREE, "versions.json": names})
    assert DocVersion.objects.count() == (1 if "2.0" in names else 0)
