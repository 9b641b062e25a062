"""A time set for a text: the page stays as it is until then, and the queue publishes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from common.models import User
from docs_hub.models import DocEdit, DocPage
from docs_hub.services.rendering import render_page
from tests.docs_hub.forms import post_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
OLD, NEW = "# Alpha\n\nAs it was.\n", "# Alpha\n\nSaid better.\n"


@pytest.fixture
def page(bring_in: Callable[..., Any], page_at: Callable[[str], DocPage]) -> DocPage:
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    return page_at("a.md")


def let_it_pass(revision: Revision) -> None:
    past = timezone.now() - timedelta(minutes=1)
    content = revision.content | {"go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)


def run_schedule() -> None:
    """As the queue's clock does: the task that the settings name."""
    current_app.loader.import_default_modules()
    current_app.tasks[settings.CELERY_BEAT_SCHEDULE["publish-scheduled"]["task"]]()


def test_the_first_edit_of_an_imported_page_is_published_at_its_time_and_not_before(
    page: DocPage, client: Client, alice: User
) -> None:
    page.source, page.go_live_at = NEW, timezone.now() + timedelta(hours=1)
    render_page(page=page)
    revision = page.save_revision(user=alice)
    revision.publish(user=alice)
    run_schedule()
    now = DocPage.objects.get(pk=page.pk)
    assert (now.live, now.source, now.has_unpublished_changes) == (True, OLD, True)
    assert "As it was." in client.get(now.url).content.decode()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.schedule").exists()
    assert not DocEdit.objects.exists()
    let_it_pass(revision)
    run_schedule()
    now = DocPage.objects.get(pk=page.pk)
    assert (now.live, now.source, now.has_unpublished_changes) == (True, NEW, False)
    assert "Said better." in client.get(now.url).content.decode()


def test_a_time_set_on_the_edit_screen_leaves_the_page_there(page: DocPage, client: Client, alice: User) -> None:
    client.force_login(alice)
    due = timezone.localtime() + timedelta(days=1)
    answer = post_form(client, page, source=NEW, go_live_at=f"{due:%Y-%m-%d %H:%M}", **{"action-publish": "Publish"})
    assert "Until then readers see the text that is there now" in client.get(answer.url).content.decode()
    now = DocPage.objects.get(pk=page.pk)
    assert (now.live, now.source, now.has_unpublished_changes) == (True, OLD, True)
    let_it_pass(now.latest_revision)
    run_schedule()
    assert DocPage.objects.get(pk=page.pk).source == NEW


def test_a_later_time_takes_the_place_of_an_earlier_one(page: DocPage, alice: User) -> None:
    revisions = []
    for hours in (1, 2):
        page.source, page.go_live_at = NEW, timezone.now() + timedelta(hours=hours)
        revisions.append(page.save_revision(user=alice))
        revisions[-1].publish(user=alice)
    kept = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert [revision.pk for revision in kept] == [revisions[1].pk]
