"""Other versions of a documentation: light rows that share what comes out alike."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from docs_hub.models import DocPage, DocRender, DocSection, DocSource, DocVersion, VersionPage
from docs_hub.services.kept_rows import row_of, save_changes

pytestmark = pytest.mark.usefixtures("site_root")
NEW = {
    "mkdocs.yml": "site_name: Ferry\nmarkdown_extensions: [admonition]\n",
    "docs/index.md": "# Ferry\n\n[Tickets](tickets.md)\n",
    "docs/tickets.md": "# Tickets\n\nBuy them on board.\n",
    "docs/guide/rope.md": "# Ropes\n\n[back](../index.md)\n",
}
OLD = {**NEW, "docs/tickets.md": "# Tickets\n\nBuy them at the quay.\n", "docs/guide/sails.md": "# Sails\n"}


@pytest.fixture
def old_tree(tmp_path: Path) -> Path:
    return write(tmp_path / "old", OLD)


def write(root: Path, files: dict[str, Any]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def run(folder: Path, *arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_docs", "--from", str(folder), "--slug", "ferry", "--json", *arguments, stdout=out)
    return dict(json.loads(out.getvalue()))


@pytest.fixture
def two(tree: Callable[..., Path], old_tree: Path) -> dict[str, Any]:
    run(tree(NEW), "--version", "2.0")
    return run(old_tree, "--version", "1.0", "--status", "archived")


def test_another_version_is_served_beside_the_current(two: dict[str, Any], client: Client) -> None:
    assert [page["url"] for page in two["pages"]] == [
        "/docs/ferry/1.0/guide/rope/", "/docs/ferry/1.0/guide/sails/", "/docs/ferry/1.0/", "/docs/ferry/1.0/tickets/",
    ]  # fmt: skip
    assert "at the quay" in client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert "on board" in client.get("/docs/ferry/tickets/").content.decode()
    assert DocSource.objects.get().version_label == "2.0"
    assert client.get("/docs/ferry/1.0/nothing/").status_code == 404
    assert client.get("/docs/ferry/3.0/").status_code == 404


def test_only_the_current_version_asks_whether_it_helped(two: dict[str, Any], client: Client) -> None:
    """Whose page the answer would be put down to has another number."""
    assert "Was this page helpful?" in client.get("/docs/ferry/tickets/").content.decode()
    shown = client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert "Was this page helpful?" not in shown
    assert "/docs-feedback/" not in shown


def test_links_of_a_version_stay_in_it(two: dict[str, Any], client: Client) -> None:
    assert 'href="/docs/ferry/1.0/tickets/"' in client.get("/docs/ferry/1.0/").content.decode()
    assert 'href="/docs/ferry/1.0/"' in client.get("/docs/ferry/1.0/guide/rope/").content.decode()


def test_a_folder_without_an_index_lists_what_lies_in_it(two: dict[str, Any], client: Client) -> None:
    shown = client.get("/docs/ferry/1.0/guide/").content.decode()
    assert '<a href="/docs/ferry/1.0/guide/sails/">Sails</a>' in shown


def test_only_what_differs_is_rendered(two: dict[str, Any]) -> None:
    assert DocVersion.objects.get().report["renders"] == {"shared": 0, "copied": 2, "rendered": 2}


def test_what_is_copied_is_what_would_have_been_rendered(two: dict[str, Any], old_tree: Path) -> None:
    copied = {row.source_path: (row.html, row.title, row.toc, row.ids) for row in DocRender.objects.all()}
    words = sorted(DocSection.objects.filter(page=None).values_list("rendered__source_path", "heading_path", "text"))
    DocVersion.objects.all().delete()
    DocRender.objects.all().delete()
    DocPage.objects.update(indexed_key="")  # so that nothing may be taken over
    run(old_tree, "--version", "1.0")
    assert DocVersion.objects.get().report["renders"]["rendered"] == 4
    assert {row.source_path: (row.html, row.title, row.toc, row.ids) for row in DocRender.objects.all()} == copied
    again = sorted(DocSection.objects.filter(page=None).values_list("rendered__source_path", "heading_path", "text"))
    assert again == words


def test_a_third_version_shares_rows_and_a_link_that_leads_elsewhere_is_no_share(
    two: dict[str, Any], tmp_path: Path
) -> None:
    third = {name: text for name, text in OLD.items() if name != "docs/tickets.md"}
    run(write(tmp_path / "third", third), "--version", "0.9", "--status", "archived")
    assert DocVersion.objects.get(slug="0.9").report["renders"] == {"shared": 2, "copied": 0, "rendered": 1}
    assert DocRender.objects.filter(source_path="index.md").count() == 2


def test_a_second_import_changes_nothing_and_tells_the_same(two: dict[str, Any], old_tree: Path) -> None:
    before = list(VersionPage.objects.order_by("pk").values_list("pk", "rendered_id"))
    again = run(old_tree, "--version", "1.0", "--status", "archived")
    assert {**again, "seconds": 0} == {**two, "seconds": 0}
    assert list(VersionPage.objects.order_by("pk").values_list("pk", "rendered_id")) == before


def test_what_changed_takes_the_place_of_what_was(two: dict[str, Any], old_tree: Path, client: Client) -> None:
    write(old_tree, {"docs/tickets.md": "# Tickets\n\nAsk the captain.\n"})
    run(old_tree, "--version", "1.0", "--status", "archived")
    assert "captain" in client.get("/docs/ferry/1.0/tickets/").content.decode()
    assert DocRender.objects.filter(source_path="tickets.md").count() == 1
    assert not DocSection.objects.filter(rendered__source_path="tickets.md", text__contains="quay").exists()


def test_an_edit_here_leaves_other_versions_as_they_are(two: dict[str, Any], client: Client) -> None:
    page = DocPage.objects.get(source_path="guide/rope.md")
    page.source = "# Other ropes\n"
    page.save_revision().publish()
    assert "Ropes" in client.get("/docs/ferry/1.0/guide/rope/").content.decode()


def test_a_version_may_not_take_the_address_of_a_page(tree: Callable[..., Path], old_tree: Path) -> None:
    run(tree(NEW), "--version", "2.0")
    with pytest.raises(CommandError, match="A page of Ferry lies at /guide/ already"):
        run(old_tree, "--version", "guide")
    assert not DocVersion.objects.exists()


@pytest.mark.parametrize(("option", "value"), [("--language", "not a tag"), ("--version", "///")])
def test_what_makes_no_version_is_said(tree: Callable[..., Path], old_tree: Path, option: str, value: str) -> None:
    run(tree(NEW), "--version", "2.0")
    with pytest.raises(CommandError):
        run(old_tree, option, value)
    assert not DocVersion.objects.exists()


def test_what_an_admin_changes_while_an_import_runs_stays(two: dict[str, Any]) -> None:
    for one, other in ((DocVersion.objects.get(), DocVersion.objects), (DocSource.objects.get(), DocSource.objects)):
        before = row_of(one)
        other.update(version_label="By hand")
        one.report = {"page_count": 7}
        save_changes(one, before)
        assert other.get().version_label == "By hand"
        assert other.get().report == {"page_count": 7}


def test_a_version_that_cannot_be_read_is_noted_and_its_pages_stay(
    two: dict[str, Any], old_tree: Path, client: Client
) -> None:
    DocVersion.objects.update(path="/no/such/folder")
    from docs_hub.services.version_import import import_version

    with pytest.raises(Exception, match="no folder"):
        import_version(version=DocVersion.objects.get())
    assert DocVersion.objects.get().error == "There is no folder /no/such/folder."
    assert client.get("/docs/ferry/1.0/tickets/").status_code == 200
