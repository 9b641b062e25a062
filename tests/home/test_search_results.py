"""Search finds what the rooms hold, all of it, and while one still types."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from contributors.models import Task
from github_sync.sandbox import Sandbox
from tests.contributors.mirror import public


@pytest.mark.django_db(transaction=True)
def test_documentation_and_tasks_are_found(client: Client, harbor: Sandbox) -> None:
    assert "/docs/harbor/start/" in client.get("/search/", {"q": "hello"}).content.decode()
    assert "/tasks/harbor/core/1/" in client.get("/search/", {"q": "typo"}).content.decode()


@pytest.fixture
def _filled(empty_site: None, tmp_path: Path) -> None:
    """45 tasks and 45 sections about lanterns, all of them indexed."""
    for number in range(1, 46):
        Task.objects.create(owner="harbor", name="core", number=number, source="github", external_id=f"1/{number}",
                            repository_number=public(full_name="harbor/core"),
                            title=f"Hang lantern {number}", body_text="At the quay")  # fmt: skip
    text = "# Lights\n\n" + "".join(f"## Lantern {number}\n\nIt hangs at the quay.\n\n" for number in range(1, 46))
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "lights.md").write_text(text)
    call_command("import_docs", "--from", str(tmp_path / "tree"), "--title", "Lights", "--slug", "lights")


def _links(page: str, start: str) -> set[str]:
    return set(re.findall(rf'href="({start}[^"]*)"', page))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_filled")
def test_totals_are_real_and_all_of_a_kind_can_be_reached(client: Client) -> None:
    page = client.get("/search/", {"q": "lantern"}).content.decode()
    assert "90 results for “lantern”" in page
    assert page.count("Show all 45") == 2
    for kind, start in (("docs", "/docs/lights/lights/#"), ("tasks", "/tasks/harbor/core/")):
        found: set[str] = set()
        for number in (1, 2, 3):
            page = client.get("/search/", {"q": "lantern", "in": kind, "page": number}).content.decode()
            assert f"Page {number} of 3" in page
            found |= _links(page, start)
        assert len(found) == 45


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_filled")
def test_the_beginning_of_the_last_word_is_enough(client: Client) -> None:
    assert "90 results" in client.get("/search/", {"q": "lant"}).content.decode()
    assert "90 results" in client.get("/search/", {"q": "quay lant"}).content.decode()
    assert "Nothing found" in client.get("/search/", {"q": "antern"}).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("text", ["30", "#30"])
def test_a_number_finds_the_task_of_that_number_first(client: Client, text: str) -> None:
    page = client.get("/search/", {"q": text, "in": "tasks"}).content.decode()
    assert re.findall(r'href="(/tasks/harbor[^"]*)"', page)[0] == "/tasks/harbor/core/30/"
