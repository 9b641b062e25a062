"""Translations know the text that they were made from, readers are told, and translators have a queue."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from common.models import User
from contributors.models import Contribution
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.translations import behind, behind_pages
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
TREE = {"index.md": "# Home\n", "a.md": "# Alpha\n\nOne.\n"}
GERMAN = {"index.md": "# Start\n", "a.md": "# Alpha\n\nEins.\n", "only.md": "# Nur hier\n"}
QUEUE = "/admin/documentation-edits/translations/"


@pytest.fixture
def german(bring_in: Callable[..., Any], tmp_path: Path) -> DocPage:
    """a.md in German, joined to a.md of the handbook."""
    bring_in(TREE)
    folder = tmp_path / "deutsch"
    folder.mkdir()
    for name, text in GERMAN.items():
        (folder / name).write_text(text)
    source = prepare_source(repository="", path=str(folder), slug="deutsch")
    source.original = DocSource.objects.get(slug="handbook")
    import_source(source=source)
    return DocPage.objects.get(doc_source=source, source_path="a.md")


def mark(client: Client, page: DocPage) -> Any:
    sha = DocPage.objects.get(pk=page.translation_of_id).text_sha
    return client.post(f"{QUEUE}{page.pk}/current/", {"seen_sha": sha})


def test_it_counts_the_changes_since_and_shows_them(
    german: DocPage, bring_in: Callable[..., Any], wendy: User, client: Client
) -> None:
    assert german.translation_of == DocPage.objects.get(doc_source__slug="handbook", source_path="a.md")
    assert "Nobody compared it" in client.get("/docs/deutsch/a/").content.decode()
    writer = Client()
    writer.force_login(wendy)
    assert mark(writer, german).status_code == 302
    assert "About this translation" not in client.get("/docs/deutsch/a/").content.decode()
    assert client.get(f"/docs-original/{german.pk}/").status_code == 404
    for number in range(3):
        bring_in({"a.md": f"# Alpha\n\nOne.\n\nMore {number}.\n"})
    shown = client.get("/docs/deutsch/a/").content.decode()
    assert "Its original changed 3 times since." in shown
    assert 'href="/docs/handbook/a/"' in shown
    assert "3 changes behind" in writer.get(QUEUE).content.decode()
    page = writer.get(f"{QUEUE}{german.pk}/").content.decode()
    assert "More 2." in page
    assert "More 0." not in page, "what is new in the end, not on the way"
    assert f'href="/docs-original/{german.pk}/"' in shown
    public = client.get(f"/docs-original/{german.pk}/")
    assert '<ins class="docs-diff__line">More 2.</ins>' in public.content.decode()
    assert "noindex" in public["X-Robots-Tag"]
    mark(writer, german)
    assert behind(DocPage.objects.get(pk=german.pk)) is None


def test_what_is_new_is_kept_with_an_original_that_is_kept_for_members(
    german: DocPage, bring_in: Callable[..., Any], wendy: User, client: Client
) -> None:
    client.force_login(wendy)
    mark(client, german)
    bring_in({"a.md": "# Alpha\n\nTwo.\n"})
    original = DocPage.objects.get(pk=german.translation_of_id)
    PageViewRestriction.objects.create(page=original.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/docs-original/{german.pk}/").status_code == 200
    assert Client().get(f"/docs-original/{german.pk}/").status_code == 404
    assert "docs-original" not in Client().get("/docs/deutsch/a/").content.decode()


def test_an_edit_of_the_original_made_here_counts_too(
    german: DocPage, wendy: User, run_queue: Callable[[], Any]
) -> None:
    writer = Client()
    writer.force_login(wendy)
    mark(writer, german)
    from tests.docs_hub.manual import Manual

    original = DocPage.objects.select_related("doc_source").get(pk=german.translation_of_id)
    assert Manual.__doc__
    from docs_hub.services.publishing import publish_text

    publish_text(page=original, text="# Alpha\n\nOne, better.\n", actor=wendy)
    run_queue()
    found = behind(DocPage.objects.get(pk=german.pk))
    assert found is not None
    assert found.changes == 1


def test_a_page_without_an_original_is_none(german: DocPage) -> None:
    assert DocPage.objects.get(source_path="only.md").translation_of is None
    assert set(behind_pages().values_list("source_path", flat=True)) == {"a.md", "index.md"}


def test_an_original_that_moves_keeps_its_translation(german: DocPage, bring_in: Callable[..., Any]) -> None:
    bring_in({"a.md": None, "moved.md": TREE["a.md"]})
    again = DocPage.objects.get(pk=german.pk)
    assert again.translation_of.source_path == "moved.md"


def test_who_saw_an_older_original_is_told(german: DocPage, bring_in: Callable[..., Any], wendy: User) -> None:
    writer = Client()
    writer.force_login(wendy)
    sha = german.translation_of.text_sha
    bring_in({"a.md": "# Alpha\n\nTwo.\n"})
    answer = writer.post(f"{QUEUE}{german.pk}/current/", {"seen_sha": sha}, follow=True)
    assert "changed a moment ago" in answer.content.decode()
    assert DocPage.objects.get(pk=german.pk).translated_from_blob == ""


def test_only_those_who_write_mark_it(german: DocPage, charlie: User) -> None:
    stranger = Client()
    stranger.force_login(charlie)
    for client in (Client(), stranger):
        assert mark(client, german).status_code in (302, 403)
    assert DocPage.objects.get(pk=german.pk).translated_from_blob == ""


def test_a_translation_is_credited_as_one(german: DocPage, wendy: User, run_queue: Callable[[], Any]) -> None:
    from docs_hub.services.publishing import publish_text

    page = DocPage.objects.select_related("doc_source").get(pk=german.pk)
    publish_text(page=page, text="# Alpha\n\nEins, besser.\n", actor=wendy)
    run_queue()
    assert Contribution.objects.get(person__user=wendy).kind == "translation"
