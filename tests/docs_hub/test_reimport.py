"""Importing again: what changed and nothing else, with pages keeping who they are."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from docs_hub.models import DocPage, DocSection, DocSource

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TREE = {
    "index.md": "# Home\n\n[a](a.md) [later](later.md)\n",
    "a.md": "# Alpha\n\n## Part\n\ntext\n",
    "part/b.md": "# Beta\n\n[a](../a.md)\n",
}


def state() -> list[Any]:
    pages = DocPage.objects.order_by("pk").values_list(
        "pk", "path", "url_path", "title", "html", "place", "live", "changed_at", "indexed_key"
    )
    return [*pages, *DocSection.objects.order_by("pk").values_list("pk", "text"), Redirect.objects.count()]


def test_importing_twice_changes_nothing(bring_in: Import) -> None:
    first = bring_in(TREE)
    before = state()
    second = bring_in()
    assert state() == before
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_a_changed_file_changes_its_page_only(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    beta, alpha = page_at("part/b.md"), page_at("a.md")
    bring_in({"a.md": "# Alpha two\n"})
    assert page_at("a.md").pk == alpha.pk
    assert page_at("a.md").title == "Alpha two"
    assert page_at("part/b.md").changed_at == beta.changed_at
    assert not DocSection.objects.filter(page=alpha, title="Part").exists()


def test_a_new_page_mends_the_links_that_waited_for_it(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    assert 'class="missing"' in page_at("index.md").html
    report = bring_in({"later.md": "# Later\n"})
    assert 'href="/docs/handbook/later/"' in page_at("index.md").html
    assert report["unresolved"] == []


def test_a_renamed_file_keeps_its_page_and_the_old_address_leads_to_it(
    bring_in: Import, page_at: PageAt, client: Client
) -> None:
    bring_in(TREE)
    alpha = page_at("a.md")
    report = bring_in({"a.md": None, "moved/alpha.md": TREE["a.md"]})
    assert page_at("moved/alpha.md").pk == alpha.pk
    assert client.get("/docs/handbook/moved/alpha/").status_code == 200
    assert client.get("/docs/handbook/a/").headers["Location"].endswith("/docs/handbook/moved/alpha/")
    assert {entry["what"] for entry in report["unresolved"]} == {"a.md", "../a.md", "later.md"}


def test_two_files_that_swap_names_keep_their_pages(bring_in: Import, page_at: PageAt) -> None:
    bring_in({"x.md": "# X\n", "y.md": "# Y\n", "index.md": "# I\n"})
    pages = {page_at("x.md").pk, page_at("y.md").pk}
    bring_in({"x.md": "# Y\n", "y.md": "# X\n"})
    assert {page_at("x.md").pk, page_at("y.md").pk} == pages
    assert page_at("x.md").title == "Y"


def test_a_removed_file_is_unpublished_and_comes_back_as_the_same_page(
    bring_in: Import, page_at: PageAt, client: Client
) -> None:
    bring_in(TREE)
    beta = page_at("part/b.md")
    bring_in({"part/b.md": None})
    assert client.get("/docs/handbook/part/b/").status_code == 404
    assert not page_at("part/b.md").live
    assert not DocSection.objects.filter(page=beta).exists()
    bring_in({"part/b.md": TREE["part/b.md"]})
    assert client.get("/docs/handbook/part/b/").status_code == 200
    assert page_at("part/b.md").pk == beta.pk


def test_a_folder_that_gains_an_index_file_stays_the_same_page(
    bring_in: Import, page_at: PageAt, source: Callable[[], DocSource]
) -> None:
    bring_in(TREE)
    folder = DocPage.objects.get(address="part")
    bring_in({"part/index.md": "# The part\n"})
    assert page_at("part/index.md").pk == folder.pk


def test_an_edit_made_here_survives_until_the_repository_has_it(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    page = page_at("a.md")
    page.source, page.text_sha = "# Edited here\n", "x"
    page.save()
    assert bring_in()["skipped"] == []
    assert page_at("a.md").source == "# Edited here\n"
    report = bring_in({"a.md": "# Edited there\n"})
    assert page_at("a.md").source == "# Edited here\n"
    assert [entry["path"] for entry in report["skipped"]] == ["a.md"]


def test_a_changed_configuration_renders_all_anew(bring_in: Import, page_at: PageAt) -> None:
    files = {"mkdocs.yml": "site_name: X\n", "docs/index.md": "!!! note\n    Hi\n"}
    bring_in(files)
    assert "admonition" not in page_at("index.md").html
    bring_in({"mkdocs.yml": "site_name: X\nmarkdown_extensions: [admonition]\n"})
    assert "admonition" in page_at("index.md").html


def test_what_a_person_unpublished_stays_so(bring_in: Import, page_at: PageAt, client: Client) -> None:
    bring_in(TREE)
    page_at("a.md").unpublish()
    report = bring_in({"a.md": "# Alpha two\n"})
    assert not page_at("a.md").live
    assert client.get("/docs/handbook/a/").status_code == 404
    assert [(entry["path"], entry["why"][:11]) for entry in report["skipped"]] == [("a.md", "unpublished")]
    assert "handbook/a/" not in page_at("index.md").html + DocSource.objects.get().nav_html
    assert {"path": "index.md", "line": 3, "what": "a.md"} in report["unresolved"]
    page_at("a.md").get_latest_revision_as_object().save_revision().publish()
    bring_in()
    assert client.get("/docs/handbook/a/").status_code == 200
    assert "Alpha two" in page_at("a.md").html


def test_a_folder_unpublished_by_a_person_stays_so_and_its_pages_are_read(
    bring_in: Import, page_at: PageAt, client: Client
) -> None:
    bring_in(TREE)
    DocPage.objects.get(address="part").unpublish()
    bring_in({"part/c.md": "# C\n"})
    assert client.get("/docs/handbook/part/").status_code == 404
    assert client.get("/docs/handbook/part/c/").status_code == 200


def test_a_page_that_went_and_was_unpublished_by_a_person_since_stays_so(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    bring_in({"a.md": None})
    page = page_at("a.md")
    page.save_revision().publish()
    page_at("a.md").unpublish()
    bring_in({"a.md": TREE["a.md"]})
    assert not page_at("a.md").live
