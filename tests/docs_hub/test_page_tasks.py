"""Which tasks are about a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contributors.domain.rendering import plain_text, render_issue
from contributors.models import Task
from contributors.services.board_version import bump
from docs_hub.domain.naming import names_page
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.page_tasks import open_tasks_about
from tests.contributors.mirror import public

ADDRESS, PATH = "/docs/handbook/guide/start/", "docs/guide/start.md"


@pytest.mark.parametrize(
    "text",
    [
        "See https://site.example/docs/handbook/guide/start/ for it",
        "See https://site.example/docs/handbook/guide/start#top.",
        "/docs/handbook/guide/start",
        '<a href="https://site.example/docs/handbook/guide/start/">here</a>',
        "Typo in docs/guide/start.md.",
        "`docs/guide/start.md`, line 3",
        "https://github.com/o/n/blob/main/docs/guide/start.md#L3",
        "DOCS/Guide/Start.md",
    ],
)
def test_a_text_names_the_page(text: str) -> None:
    assert names_page(text, address=ADDRESS, path=PATH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://site.example/docs/handbook/guide/starting/",
        "https://site.example/docs/handbook/guide/start/more/",
        "https://site.example/docs/handbook/guide/",
        "https://site.example/old/docs/handbook/guide/start/",
        "mydocs/guide/start.md",
        "other/docs/guide/start.md",
        "docs/guide/start.mdx",
        "docs/guide/start.md.bak",
        "guide/start.md",
    ],
)
def test_another_page_is_none_of_its_business(text: str) -> None:
    assert not names_page(text, address=ADDRESS, path=PATH)


@pytest.mark.django_db
def test_mirrored_issues_that_name_a_page_stand_on_it(
    bring_in: Callable[..., Any], source: Callable[[], DocSource], make_doc_task: Callable[..., Task], client: Client
) -> None:
    bring_in({"index.md": "# Home\n", "guide/start.md": "# Start\n", "guide/start/more.md": "# More\n"})
    DocSource.objects.update(docs_prefix="docs")
    make_doc_task(1, "Linked", "Look [here](https://site.example/docs/handbook/guide/start/#a) please")
    make_doc_task(2, "By its file", "In `docs/guide/start.md` there is a typo")
    make_doc_task(3, "Off the board", "docs/guide/start.md", is_on_board=False)
    make_doc_task(4, "Another page", "https://site.example/docs/handbook/guide/start/more/")
    shown = client.get("/docs/handbook/guide/start/").content.decode()
    for title, is_there in (("Linked", True), ("By its file", True), ("Off the board", False), ("Another page", False)):
        assert (f">{title}</a>" in shown) is is_there
    assert "Open tasks" not in client.get("/docs/handbook/").content.decode()


@pytest.fixture
def make_doc_task(db: None) -> Callable[..., Task]:
    def make(number: int, title: str, body: str, **fields: Any) -> Task:
        return Task.objects.create(
            source="github", external_id=f"1/{number}", owner="harbor", name="core", number=number, title=title,
            repository_number=public(full_name="harbor/core"), body_text=plain_text(body), body_html=render_issue(body), **fields,
        )  # fmt: skip

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 300])
def test_it_costs_the_same_however_many_tasks_there_are(
    bring_in: Callable[..., Any], make_doc_task: Callable[..., Task], django_assert_num_queries: Any, count: int
) -> None:
    bring_in({"index.md": "# Home\n", "guide/start.md": "# Start\n"})
    page = DocPage.objects.select_related("doc_source").get(source_path="guide/start.md")
    for number in range(count):
        make_doc_task(number, f"Task {number}", f"See /docs/handbook/guide/start/ and {number}/x.md")
    bump()
    assert len(open_tasks_about(page)) == min(count, 20)
    with django_assert_num_queries(2):
        open_tasks_about(page)


@pytest.mark.django_db
def test_a_board_that_changed_is_read_anew(bring_in: Callable[..., Any], make_doc_task: Callable[..., Task]) -> None:
    bring_in({"guide/start.md": "# Start\n"})
    page = DocPage.objects.select_related("doc_source").get(source_path="guide/start.md")
    bump()
    assert not open_tasks_about(page)
    task = make_doc_task(1, "Linked", "[this](/docs/handbook/guide/start/)")
    bump()
    assert [one.title for one in open_tasks_about(page)] == ["Linked"]
    make_doc_task(2, "Linked too", "docs/guide/start.md and /docs/handbook/guide/start/")
    Task.objects.filter(pk=task.pk).update(title="Named", body_html="<p>no more</p>", body_text="no more")
    bump()
    assert [one.title for one in open_tasks_about(page)] == ["Linked too"]
    Task.objects.filter(number=2).update(state="closed")
    Task.objects.filter(pk=task.pk).update(body_text="/docs/handbook/guide/start/", updated_at=timezone.now())
    bump()
    assert [one.title for one in open_tasks_about(page)] == ["Named"]
    Task.objects.filter(pk=task.pk).update(state="closed")
    bump()
    assert not open_tasks_about(page)
