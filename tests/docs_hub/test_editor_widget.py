"""What the edit form tells the editor of a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage
from docs_hub.services.editing import prepare_edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]
NOTES = "markdown_extensions: [admonition]\n"


@pytest.fixture
def shown(bring_in: Callable[..., Any], page_at: Callable[[str], DocPage], client: Client, wendy: User) -> Any:
    client.force_login(wendy)

    def show(files: dict[str, str], path: str, **options: str) -> str:
        bring_in(files, **options)
        text = client.get(f"/admin/pages/{page_at(path).pk}/edit/").content.decode()
        return text[text.index('<textarea name="source"') :].partition(">")[0]

    return show


@pytest.mark.parametrize(("config", "has_notes"), [(NOTES, True), ("site_name: X\n", False)])
def test_a_note_box_is_offered_where_the_tree_shows_one(shown: Any, config: str, has_notes: bool) -> None:
    area = shown({"mkdocs.yml": config, "docs/a.md": "# A\n"}, "a.md")
    assert 'data-dialect="mkdocs"' in area
    assert ("data-no-notes" not in area) is has_notes


def test_each_dialect_is_told(shown: Any) -> None:
    area = shown({"a.md": "# A\n"}, "a.md", dialect="docusaurus")
    assert 'data-dialect="docusaurus"' in area
    assert "data-no-notes" not in area


def test_a_new_page_has_the_dialect_of_its_source(bring_in: Callable[..., Any], client: Client, wendy: User) -> None:
    bring_in({"index.md": "# A\n"}, dialect="docusaurus")
    client.force_login(wendy)
    parent = DocPage.objects.get(address="")
    text = client.get(f"/admin/pages/add/docs_hub/docpage/{parent.pk}/").content.decode()
    assert 'data-dialect="docusaurus"' in text
    assert "data-lint-url" not in text


SPHINX = {"conf.py": "extensions = ['myst_parser']\n", "index.rst": "Home\n====\n", "b.rst": "B\n=\n", "a.md": "# A\n"}


@pytest.mark.parametrize(("path", "dialect"), [("b.rst", "rst"), ("a.md", "myst")])
def test_the_pages_of_a_sphinx_site_are_in_two_languages(shown: Any, path: str, dialect: str) -> None:
    assert f'data-dialect="{dialect}"' in shown(SPHINX, path)


def test_a_new_page_is_written_as_most_of_its_site(bring_in: Callable[..., Any], client: Client, wendy: User) -> None:
    bring_in(SPHINX)
    client.force_login(wendy)
    parent = DocPage.objects.get(address="")
    text = client.get(f"/admin/pages/add/docs_hub/docpage/{parent.pk}/").content.decode()
    assert 'data-dialect="rst"' in text
    page = DocPage(title="New", slug="new", source="New\n===\n")
    prepare_edit(page=page, parent=parent, is_changed=True)
    assert page.source_path == "new.rst"
