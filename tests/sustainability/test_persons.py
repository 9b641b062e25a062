"""Two accounts of one person are one person: in self-merges, in reviews and in conversion."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from contributors.models import Contribution, Identity, Person
from github_sync.models import Account, Issue, PullRequest, Repository, Review
from sustainability.domain.answers import Window
from sustainability.queries.facts import gather

pytestmark = pytest.mark.django_db

WINDOW = Window(date(2026, 1, 1), date(2026, 4, 1))
OPENED = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def repository():
    return Repository.objects.create(full_name="harbor/core", github_id=1)


@pytest.fixture
def accounts():
    """Alice at work and at home are one person; Bob is another; Robbie is a bot that GitHub takes for a human."""
    found = {}
    people = {"alice": "Alice", "alice-home": "Alice", "bob": "Bob", "robbie": "Robbie"}
    for number, (login, name) in enumerate(people.items(), 10):
        found[login] = Account.objects.create(github_id=number, login=login)
        person, _ = Person.objects.get_or_create(slug=name.lower(), defaults={"name": name, "is_bot": name == "Robbie"})
        Identity.objects.create(person=person, key=f"github:{number}", login=login)
    return found


def merged(repository, number, author, merger, **reviews):
    change = PullRequest.objects.create(
        repository=repository, number=number, github_id=number, title="x", state="closed", author=author,
        merged_by=merger, created_at=OPENED, updated_at=OPENED, closed_at=OPENED + timedelta(days=2),
        merged_at=OPENED + timedelta(days=2),
    )  # fmt: skip
    for state, reviewer in reviews.items():
        Review.objects.create(
            pull_request=change, github_id=number * 100 + reviewer.pk, author=reviewer, state=state.upper(),
            submitted_at=OPENED + timedelta(hours=1),
        )  # fmt: skip


def figures():
    return gather(WINDOW, timezone.now()).answers()


def test_the_approval_of_ones_other_account_is_no_approval(repository, accounts):
    alice, home, bob = accounts["alice"], accounts["alice-home"], accounts["bob"]
    merged(repository, 1, alice, alice, approved=home)
    merged(repository, 2, alice, home)
    merged(repository, 3, alice, alice, approved=bob)
    merged(repository, 4, alice, bob, approved=accounts["robbie"])
    found = figures()
    assert found["self_merge_rate"].value == 0.5
    assert found["merged_without_review"].value == 0.75
    assert (found["review_duration"].value, found["review_duration"].n) == (1.0, 1)


def test_a_person_with_two_accounts_converts_once(repository, accounts):
    for number, login in ((1, "alice"), (2, "bob"), (3, "robbie")):
        Issue.objects.create(
            repository=repository, number=number, github_id=number, title="x", state="open", author=accounts[login],
            created_at=OPENED, updated_at=OPENED,
        )  # fmt: skip
    merged(repository, 4, accounts["alice-home"], accounts["bob"])
    found = figures()["conversion"]
    assert (found.value, found.n, found.detail["d1_and_d2"]) == (0.5, 2, 1)


def test_newcomers_have_their_ninety_days_beyond_the_end(repository, accounts):
    alice = Person.objects.get(name="Alice")
    for number, on in enumerate((datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))):
        Contribution.objects.create(
            person=alice, kind="code", occurred_at=on, repository="harbor/core", source="test", external_id=str(number),
            status="confirmed", evidence_url="https://example.org/",
        )  # fmt: skip
    found = gather(WINDOW, datetime(2026, 11, 1, tzinfo=UTC)).answers()["returning_newcomers"]
    assert (found.value, found.n) == (1.0, 1)
    early = gather(WINDOW, datetime(2026, 4, 15, tzinfo=UTC)).answers()["returning_newcomers"]
    assert (early.value, early.coverage["too_new_to_tell"]) == (None, 1)


def test_flow_says_what_was_left_out(repository, accounts):
    bot = Account.objects.create(github_id=99, login="bot", is_bot=True)
    for number, author in enumerate((accounts["bob"], None, bot), 1):
        Issue.objects.create(
            repository=repository, number=number, github_id=number, title="x", state="open", author=author,
            created_at=OPENED, updated_at=OPENED,
        )  # fmt: skip
    found = figures()["time_to_first_response"].coverage
    assert (found["bots_removed"], found["threads_opened"], found["attributed_share"]) == (1, 2, 0.5)
