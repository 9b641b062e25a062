"""What a writer may do, and how their work becomes public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import GroupApprovalTask, WorkflowTask

from common import roles
from common.models import User
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.forms import post_form
from tests.docs_hub.suggesting import Review

pytestmark = pytest.mark.usefixtures("empty_site")
PageAt = Callable[[str], DocPage]


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_a_writer_submits_a_maintainer_approves_and_readers_see_it(
    bring_in: Callable[..., Any], page_at: PageAt, wendy: User, alice: User
) -> None:
    bring_in({"index.md": "# Hi\n", "a.md": "# Alpha\n"})
    page, writer, maintainer, reader = page_at("a.md"), Client(), Client(), Client()
    writer.force_login(wendy)
    assert b"action-publish" not in writer.get(f"/admin/pages/{page.pk}/edit/").content
    answer = post_form(writer, page, change=lambda text: text + "\nNew words.\n", **{"action-submit": "Submit"})
    assert answer.status_code == 302
    assert b"New words" not in reader.get("/docs/handbook/a/").content
    maintainer.force_login(alice)
    assert "Awaiting your review" in maintainer.get("/admin/").content.decode()
    Review(maintainer, page).send()
    assert b"New words" in reader.get("/docs/handbook/a/").content


def test_setting_up_again_keeps_one_review_and_who_an_operator_gave_it_to() -> None:
    task = GroupApprovalTask.objects.get(name="Review by a maintainer")
    task.groups.set(Group.objects.filter(name=roles.WRITERS))
    call_command("setup_site", "--name", "Harbor", verbosity=0)
    assert [group.name for group in task.groups.all()] == [roles.WRITERS]
    assert WorkflowTask.objects.filter(task=task).count() == 1


def test_a_writer_looks_at_sources_and_changes_none(
    bring_in: Callable[..., Any], source: Callable[[], DocSource], wendy: User, client: Client
) -> None:
    bring_in({"index.md": "# Hi\n"})
    before = source().imported_at
    client.force_login(wendy)
    assert client.get("/admin/documentation/").status_code == 200
    for address in ("new/", f"edit/{source().pk}/", f"delete/{source().pk}/"):
        assert client.get(f"/admin/documentation/{address}").status_code == 302, "sent away"
    assert client.post(f"/admin/documentation/import/{source().pk}/").status_code == 403
    assert source().imported_at == before
