"""The admin's start page says what waits for whom."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from common.models import User
from contributors.models import Claim, Task
from contributors.services.claims import claim_task
from docs_hub.models import DocSource
from github_sync.models import Repository, SyncRun
from home.services.setup import ensure_site
from sustainability.models import Entry, FundingSource, Reserve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]


def _start_page(client: Client, user: User) -> str:
    ensure_site(name="Harbor")
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_an_operator_of_a_new_site_is_told_the_first_steps(client: Client, olga: User) -> None:
    page = _start_page(client, olga)
    assert "Add the first repository that this site follows." in page
    assert "Choose the labels that put an issue there." in page
    assert "Name the repository that your documentation lies in." in page
    assert "Record the first income and expenses" in page
    assert 'href="/admin/repository/new/"' in page


def test_what_failed_stands_first_and_says_why(client: Client, olga: User) -> None:
    repository = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")
    SyncRun.objects.create(
        repository=repository, started_at=timezone.now(), status=SyncRun.Status.FAILED, error="The token was refused."
    )
    DocSource.objects.create(slug="manual", title="Manual", error="No such folder.")
    page = _start_page(client, olga)
    assert "harbor/core cannot be synced: The token was refused." in page
    assert "Manual could not be imported: No such folder." in page
    assert page.index("The token was refused") < page.index("Choose the labels")


def test_old_reserves_are_asked_for(client: Client, olga: User, record_income: None) -> None:
    Reserve.objects.create(account="Bank", unrestricted_minor=100, currency="EUR", as_of="2020-01-01")
    assert "Nobody stated the reserves" in _start_page(client, olga)
    Reserve.objects.create(account="Bank", unrestricted_minor=100, currency="EUR", as_of=timezone.localdate())
    assert "Nobody stated the reserves" not in _start_page(client, olga)


def test_claims_that_end_soon_lead_to_their_tasks(client: Client, olga: User, charlie: User) -> None:
    soon, later = (
        Task.objects.create(owner="harbor", name="core", number=number, external_id=f"1/{number}", title=title)
        for number, title in ((1, "Paint the pier"), (2, "Count the gulls"))
    )
    for task in (soon, later):
        claim_task(user=charlie, task_id=task.pk)
    Claim.objects.filter(task=soon).update(expires_at=timezone.now() + timedelta(days=2))
    page = _start_page(client, olga)
    assert "1 claim ends within three days" in page
    [address] = re.findall(r'href="(/admin/contributors_tasks/\?[^"]*)"', page)
    tasks = client.get(address).content.decode()
    assert "Paint the pier" in tasks
    assert "Count the gulls" not in tasks


def test_a_writer_hears_nothing_of_money_and_repositories(client: Client, wendy: User) -> None:
    page = _start_page(client, wendy)
    assert "income and expenses" not in page
    assert "Add the first repository" not in page


@pytest.fixture
def record_income(db: None) -> None:
    source = FundingSource.objects.create(name="Donations", funding_class="community")
    Entry.objects.create(kind="income", source=source, amount_minor=100, currency="EUR", occurred_on="2026-01-01")
