"""Writers' pages: made here, changed here, and refused with a word where a text cannot be shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSource
from docs_hub.services import render_child
from tests.docs_hub.forms import NO_COMMENTS, post_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TREE = {"index.md": "# Home\n\n[a](a.md)\n", "a.md": "# Alpha\n", "Part B/b.md": "# Beta\n"}
CONFIG = {"mkdocs.yml": "nav:\n  - Start: index.md\n  - Part:\n    - Two: Part B/b.md\n"}


@pytest.fixture
def maintainer(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def add(client: Client, parent: DocPage, **fields: str) -> Any:
    data = {"title": "New page", "slug": "new-page", "source": "", "search_description": "", **NO_COMMENTS, **fields}
    return client.post(f"/admin/pages/add/docs_hub/docpage/{parent.pk}/", {**data, "action-publish": "Publish"})


def nav_html() -> str:
    return DocSource.objects.get().nav_html


@pytest.mark.parametrize("config", [{}, CONFIG])
def test_a_page_made_here_is_read_led_to_and_kept(
    bring_in: Import, maintainer: Client, client: Client, run_queue: Callable[[], Any], config: dict[str, str]
) -> None:
    tree = {f"docs/{name}": text for name, text in TREE.items()} if config else TREE
    bring_in({**tree, **config})
    assert add(maintainer, DocPage.objects.get(address="Part-B"), source="Some *words*.").status_code == 302
    run_queue()
    page = DocPage.objects.get(source_path="Part B/new-page.md")
    for _ in range(2):
        shown = client.get("/docs/handbook/Part-B/new-page/").content.decode()
        assert "<h1>New page</h1>" in shown
        assert "<em>words</em>" in shown
        assert 'href="/docs/handbook/Part-B/new-page/"' in nav_html()
        report = bring_in()
        assert "Part B/new-page.md" in [entry["path"] for entry in report["pages"]]
    assert DocPage.objects.get(source_path="Part B/new-page.md").pk == page.pk
    bring_in({("docs/" if config else "") + "Part B/new-page.md": "Some *words*."})
    assert DocPage.objects.get(source_path="Part B/new-page.md").pk == page.pk


def test_no_page_can_be_made_outside_of_a_source(bring_in: Import, maintainer: Client) -> None:
    bring_in(TREE)
    before = DocPage.objects.count()
    assert add(maintainer, DocPage.objects.get(address="").get_parent()).status_code in (302, 403)
    assert DocPage.objects.count() == before


@pytest.mark.parametrize(
    "text", ["\x01\x0b\x1f# A", "---\nok: !!bool maybe\n---\n# A", "---\nx: 0x" + "f" * 5000 + "\n---\nA"]
)
def test_an_odd_text_is_saved_to_the_byte(bring_in: Import, page_at: PageAt, maintainer: Client, text: str) -> None:
    bring_in(TREE)
    assert post_form(maintainer, page_at("a.md"), change=lambda _: text).status_code == 302
    assert page_at("a.md").source == text
    assert page_at("a.md").html


def test_a_text_that_cannot_be_shown_is_refused_and_not_lost(
    bring_in: Import, page_at: PageAt, maintainer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_child, "PAGE_SECONDS", 1.0)
    bring_in(TREE, dialect="mkdocs")
    answer = post_form(maintainer, page_at("a.md"), change=lambda _: "keep me " + "[" * 30_000)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "This text cannot be shown: it takes longer than 1 seconds" in shown
    assert "keep me [[[" in shown


def test_an_untouched_save_is_no_change_and_a_changed_one_is(
    bring_in: Import, page_at: PageAt, maintainer: Client
) -> None:
    bring_in(TREE)
    before = page_at("a.md").changed_at
    post_form(maintainer, page_at("a.md"))
    assert page_at("a.md").changed_at == before
    post_form(maintainer, page_at("a.md"), change=lambda text: text + "x\n")
    assert page_at("a.md").changed_at > before


def test_the_title_follows_the_text_and_the_form_says_so(
    bring_in: Import, page_at: PageAt, maintainer: Client, run_queue: Callable[[], Any]
) -> None:
    bring_in(TREE)
    assert "It comes from the text" in maintainer.get(f"/admin/pages/{page_at('a.md').pk}/edit/").content.decode()
    post_form(maintainer, page_at("a.md"), change=lambda text: "# Omega\n")
    run_queue()
    assert page_at("a.md").title == "Omega"
    assert ">Omega</a>" in nav_html()


def test_what_is_unpublished_or_deleted_leaves_the_navigation_and_comes_back(
    bring_in: Import, page_at: PageAt, run_queue: Callable[[], Any]
) -> None:
    bring_in(TREE)
    page_at("a.md").unpublish()
    run_queue()
    assert "Alpha" not in nav_html()
    page_at("a.md").save_revision().publish()
    run_queue()
    assert "Alpha" in nav_html()
    page_at("a.md").delete()
    run_queue()
    assert "Alpha" not in nav_html()


def test_a_page_keeps_the_place_of_its_file(bring_in: Import, page_at: PageAt, maintainer: Client) -> None:
    bring_in(TREE)
    page = page_at("a.md")
    for action in (f"move/{DocPage.objects.get(address='Part-B').pk}/confirm", "copy"):
        shown = maintainer.get(f"/admin/pages/{page.pk}/{action}/", follow=True).content.decode()
        assert "lies where its file lies" in shown
