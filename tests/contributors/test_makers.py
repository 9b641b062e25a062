"""Whoever made what was accepted is credited, once: authors inside pull requests, landed ones, what GitHub tells twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from common.models import AuditEntry
from contributors.domain.reviewing import ReviewActs
from contributors.models import Contribution, Identity, Person, Uncredited
from contributors.queries.ledger import coverage, latest_contributions
from contributors.services.recording import record_contributions
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferrywell():
    return mirror.repository()


def credited(repository) -> set[tuple[str, str]]:
    """Name and what for, of all that counts."""
    record_contributions(repository_id=repository.pk)
    rows = Contribution.objects.filter(status__in=Contribution.COUNTED, person__is_bot=False)
    return {(name, ref.partition("/")[2]) for name, ref in rows.values_list("person__name", "external_id")}


def test_authors_of_the_commits_in_a_pull_request_are_credited_beside_its_carrier(ferrywell):
    anna, bert, cleo = mirror.account("anna"), mirror.account("bert"), mirror.account("cleo")
    pull = mirror.merged(ferrywell, 1, anna, "reader.py")
    mirror.commit(ferrywell, "a1", bert, pull_request=pull, author_email="bert@example.org")
    mirror.commit(ferrywell, "a2", cleo, pull_request=pull)
    mirror.commit(ferrywell, "a3", bert, pull_request=pull)
    mirror.commit(ferrywell, "a4", mirror.account("updater"), pull_request=pull, parent_count=2)
    mirror.commit(ferrywell, "a5", None, pull_request=pull, author_name="Dora", author_email="dora@example.org")

    assert credited(ferrywell) == {(name, "pull/1") for name in ("Anna", "Bert", "Cleo", "Dora")}


def test_a_carriers_own_unknown_address_is_no_second_person(ferrywell):
    anna = mirror.account("anna", name="Anna Alm")
    pull = mirror.merged(ferrywell, 1, anna, "a.py")
    mirror.commit(ferrywell, "a1", None, pull_request=pull, author_name="anna  alm", author_email="anna@laptop.local")
    mirror.commit(ferrywell, "a2", None, pull_request=pull, author_name="anna", author_email="anna@other.local")
    assert credited(ferrywell) == {("Anna Alm", "pull/1")}
    assert Person.objects.count() == 1


def test_a_robot_that_carries_leaves_the_credit_to_the_authors(ferrywell):
    pull = mirror.merged(ferrywell, 1, mirror.account("backport-bot", is_bot=True), "a.py")
    mirror.commit(ferrywell, "a1", mirror.account("bert"), pull_request=pull)
    assert credited(ferrywell) == {("Bert", "pull/1")}


def test_a_deleted_carrier_does_not_take_credit_from_those_who_had_it(ferrywell):
    anna = mirror.account("anna")
    pull = mirror.merged(ferrywell, 1, anna, "a.py")
    mirror.commit(ferrywell, "a1", mirror.account("bert"), pull_request=pull)
    assert credited(ferrywell) == {("Anna", "pull/1"), ("Bert", "pull/1")}
    pull.author = None
    pull.save()
    assert credited(ferrywell) == {("Anna", "pull/1"), ("Bert", "pull/1")}


ASSISTANTS = (
    ("Copilot", "223556219+Copilot@users.noreply.github.com"),
    ("aider (gpt-4o)", "aider@aider.chat"),
    ("Amp", "amp@ampcode.com"),
    ("openhands", "openhands@all-hands.dev"),
    ("Warp", "agent@warp.dev"),
    ("Cursor", "cursoragent@cursor.com"),
)


def test_assistants_in_trailers_are_robots_and_no_people(ferrywell):
    bert = mirror.account("bert")
    for number, assistant in enumerate(ASSISTANTS, 1):
        pull = mirror.merged(ferrywell, number, bert, "a.py")
        mirror.commit(ferrywell, f"a{number}", bert, (assistant,), pull_request=pull)
    assert credited(ferrywell) == {("Bert", f"pull/{number}") for number in range(1, 7)}
    assert set(Person.objects.filter(is_bot=False).values_list("name", flat=True)) == {"Bert"}
    assert Uncredited.objects.filter(reason="bot").count() == 6
    whole = coverage(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    assert (whole.attributed, whole.bots_removed) == (6, 6)


def test_a_person_with_a_robots_account_too_stays_a_person(ferrywell):
    rosa, helper = mirror.account("rosa"), mirror.account("rosa-bot", is_bot=True)
    person = Person.objects.create(slug="rosa", name="Rosa")
    for account in (rosa, helper):
        Identity.objects.create(person=person, key=f"github:{account.github_id}", login=account.login)
    mirror.merged(ferrywell, 1, rosa, "a.py")
    mirror.merged(ferrywell, 2, helper, "a.py")
    assert credited(ferrywell) == {("Rosa", "pull/1")}
    assert Uncredited.objects.get().external_id.endswith("pull/2")


def landed(of, number, author, **fields):
    return mirror.pull(of, number, author=author, state="closed", closed_at=mirror.WHEN, paths=["a.py"], **fields)


def test_a_pull_request_that_commits_landed_counts_once(ferrywell):
    cleo, bert = mirror.account("cleo"), mirror.account("bert")
    mirror.commit(ferrywell, "b1", cleo, landed_number=1)
    mirror.commit(ferrywell, "b2", bert, (("Ines", "ines@example.org"),), landed_number=1)
    assert credited(ferrywell) == {("Cleo", "commit/b1"), ("Bert", "commit/b2"), ("Ines", "commit/b2")}

    pull = landed(ferrywell, 1, cleo)  # read later than its commits
    mirror.pull(ferrywell, 2, author=bert, state="closed", closed_at=mirror.WHEN)
    assert credited(ferrywell) == {(name, "pull/1") for name in ("Cleo", "Bert", "Ines")}
    assert (
        Contribution.objects.filter(external_id__endswith="pull/1").first().provenance == "GitHub: landed pull request"
    )

    pull.state, pull.closed_at = "open", None
    pull.save()
    assert credited(ferrywell) == {("Cleo", "commit/b1"), ("Bert", "commit/b2"), ("Ines", "commit/b2")}


def test_a_commit_that_two_repositories_share_counts_in_one(ferrywell):
    rosa = mirror.account("rosa")
    fork = mirror.repository("rosa/ferrywell", is_fork=True)
    for repository in (fork, ferrywell):
        mirror.commit(repository, "c1", rosa)
    mirror.commit(fork, "c2", rosa)
    credited(fork)
    assert credited(ferrywell) == {("Rosa", "commit/c1"), ("Rosa", "commit/c2")}
    assert Contribution.objects.count() == 2


def test_a_private_copy_does_not_take_the_credit_away(ferrywell):
    rosa = mirror.account("rosa")
    private = mirror.repository("ferrywell/before", is_private=True)
    for repository in (private, ferrywell):
        mirror.commit(repository, "c1", rosa)
    assert ("Rosa", "commit/c1") in credited(ferrywell)


def test_an_issue_that_moved_to_another_repository_counts_in_one(ferrywell):
    rosa, new = mirror.account("rosa"), mirror.repository("ferrywell/other")
    old = mirror.completed(ferrywell, 1, rosa)
    assert credited(ferrywell) == {("Rosa", "issue/1")}
    old.gone_at = timezone.now()
    old.save()
    assert credited(ferrywell) == {("Rosa", "issue/1")}  # deleted: what was solved stays
    mirror.completed(new, 7, rosa)
    new.issues.update(title=old.title)
    credited(ferrywell)
    assert credited(new) == {("Rosa", "issue/7")}


def test_one_review_told_in_several_rows_counts_once(ferrywell):
    rosa, tomas = mirror.account("rosa"), mirror.account("tomas")
    pull = mirror.merged(ferrywell, 1, rosa)

    def reviewed(hours, state="COMMENTED", body=""):
        at = mirror.WHEN + timedelta(hours=hours)
        return mirror.review(pull, tomas, state=state, body=body, submitted_at=at).github_id

    first = reviewed(0)
    reviewed(0.1)
    reviewed(0.2, "CHANGES_REQUESTED", "Please")
    reviewed(24)  # a reply to a line comment
    second = reviewed(25, "APPROVED")
    mirror.review(pull, rosa, submitted_at=mirror.WHEN)
    mine = {("Rosa", "pull/1")}
    assert credited(ferrywell) == mine | {("Tomas", f"review/{first}"), ("Tomas", f"review/{second}")}


def test_reviews_counted_more_than_once_before_become_void(ferrywell):
    rosa, tomas = mirror.account("rosa"), mirror.account("tomas")
    pull = mirror.merged(ferrywell, 1, rosa)
    first, again = mirror.review(pull, tomas, state="COMMENTED"), mirror.review(pull, tomas, state="COMMENTED")
    credited(ferrywell)
    row = Contribution.objects.get(kind="review")
    row.pk, row.external_id = None, row.external_id.replace(str(first.github_id), str(again.github_id))
    row.save()
    assert ("Tomas", f"review/{again.github_id}") not in credited(ferrywell)
    assert Contribution.objects.filter(kind="review", status="void").count() == 1


def test_a_review_by_ones_other_account_is_none(ferrywell):
    rosa, work = mirror.account("rosa"), mirror.account("rosa-at-work")
    person = Person.objects.create(slug="rosa", name="Rosa")
    for account in (rosa, work):
        Identity.objects.create(person=person, key=f"github:{account.github_id}", login=account.login)
    mirror.review(mirror.merged(ferrywell, 1, rosa), work)
    assert credited(ferrywell) == {("Rosa", "pull/1")}


def test_acts_of_review_never_stop_counting():
    acts, at = ReviewActs(), datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert acts.is_new("rosa", 1, at, is_wordless=True)
    assert not acts.is_new("rosa", 1, at + timedelta(hours=1), is_wordless=True)
    assert acts.is_new("rosa", 1, at + timedelta(hours=1), is_wordless=False)
    assert acts.is_new("rosa", 2, at, is_wordless=True)


FUTURE = datetime(2099, 8, 17, 12, tzinfo=UTC)
PUSHED = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("authored", "shown"), [(FUTURE, PUSHED), (mirror.WHEN, mirror.WHEN)])
def test_a_clock_of_2099_does_not_lead_the_latest_work(ferrywell, authored, shown):
    emil = mirror.account("emil")
    mirror.commit(ferrywell, "d1", emil, authored_at=authored, committed_at=FUTURE, ceiling=PUSHED)
    mirror.commit(ferrywell, "d2", emil, authored_at=datetime(1970, 1, 1, tzinfo=UTC),
                  committed_at=datetime(1970, 1, 1, tzinfo=UTC))  # fmt: skip
    credited(ferrywell)
    assert [one.occurred_at for one in latest_contributions()] == [shown, datetime(1970, 1, 1, tzinfo=UTC)]


def test_entries_with_a_date_in_the_future_are_set_right_with_a_trace(ferrywell):
    commit = mirror.commit(ferrywell, "d1", mirror.account("emil"), authored_at=FUTURE, committed_at=FUTURE)
    credited(ferrywell)
    assert Contribution.objects.get().occurred_at == FUTURE
    commit.ceiling = PUSHED
    commit.save()
    credited(ferrywell)
    assert Contribution.objects.get().occurred_at == PUSHED
    assert AuditEntry.objects.filter(action="contributors.correct_times").count() == 1
    credited(ferrywell)
    assert AuditEntry.objects.filter(action="contributors.correct_times").count() == 1
