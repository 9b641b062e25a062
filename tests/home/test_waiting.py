"""The admin's start page says what waits for whom."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from common.models import User
from contributors.models import Claim, Task
from contributors.services.claims import claim_task
from docs_hub.models import DocConflict, DocIndexPage, DocPage, DocSource, Proposal
from github_sync.models import Account, Delivery, Issue, IssueComment, OutboxAction, Repository, SyncRun
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
def guide(db: None) -> DocPage:
    source = DocSource.objects.create(slug="manual", title="Manual", writing="site")
    ensure_site(name="Harbor")
    home = Page.objects.get(pk=Page.objects.filter(depth=2).first().pk)
    top = home.add_child(instance=DocIndexPage(title="Docs", slug="docs"))
    page: DocPage = top.add_child(
        instance=DocPage(title="Guide", slug="guide", doc_source=source, source="# Guide\n", source_path="guide.md")
    )
    return page


def lines(client: Client, user: User) -> dict[str, str]:
    """State of each line by its words."""
    page = _start_page(client, user)
    found = re.findall(r'waiting__line--(\w+)">.*?<a href="[^"]*">(.*?)</a>', page, re.DOTALL)
    return {text: state for state, text in found}


def submit(page: DocPage, user: User) -> None:
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
    draft.source = "# Guide\n\nNew.\n"
    draft.save_revision(user=user)
    page.get_workflow().start(DocPage.objects.get(pk=page.pk), user)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_what_waits_for_review_is_told_to_who_reviews(client: Client, alice: User, wendy: User, guide: DocPage) -> None:
    assert "1 text waits for your review." not in lines(client, alice)
    submit(guide, wendy)
    assert lines(client, alice)["1 text waits for your review."] == "late"
    assert "1 text waits for your review." not in lines(client, wendy)
    state = DocPage.objects.get(pk=guide.pk).current_workflow_task_state
    state.reject(user=alice, comment="Shorter.")
    assert lines(client, wendy)["1 text of yours was sent back, with what to change."] == "late"
    assert "1 text of yours was sent back, with what to change." not in lines(client, alice)


def test_nothing_is_called_well_in_a_room_with_an_open_conflict(
    client: Client, olga: User, wendy: User, guide: DocPage
) -> None:
    assert lines(client, olga)["0 documentation pages imported."] == "fine"
    assert lines(client, wendy)["No text waits for you, and every edit is on its way."] == "fine"
    DocConflict.objects.create(page=guide, ours="a", theirs="b", theirs_sha="c")
    decide = "1 page changed here and in the repository: somebody has to decide."
    for user in (olga, wendy):
        assert lines(client, user)[decide] == "late"
    assert lines(client, olga)["0 documentation pages imported."] == "quiet"
    assert "No text waits for you, and every edit is on its way." not in lines(client, wendy)


def test_failures_are_counted_where_they_can_be_mended(client: Client, olga: User, guide: DocPage) -> None:
    Repository.objects.create(owner="harbor", name="core", full_name="harbor/core", synced_at=timezone.now())
    before = lines(client, olga)
    assert [state for text, state in before.items() if "followed" in text] == ["fine"]
    action = {"kind": "comment", "full_name": "harbor/core", "lane": "harbor/core#1", "number": 1}
    OutboxAction.objects.create(**action, state="refused")
    OutboxAction.objects.create(**action, error="No answer.")
    Delivery.objects.create(guid=uuid4(), event="issues", state="failed", reason="Unreadable")
    Proposal.objects.create(
        source=guide.doc_source, repository="harbor/core", title="Edit", branch="docs/edit", state="failed"
    )
    now = lines(client, olga)
    for words in (
        "1 change was refused by GitHub in the last week.",
        "1 change cannot be sent to GitHub and will be tried again.",
        "1 webhook of the last week could not be applied.",
        "1 edit could not be sent to the repository.",
    ):
        assert now[words] == "late"
    assert [state for text, state in now.items() if "followed" in text] == ["quiet"]


def test_threads_that_nobody_answered_are_counted_for_maintainers(client: Client, alice: User, wendy: User) -> None:
    repository = Repository.objects.create(
        owner="harbor", name="core", full_name="harbor/core", is_tracked=True, github_id=7
    )
    ann, bea, robot = (
        Account.objects.create(github_id=number, login=login, is_bot=login == "robot")
        for number, login in enumerate(("ann", "bea", "robot"), 1)
    )
    long_ago, today = timezone.now() - timedelta(days=9), timezone.now()
    for number, born in ((1, long_ago), (2, long_ago), (3, today)):
        Issue.objects.create(
            repository=repository, github_id=number, number=number, title="Help", author=ann, state="open",
            created_at=born, updated_at=born,
        )  # fmt: skip
    for key, (number, who) in enumerate(((1, ann), (1, robot), (2, bea)), 1):
        IssueComment.objects.create(
            repository=repository, github_id=key, number=number, author=who, created_at=today, updated_at=today
        )
    told = [text for text in lines(client, alice) if "first answer" in text]
    assert [text.split(", since")[0] for text in told] == [
        "1 thread on GitHub waits for a first answer. The oldest: harbor/core #1"
    ]
    assert not [text for text in lines(client, wendy) if "first answer" in text]


@pytest.fixture
def record_income(db: None) -> None:
    source = FundingSource.objects.create(name="Donations", funding_class="community")
    Entry.objects.create(kind="income", source=source, amount_minor=100, currency="EUR", occurred_on="2026-01-01")
