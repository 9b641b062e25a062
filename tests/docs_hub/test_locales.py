"""Pages stand in the Wagtail locale of their language, and translations share their original's key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from common.models import User
from docs_hub.models import DocPage, DocSource
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source

pytestmark = [pytest.mark.usefixtures("site_root"), pytest.mark.django_db]
ENGLISH = {"index.md": "# Home\n", "a.md": "# Alpha\n", "b.md": "# Beta\n"}
GERMAN = {"index.md": "# Start\n", "a.md": "# Alpha\n", "nur.md": "# Nur hier\n"}
BringIn = Callable[..., Any]


def translate(folder: Path, slug: str, language: str, files: dict[str, str]) -> DocSource:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text)
    source = prepare_source(repository="", path=str(folder), slug=slug)
    source.original, source.language = source.original or DocSource.objects.get(slug="handbook"), language
    import_source(source=source)
    return source


@pytest.fixture
def german(bring_in: BringIn, tmp_path: Path) -> DocSource:
    bring_in(ENGLISH)
    return translate(tmp_path / "de", "deutsch", "de", GERMAN)


def at(slug: str, path: str) -> DocPage:
    return DocPage.objects.select_related("locale").get(doc_source__slug=slug, source_path=path)


def languages(page: DocPage) -> list[str]:
    return sorted(one.locale.language_code for one in page.get_translations(inclusive=True))


def test_wagtail_knows_what_is_a_translation_of_what(german: DocSource) -> None:
    assert at("deutsch", "a.md").locale.language_code == "de"
    assert list(at("handbook", "a.md").get_translations()) == [at("deutsch", "a.md")]
    assert languages(at("handbook", "b.md")) == ["en"]
    assert languages(at("deutsch", "nur.md")) == ["de"]
    assert set(german.own_pages().values_list("locale__language_code", flat=True)) == {"de"}


def test_importing_again_changes_nothing(german: DocSource, bring_in: BringIn, tmp_path: Path) -> None:
    before = list(DocPage.objects.order_by("pk").values_list("pk", "locale", "translation_key"))
    bring_in({})
    translate(tmp_path / "de", "deutsch", "de", GERMAN)
    assert list(DocPage.objects.order_by("pk").values_list("pk", "locale", "translation_key")) == before


def test_a_renamed_original_keeps_its_translation(german: DocSource, bring_in: BringIn) -> None:
    bring_in({"a.md": None, "alpha.md": ENGLISH["a.md"]})
    assert list(at("handbook", "alpha.md").get_translations()) == [at("deutsch", "a.md")]


def test_a_page_that_the_original_gets_later_is_joined(german: DocSource, bring_in: BringIn) -> None:
    bring_in({"nur.md": "# Only here\n"})
    assert languages(at("handbook", "nur.md")) == ["de", "en"]


def test_a_deleted_original_leaves_its_translation_alone(german: DocSource, bring_in: BringIn, tmp_path: Path) -> None:
    DocPage.objects.get(pk=at("handbook", "a.md").pk).delete()
    translate(tmp_path / "de", "deutsch", "de", GERMAN)
    assert languages(at("deutsch", "a.md")) == ["de"]
    bring_in({})
    assert languages(at("deutsch", "a.md")) == ["de", "en"]


def test_a_source_that_is_no_translation_any_more_is_parted(german: DocSource, tmp_path: Path) -> None:
    DocPage.objects.filter(doc_source=german).update(translation_of=None)
    german.original = None
    import_source(source=german)
    assert languages(at("deutsch", "a.md")) == ["de"]
    assert languages(at("handbook", "a.md")) == ["en"]


def test_another_language_is_another_locale(german: DocSource, tmp_path: Path) -> None:
    keys = dict(german.own_pages().values_list("source_path", "translation_key"))
    translate(tmp_path / "de", "deutsch", "pt-BR", GERMAN)
    assert languages(at("handbook", "a.md")) == ["en", "pt-br"]
    assert dict(german.own_pages().values_list("source_path", "translation_key")) == keys
    translate(tmp_path / "de", "deutsch", "en", GERMAN)
    assert languages(at("handbook", "a.md")) == ["en"]
    assert languages(at("deutsch", "a.md")) == ["en"], "one page for each key and locale"


def test_of_two_translations_into_one_language_the_first_is_joined(german: DocSource, tmp_path: Path) -> None:
    translate(tmp_path / "de2", "oesterreich", "de-AT", GERMAN)
    assert languages(at("handbook", "a.md")) == ["de", "en"]
    assert languages(at("oesterreich", "a.md")) == ["de"]


def test_pages_that_swap_their_names_swap_nothing_else(german: DocSource, tmp_path: Path) -> None:
    one, two = at("deutsch", "a.md").pk, at("deutsch", "index.md").pk
    DocPage.objects.filter(pk=one).update(translation_of=at("handbook", "index.md").pk)
    DocPage.objects.filter(pk=two).update(translation_of=at("handbook", "a.md").pk)
    translate(tmp_path / "de", "deutsch", "de", GERMAN)
    assert [page.pk for page in at("handbook", "index.md").get_translations()] == [one]
    assert [page.pk for page in at("handbook", "a.md").get_translations()] == [two]


@pytest.mark.parametrize("language", ["tlh", "x-klingon", "en-GB"])
def test_a_language_that_wagtail_does_not_know_breaks_nothing(bring_in: BringIn, tmp_path: Path, language: str) -> None:
    bring_in(ENGLISH)
    source = translate(tmp_path / "other", "other", language, GERMAN)
    assert source.own_pages().count() == len(GERMAN)
    assert at("other", "a.md").locale.language_code == ("en-gb" if language == "en-GB" else "en")


def test_the_editor_leads_from_one_language_to_the_other(german: DocSource, client: Client, alice: User) -> None:
    alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    shown = client.get(f"/admin/pages/{at('handbook', 'a.md').pk}/edit/").content.decode()
    assert f"/admin/pages/{at('deutsch', 'a.md').pk}/edit/" in shown
    assert "German" in shown


def test_readers_switch_between_a_translation_and_its_original(german: DocSource, client: Client) -> None:
    assert 'href="/docs/deutsch/a/" lang="de"' in client.get("/docs/handbook/a/").content.decode()
    assert 'href="/docs/handbook/a/" lang="en"' in client.get("/docs/deutsch/a/").content.decode()


def test_an_edit_keeps_the_page_where_it_is(german: DocSource, wendy: User) -> None:
    page = at("deutsch", "a.md")
    page.source = "# Alpha\n\nNeu.\n"
    page.save_revision(user=wendy).publish()
    assert languages(at("handbook", "a.md")) == ["de", "en"]
    assert Locale.objects.filter(language_code="de").count() == 1


def test_an_original_that_takes_its_translations_language_keeps_importing(german: DocSource, bring_in: BringIn) -> None:
    DocSource.objects.filter(slug="handbook").update(language="de")
    bring_in(ENGLISH)
    assert languages(at("handbook", "a.md")) == ["de"]
    assert languages(at("deutsch", "a.md")) == ["de"]
