"""Title and description in the edit form are single lines of the text."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage
from tests.docs_hub.forms import NO_COMMENTS, hidden_fields, post_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TEXT = "---\r\n# kept\r\nid: a\r\ntitle: 'Old'   # why\r\ntags: [x,  y]\r\n---\r\n\r\n# Alpha\r\n\r\ntext  \r\n"


@pytest.fixture
def maintainer(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.mark.parametrize("dialect", ["mkdocs", "docusaurus", "gfm", "discourse"])
def test_a_new_title_changes_its_line_and_no_other_byte(
    bring_in: Import, page_at: PageAt, maintainer: Client, dialect: str
) -> None:
    bring_in({"index.md": "# Home\n", "a.md": TEXT}, dialect=dialect)
    assert post_form(maintainer, page_at("a.md"), title="New: better", **{"action-publish": "x"}).status_code == 302
    page = page_at("a.md")
    assert page.source == TEXT.replace("'Old'", "'New: better'")
    assert page.title == "New: better"


def test_a_description_gets_a_line_where_there_is_none(bring_in: Import, page_at: PageAt, maintainer: Client) -> None:
    bring_in({"index.md": "# Home\n", "a.md": TEXT, "b.md": "# Beta\n"})
    for path in ("a.md", "b.md"):
        post_form(maintainer, page_at(path), search_description="What it is.", **{"action-publish": "x"})
    assert page_at("a.md").source == TEXT.replace("y]\r\n", "y]\r\ndescription: What it is.\r\n")
    assert page_at("b.md").source == "---\ndescription: What it is.\n---\n\n# Beta\n"
    assert page_at("b.md").search_description == "What it is."
    post_form(maintainer, page_at("b.md"), search_description="", **{"action-publish": "x"})
    assert page_at("b.md").source == "# Beta\n"
    assert page_at("b.md").search_description == ""


def test_title_and_text_can_change_at_once(bring_in: Import, page_at: PageAt, maintainer: Client) -> None:
    bring_in({"a.md": TEXT})
    change = {"change": lambda text: text.replace("text  ", "words")}
    post_form(maintainer, page_at("a.md"), title="New", **change, **{"action-publish": "x"})
    assert page_at("a.md").source == TEXT.replace("'Old'", "'New'").replace("text  ", "words")


def test_a_title_that_the_navigation_gives_is_fixed(bring_in: Import, page_at: PageAt, maintainer: Client) -> None:
    bring_in({"mkdocs.yml": "nav:\n  - Start: a.md\n", "docs/a.md": "# Alpha\n"})
    assert post_form(maintainer, page_at("a.md"), title="New", **{"action-publish": "x"}).status_code == 302
    assert page_at("a.md").title == "Start"
    assert page_at("a.md").source == "# Alpha\n"


def test_settings_that_cannot_be_changed_by_a_line_are_said(
    bring_in: Import, page_at: PageAt, maintainer: Client
) -> None:
    text = "---\n{id: a, title: Old}\n---\n# A\n"
    bring_in({"a.md": text})
    answer = post_form(maintainer, page_at("a.md"), title="New", **{"action-publish": "x"})
    assert "only you can change" in answer.content.decode()
    assert page_at("a.md").source == text


def test_a_description_in_the_text_is_the_description_after_an_edit_there(
    bring_in: Import, page_at: PageAt, maintainer: Client
) -> None:
    bring_in({"a.md": "---\ndescription: One.\n---\n# A\n"})
    post_form(maintainer, page_at("a.md"), change=lambda text: text.replace("One.", "Two."))
    assert page_at("a.md").search_description == "Two."


def test_automatic_saves_of_an_open_form_write_nothing_that_nobody_typed(
    bring_in: Import, page_at: PageAt, client: Client, alice: User
) -> None:
    """The form that is open goes on sending the title and the description which it was opened with."""
    bring_in({"index.md": "---\ndescription: Old words\n---\n# Start\n"})
    client.force_login(alice)
    url = f"/admin/pages/{page_at('index.md').pk}/edit/"
    opened = hidden_fields(client.get(url).content.decode())
    text = "---\ndescription: New words\n---\n# Begin\n"
    sent = {"title": "Start", "slug": "handbook", "search_description": "Old words", "source": text, **NO_COMMENTS}
    for _ in range(3):
        client.post(url, {**opened, **sent, "action-save": "x"})
        draft = page_at("index.md").get_latest_revision_as_object()
        assert (draft.source, draft.title, draft.search_description) == (text, "Begin", "New words")
    for _ in range(2):
        client.post(url, {**opened, **sent, "title": "Hello", "action-save": "x"})
        assert "title: Hello\n" in page_at("index.md").get_latest_revision_as_object().source


def test_restructuredtext_has_no_settings_on_top(bring_in: Import, page_at: PageAt, maintainer: Client) -> None:
    bring_in({"conf.py": "project = 'Harbor'\n", "index.rst": "Home\n====\n", "m.md": "# M\n"})
    changes = {"title": "New", "search_description": "What it is."}
    for path in ("index.rst", "m.md"):
        assert post_form(maintainer, page_at(path), **changes, **{"action-publish": "x"}).status_code == 302
    assert (page_at("index.rst").source, page_at("index.rst").title) == ("Home\n====\n", "Home")
    assert "title: New" in page_at("m.md").source
    form = maintainer.get(f"/admin/pages/{page_at('index.rst').pk}/edit/").content.decode()
    assert "It is the first heading of the text" in form
