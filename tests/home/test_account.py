"""Your own page."""

import pytest
from django.test import Client
from django.utils import timezone

from common import roles
from common.models import User
from contributors.models import Task
from contributors.services.claims import claim_task
from home.services.setup import ensure_site
from tests.contributors.mirror import public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/account/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/account/"


def test_a_new_member_sees_what_to_do_first(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    page = client.get("/account/").content.decode()
    assert "Signed in as charlie" in page
    assert "You have claimed no task" in page
    assert "Not connected to GitHub" in page
    assert "/admin/" not in page


def test_a_claimed_task_is_listed_with_its_end(client: Client, charlie: User) -> None:
    now = timezone.now()
    task = Task.objects.create(source="github", external_id="1/1", owner="harbor", name="core", number=1,
                               repository_number=public(full_name="harbor/core"),
                               title="Typo", opened_at=now, updated_at=now)  # fmt: skip
    claim = claim_task(user=charlie, task_id=task.pk)
    client.force_login(charlie)
    page = client.get("/account/").content.decode()
    assert "Typo" in page
    assert f"Yours until {claim.expires_at:%-d %B %Y}" in page
    assert "Connect your GitHub account" in page


def test_roles_are_said_and_open_the_admin(client: Client, alice: User) -> None:
    ensure_site(name="Harbor")
    client.force_login(alice)
    page = client.get("/account/").content.decode()
    assert roles.MAINTAINERS in page
    assert 'href="/admin/"' in page
    assert client.get("/admin/").status_code == 200


def test_it_is_never_kept_for_others(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    client.get("/account/")
    assert Client().get("/account/").status_code == 302
