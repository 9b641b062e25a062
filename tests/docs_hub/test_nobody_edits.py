"""What waits in a source that nobody edits here is published in no way, and kept; imports go on."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from common.models import User
from docs_hub.models import DocPage, DocSource
from docs_hub.services.publishing import publish_text
from tests.docs_hub.forms import post_form
from tests.docs_hub.suggesting import Review

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_site"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # Wagtail's own notifications by mail
]
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
OLD, NEW = "# Alpha\n\nAs it was.\n", "# Alpha\n\nSaid better.\n"
HELD_LOG = "docs_hub.services.holding"


@pytest.fixture
def maintainer(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def page(bring_in: Import, page_at: PageAt) -> DocPage:
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    return page_at("a.md")


def close() -> None:
    DocSource.objects.update(writing="closed")


def draft(page: DocPage, user: User) -> Revision:
    page.source = NEW
    return page.save_revision(user=user)


def schedule(page: DocPage, user: User) -> Revision:
    """Of a page that was published in the admin before; set for a time to come, which then passes."""
    page.save_revision(user=user).publish(user=user)
    page = DocPage.objects.get(pk=page.pk)
    page.source, page.go_live_at = NEW, timezone.now() + timedelta(hours=1)
    revision = page.save_revision(user=user)
    revision.publish(user=user)
    past = timezone.now() - timedelta(minutes=1)
    content = revision.content | {"go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    return revision


def kept(page: DocPage) -> bool:
    """Readers see the old text, and the new one is there."""
    now = DocPage.objects.get(pk=page.pk)
    return (now.source, now.live, now.has_unpublished_changes, now.get_latest_revision_as_object().source) == (
        OLD, True, True, NEW,
    )  # fmt: skip


@pytest.mark.parametrize("in_window", [True, False])
def test_an_approval_is_refused_in_words(page: DocPage, maintainer: Client, wendy: User, in_window: bool) -> None:
    writer = Client()
    writer.force_login(wendy)
    post_form(writer, page, source=NEW, **{"action-submit": "Submit"})
    close()
    state = DocPage.objects.get(pk=page.pk).current_workflow_task_state
    headers = {"X-Requested-With": "XMLHttpRequest"} if in_window else {}
    url = f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    answer = maintainer.post(url, {"comment": ""}, headers=headers)
    leads_to = answer.json()["redirect"] if in_window else answer.url
    shown = maintainer.get(leads_to).content.decode()
    assert "It cannot be published yet." in shown
    assert "edited in its repository only" in shown
    assert Review(maintainer, page).send().status_code == 409
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert kept(page)


@pytest.mark.parametrize("is_above", [False, True])
def test_so_is_publishing_many_at_once(page: DocPage, maintainer: Client, wendy: User, is_above: bool) -> None:
    draft(page, wendy)
    other = DocPage.objects.get(source_path="index.md")
    chosen = [other.get_parent().pk] if is_above else [other.pk, page.pk]
    if is_above:
        DocPage.objects.filter(pk=page.pk).update(live=False)
    close()
    query = "&".join(f"id={pk}" for pk in chosen)
    below = {"include_descendants": "on"} if is_above else {}
    answer = maintainer.post(f"/admin/bulk/wagtailcore/page/publish/?{query}&next=/admin/", below, follow=True)
    assert "edited in its repository only" in answer.content.decode()
    page.refresh_from_db()
    assert (page.live, page.source, page.get_latest_revision().content["source"]) == (not is_above, OLD, NEW)


def test_what_was_scheduled_is_held_and_shown(
    page: DocPage, maintainer: Client, wendy: User, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    schedule(page, alice)
    close()
    with caplog.at_level(logging.WARNING, HELD_LOG):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert kept(page)
    [told] = [record for record in caplog.records if record.name == HELD_LOG]
    assert "“Alpha”" in told.getMessage()
    assert PageLogEntry.objects.filter(page=page.pk, action="docs_hub.hold_publishing").count() == 1
    history = maintainer.get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Not published at the time set, since nobody edits here" in history
    assert "held back, since nobody edits here" in maintainer.get("/admin/docs_desk/").content.decode()
    shown = maintainer.get("/admin/docs_drafts/?shown=held").content.decode()
    assert ">Alpha</a>" in shown
    assert "Was to be published" in shown
    assert f"/admin/pages/{page.pk}/history/" in shown


def test_it_is_published_once_people_edit_here_again(page: DocPage, alice: User) -> None:
    schedule(page, alice)
    close()
    call_command("publish_scheduled")
    DocSource.objects.update(writing="site")
    call_command("publish_scheduled")
    assert DocPage.objects.get(pk=page.pk).source == NEW


def test_others_keep_their_time(page: DocPage, alice: User) -> None:
    other = DocPage.objects.get(source_path="index.md")
    schedule(page, alice)
    schedule(other, alice)
    close()
    DocPage.objects.filter(pk=other.pk).update(
        doc_source=DocSource.objects.create(slug="other", writing="site", path="x")
    )
    call_command("publish_scheduled")
    assert DocPage.objects.get(pk=other.pk).source == NEW
    assert kept(page)


def test_imports_publish_as_ever(page: DocPage, bring_in: Import, wendy: User) -> None:
    draft(page, wendy)
    close()
    bring_in({"index.md": "# Home, new\n", "b.md": "# Beta\n"})
    shown = dict(DocPage.objects.filter(live=True).values_list("source_path", "source"))
    assert (shown["index.md"], shown["b.md"]) == ("# Home, new\n", "# Beta\n")
    assert kept(page)


def test_the_repositorys_own_text_comes_back_as_ever(page: DocPage, alice: User) -> None:
    """The site's own hand, as after a pull request that was closed."""
    close()
    publish_text(page=DocPage.objects.get(pk=page.pk), text=NEW, actor=None)
    assert DocPage.objects.get(pk=page.pk).source == NEW


def test_nothing_is_held_where_people_edit(page: DocPage, maintainer: Client, wendy: User) -> None:
    draft(page, wendy)
    Review(maintainer, page).send()
    assert DocPage.objects.get(pk=page.pk).source == NEW
    listed = maintainer.get("/admin/docs_drafts/?shown=held").content.decode()
    assert "Every page shows its latest text." in listed
