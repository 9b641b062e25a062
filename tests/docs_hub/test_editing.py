"""Editing through the real form of the Wagtail admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSection
from docs_hub.queries.search import search_pages
from tests.docs_hub.forms import NO_COMMENTS, hidden_fields, post_form

TRICKY = {
    "lf.md": b"# A\n\ntext\n",
    "crlf.md": b"# A\r\n\r\ntext\r\n",
    "mixed.md": b"# A\r\nb\nc\r\n\n",
    "cr.md": b"# A\rb\r",
    "bom.md": b"\xef\xbb\xbf# A\n",
    "no-end.md": b"# A\n\ntext",
    "spaces.md": b"\n\n  # A  \n\n\ttext\t\n \n\n\n",
    "empty.md": b"",
    "html.md": b"<textarea>&amp;</textarea>\n\"quotes' & <b>\n",
    "unicode.md": "# \u00fc\u2028x\u200b\u0085\U0001f600\x0c\n".encode(),
}
Form = Callable[..., DocPage]


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "correct horse battery"))
    return client


@pytest.fixture
def send_form(editor: Client) -> Form:
    def send(page: DocPage, change: Callable[[str], str] = str, **more: str) -> DocPage:
        response = post_form(editor, page, change=change, **more)
        assert response.status_code == 302, response.content.decode()[:3000]
        return DocPage.objects.get(pk=page.pk)

    return send


def test_the_untouched_form_keeps_every_byte(bring_in: Callable[..., Any], send_form: Form) -> None:
    bring_in(TRICKY)
    for path, content in TRICKY.items():
        page = send_form(DocPage.objects.get(source_path=path))
        assert page.source.encode() == content, path


def test_an_edited_line_is_the_only_difference(bring_in: Callable[..., Any], send_form: Form) -> None:
    bring_in(TRICKY)
    page = send_form(DocPage.objects.get(source_path="crlf.md"), lambda text: text.replace("text", "more text"))
    assert page.source.encode() == b"# A\r\n\r\nmore text\r\n"


def test_a_published_edit_is_rendered_and_found(
    bring_in: Callable[..., Any], send_form: Form, client: Client, run_queue: Callable[[], Any], transactional_db: None
) -> None:
    bring_in(TRICKY)
    page = send_form(
        DocPage.objects.get(source_path="lf.md"), lambda text: text + "\n## Zebra crossing\n\n<script>x</script>\n"
    )
    run_queue()
    shown = client.get("/docs/handbook/lf/").content.decode()
    assert '<h2 id="zebra-crossing">' in shown
    assert "<script>x" not in shown
    assert [found.url for found in search_pages("zebra crossing")] == ["/docs/handbook/lf/#zebra-crossing"]
    assert DocSection.objects.filter(page=page, anchor="zebra-crossing").count() == 1


def test_the_preview_shows_the_text_that_is_not_saved(bring_in: Callable[..., Any], editor: Client) -> None:
    bring_in(TRICKY)
    page = DocPage.objects.get(source_path="lf.md")
    url = f"/admin/pages/{page.pk}/edit/preview/"
    shown = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    data = {
        **hidden_fields(shown),
        "title": "A",
        "slug": page.slug,
        "source": "# Preview me\r\n",
        **NO_COMMENTS,
    }
    assert editor.post(url, data).json()["is_valid"]
    assert "Preview me" in editor.get(url).content.decode()
    assert DocPage.objects.get(pk=page.pk).source == "# A\n\ntext\n"
