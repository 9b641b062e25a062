"""Where in the documentation a task is done or begun."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from contributors.domain.rendering import render_issue
from contributors.models import Task
from docs_hub.domain.setup_pages import setup_rank
from docs_hub.models import DocPage, DocSource
from docs_hub.queries import task_places
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_task(db: None) -> Callable[..., Task]:
    def make(number: int, body: str = "", **fields: Any) -> Task:
        place: dict[str, Any] = {
            "source": "github",
            "external_id": f"1/{number}",
            "owner": "ferrywell",
            "name": "ferrywell",
        }
        full_name = f"{fields.get('owner', 'ferrywell')}/{fields.get('name', 'ferrywell')}"
        place["repository_number"] = mirror.public(len(full_name), full_name)
        return Task.objects.create(
            number=number, title=f"Task {number}", body_html=render_issue(body), **place | fields
        )

    return make


def text_of(client: Client, task: Task) -> str:
    return client.get(task.get_absolute_url()).text


@pytest.fixture
def handbook(bring_in: Callable[..., Any], source: Callable[[], DocSource]) -> DocSource:
    pages = {
        "index.md": "# Handbook\n", "guide/start.md": "# Your first day\n", "guide/other.md": "# Other\n",
        "developer/setup.md": "# Set up a development environment\n", "contribute/index.md": "# Contribute\n",
    }  # fmt: skip
    bring_in(pages)
    DocSource.objects.update(repository="ferrywell/handbook", docs_prefix="docs")
    return source()


def test_a_page_that_the_issue_names_is_where_to_write(
    handbook: DocSource, client: Client, make_task: Callable[..., Task]
) -> None:
    body = "In `docs/guide/start.md`, the second line."
    task = make_task(1, body, kind="doc", name="handbook")
    text = text_of(client, task)
    page = DocPage.objects.get(source_path="guide/start.md")
    assert f'href="/documentation/{page.pk}/suggest/"' in text
    assert "Your first day" in text
    assert "Other" not in text


def test_a_page_that_not_everybody_may_read_is_not_named(
    handbook: DocSource, client: Client, make_task: Callable[..., Task]
) -> None:
    page = DocPage.objects.get(source_path="guide/start.md")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    task = make_task(1, "docs/guide/start.md", kind="doc", name="handbook")
    assert "Your first day" not in text_of(client, task)


def test_where_no_page_is_named_the_documentation_is(
    handbook: DocSource, client: Client, make_task: Callable[..., Task]
) -> None:
    task = make_task(1, kind="doc", name="handbook")
    assert "and press “Suggest an edit” there" in text_of(client, task)


def test_code_leads_to_how_it_is_set_up(handbook: DocSource, client: Client, make_task: Callable[..., Task]) -> None:
    assert "Set up a development environment</a> says how" in text_of(client, make_task(1))
    elsewhere = make_task(2, owner="harbor", name="core")
    assert "readme and contributing guide" in text_of(client, elsewhere)


def test_a_text_that_names_thousands_of_files_is_few_queries(
    handbook: DocSource, django_assert_max_num_queries: Any
) -> None:
    text = " ".join(f"docs/guide/{number}.md" for number in range(5000)) + "a" * 60_000
    with django_assert_max_num_queries(6):
        assert task_places.pages_named(task_id=1, repository="ferrywell/handbook", text=text) == []


@pytest.mark.parametrize(
    ("path", "title", "rank"),
    [
        ("developer/setup.md", "Development", 3),
        ("contribute/first-contribution.md", "Your first contribution", 3),
        ("CONTRIBUTING.md", "Contributing", 2),
        ("developer/api.md", "The API", 1),
        ("guide/install.md", "Install it", 0),
        ("administration/setup.md", "Set up the server", 0),
    ],
)
def test_which_page_tells_how_to_set_up(path: str, title: str, rank: int) -> None:
    assert setup_rank(path, title) == rank
