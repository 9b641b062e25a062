"""Landed pull requests, drafts and clocks that were wrong, as a sync brings them and figures read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from github_sync.domain.landing import landed_number
from github_sync.domain.moments import ceiling_of, commit_time, ready_at
from github_sync.models import Commit, PullRequest
from github_sync.queries import activity
from tests.fixtures.sandbox import at, commit

BEGINNING, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
HERE = "harbor/core"


def day(number, hour=12):
    return datetime.fromisoformat(at(number, hour))


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("Improve (#1)\n\nPull Request resolved: https://github.com/harbor/core/pull/11\nApproved by: x", 11),
        ("src: x\r\n\r\nPR-URL: https://github.com/Harbor/Core/pull/12\r\nReviewed-By: A <a@b.c>", 12),
        ("x\n\nCOPYBARA_INTEGRATE_REVIEW=https://github.com/harbor/core/pull/13 ", 13),
        ("[X] Do\n\nCloses #14 from rosa/topic.\n\nAuthored-by: Rosa <r@e.org>", 14),
        ("x\n\nPull Request resolved: https://github.com/other/core/pull/15", None),
        ("Fix what https://github.com/harbor/core/pull/16 broke\n\nCloses #17", None),
        ("x\n\n> PR-URL: https://github.com/harbor/core/pull/18", None),
        ("PR-URL:" + " " * 100_000, None),
    ],
)
def test_a_commit_says_which_pull_request_it_landed(message, number):
    assert landed_number(message, HERE) == number


def test_dates_in_the_future_fall_back_and_old_ones_stay():
    now, pushed, old = day(20), day(10), datetime(1970, 1, 1, tzinfo=UTC)
    far = datetime(2099, 1, 1, tzinfo=UTC)
    assert ceiling_of(old, now, pushed) is None
    assert ceiling_of(far, now, pushed) == pushed
    assert ceiling_of(far, now, None) == now
    assert commit_time(day(1), far, pushed) == day(1)
    assert commit_time(far, far, pushed) == pushed
    assert commit_time(old, old, None) == old


def test_a_pull_request_asks_from_when_it_was_ready_first():
    born = day(1)
    assert ready_at(born, False, []) == born
    assert ready_at(born, True, []) is None
    assert ready_at(born, False, [("ready", day(3))]) == day(3)
    assert ready_at(born, True, [("draft", day(3))]) == born


def thread(number, **more):
    return {"number": number, "title": f"Change {number}", "user": "bob", "body": "", "assignees": [],
            "state": "open", "created_at": at(1), "updated_at": at(1), "base_ref": "main", "head_ref": "x",
            "files": [["a.py", 1, 0]], "labels": [], **more}  # fmt: skip


@pytest.fixture
def mirrored(sandbox):
    """What the sandbox holds can be added to before it is synced."""
    repo = sandbox.community.repo("harbor", "core")

    def sync(*pulls, commits=(), comments=()):
        for pull in pulls:
            repo.pulls[pull["number"]] = {"id": 9000 + pull["number"], **pull}
        for one in commits:
            repo.commits[one["sha"]] = one
        for position, (number, login, when) in enumerate(comments):
            repo.comments_of_thread.setdefault(number, []).append(
                {"id": 7000 + position, "issue": number, "user": login, "body": "x", "created_at": when,
                 "updated_at": when}
            )  # fmt: skip
        repo.changed()
        call_command("sync_github", HERE, verbosity=0)
        return repo

    return sync


def answered() -> dict[int, tuple[datetime, datetime | None]]:
    return {one.number: (one.asked_at, one.first_response_at) for one in activity.threads(BEGINNING, END)}


@pytest.mark.django_db(transaction=True)
def test_a_draft_asks_for_no_answer_until_it_is_ready(mirrored):
    mirrored(
        thread(31, draft=True),
        thread(32, readiness=[["ready", at(4)]]),
        thread(33, draft=True, readiness=[["draft", at(5)]]),
        thread(34),
        comments=[(31, "alice", at(2)), (32, "alice", at(2)), (32, "charlie", at(6)), (33, "alice", at(3))],
    )
    found = answered()
    assert 31 not in found
    assert found[32] == (day(4), day(6))
    assert found[33] == (day(1), day(3))
    assert found[34] == (day(1), None)
    assert PullRequest.objects.get(number=32).ready_at == day(4)


@pytest.mark.django_db(transaction=True)
def test_what_a_robot_closed_after_a_commit_landed_it_is_accepted_and_unanswered(sandbox, mirrored):
    closed = {"state": "closed", "closed_at": at(3), "closed_by": "dependabot[bot]", "merged_at": None}
    sandbox.community.repo("harbor", "core").labels["Merged"] = {"id": 77, "name": "Merged"}
    mirrored(thread(41, **closed), thread(42, **closed, labels=["Merged"]), thread(43, **closed))
    Commit.objects.create(
        repository=PullRequest.objects.get(number=41).repository, sha="f" * 40, landed_number=41,
        authored_at=day(3), committed_at=day(3), message="x",
    )  # fmt: skip
    changes = {one.number: one for one in activity.changes(BEGINNING, END)}
    assert (changes[41].landed_at, changes[42].landed_at, changes[43].landed_at) == (day(3), day(3), None)
    assert {answered()[number][1] for number in (41, 42, 43)} == {None}
    bob = PullRequest.objects.get(number=41).author_id
    assert bob in activity.funnel(day(2), day(4))[1]


@pytest.mark.django_db(transaction=True)
def test_commits_keep_what_they_say_they_landed_and_a_ceiling_over_the_future(sandbox):
    repo = sandbox.community.repo("harbor", "core")
    message = f"Save more\n\nPR-URL: https://github.com/{HERE}/pull/6"
    late = {**commit("9", "bob", 9, message, ["a.py"]), "parents": [repo.head_sha]}
    late["author"] = late["committer"] = {**late["author"], "date": "2099-08-17T12:00:00Z"}
    sandbox.community.repo("harbor", "core").commits[late["sha"]] = late
    for one in repo.commits.values():
        if one["sha"] == "d" * 40:
            one["message"] = message
            one["committer"] = {**one["committer"], "date": "2099-08-17T12:00:00Z"}
    call_command("sync_github", HERE, verbosity=0)
    held = Commit.objects.get(sha="d" * 40)
    assert held.landed_number == 6
    assert held.ceiling == day(11)  # when GitHub saw the last push
    assert commit_time(held.authored_at, held.committed_at, held.ceiling) == day(10)
    assert not Commit.objects.filter(committed_at__lte=timezone.now()).exclude(ceiling=None).exists()


@pytest.mark.django_db(transaction=True)
def test_another_account_of_the_same_person_answers_nobody(mirrored):
    mirrored(thread(51), comments=[(51, "alice", at(2)), (51, "charlie", at(2).replace("12:", "18:"))])
    alice = PullRequest.objects.get(number=51).repository.issue_comments.get(author__login="alice").author_id
    found = activity.threads(BEGINNING, END, None, lambda account, author: account != alice)
    assert {one.number: one.first_response_at for one in found}[51] == day(2) + timedelta(hours=6)
