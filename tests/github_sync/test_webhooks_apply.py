"""Deliveries in any order, twice, late: the mirror ends with the newest state of each row."""

import itertools

import pytest

from github_sync.models import (
    Delivery,
    DueRead,
    Installation,
    Issue,
    IssueComment,
    Label,
    Milestone,
    PullRequest,
    Release,
    Repository,
    Review,
    ReviewComment,
)
from github_sync.services.webhooks.apply import apply_due
from tests.fixtures.webhooks import ALICE, BOB, HELP, at, comment, issue, pull, repository

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(db):
    return Repository.objects.create(owner="harbor", name="core", full_name="harbor/core", github_id=101)


@pytest.fixture
def tell(deliver, core):
    """Delivers and applies; returns the delivery."""

    def run(event, action="", about=None, **parts):
        payload = {"action": action, "repository": about or repository(), "sender": ALICE, **parts}
        assert deliver(event, payload).status_code == 202
        apply_due()
        return Delivery.objects.first()

    return run


def test_an_issue_with_all_that_the_board_rests_on(tell):
    stone = {"number": 3, "title": "3.0", "state": "open"}
    told = issue(1, 2, labels=[HELP], assignees=[BOB], locked=True, milestone=stone)
    assert tell("issues", "labeled", issue=told).state == "applied"
    row = Issue.objects.get()
    assert (row.number, row.state, row.is_locked, row.author.login) == (1, "open", True, "alice")
    assert (row.labels.get().name, row.assignees.get().login, row.milestone.title) == ("good first issue", "bob", "3.0")


def test_the_newest_state_wins_in_any_order(tell):
    versions = [
        ("opened", issue(1, 2, labels=[HELP])),
        ("assigned", issue(1, 3, labels=[HELP], assignees=[BOB])),
        ("closed", issue(1, 4, assignees=[BOB], state="closed", closed_at=at(4), state_reason="completed")),
    ]
    for order in itertools.permutations(versions):
        Issue.objects.all().delete()
        for action, told in order:
            tell("issues", action, issue=told)
        row = Issue.objects.get()
        assert (row.state, row.labels.count(), row.assignees.count()) == ("closed", 0, 1), order
    for action, told in versions:
        tell("issues", action, issue=told)
    assert Issue.objects.get().state == "closed"


def test_who_closed_it_is_kept_until_it_is_open_again(tell):
    tell("issues", "closed", issue=issue(1, 2, state="closed", closed_at=at(2)))
    tell("issues", "edited", issue=issue(1, 3, state="closed", closed_at=at(2)))
    assert Issue.objects.get().closed_by.login == "alice"
    tell("issues", "reopened", issue=issue(1, 4))
    assert Issue.objects.get().closed_by is None


def test_two_versions_of_one_second_are_read_from_github(tell):
    tell("issues", "labeled", issue=issue(1, 2, labels=[HELP]))
    assert not DueRead.objects.exists()
    tell("issues", "assigned", issue=issue(1, 2, assignees=[BOB]))
    assert list(DueRead.objects.values_list("kind", "number")) == [("issue", 1)]


@pytest.mark.parametrize("action", ["deleted", "transferred"])
def test_an_issue_that_left_stays_marked_whatever_comes_late(tell, action):
    tell("issues", "opened", issue=issue(1, 2, labels=[HELP]))
    tell("issues", action, issue=issue(1, 3, labels=[HELP]))
    gone_at = Issue.objects.get().gone_at
    assert gone_at is not None
    tell("issues", "edited", issue=issue(1, 4, labels=[HELP]))
    tell("issues", action, issue=issue(1, 3, labels=[HELP]))
    assert Issue.objects.get().gone_at == gone_at


def test_a_comment_edited_and_deleted(tell):
    tell("issue_comment", "edited", issue=issue(1, 3), comment=comment(71, 3, body="Second"))
    tell("issue_comment", "created", issue=issue(1, 2), comment=comment(71, 2, body="First"))
    row = IssueComment.objects.get()
    assert (row.body, row.number, row.author.login, row.gone_at) == ("Second", 1, "bob", None)
    tell("issue_comment", "deleted", issue=issue(1, 4), comment=comment(71, 3))
    tell("issue_comment", "created", issue=issue(1, 2), comment=comment(71, 2))
    assert IssueComment.objects.get().gone_at


def test_a_deletion_that_comes_before_the_comment(tell):
    tell("issue_comment", "deleted", issue=issue(1, 2), comment=comment(71, 2))
    tell("issue_comment", "created", issue=issue(1, 2), comment=comment(71, 2))
    assert IssueComment.objects.get().gone_at


def test_a_comment_under_a_pull_request_says_nothing_of_the_pull_request(tell):
    tell("issue_comment", "created", issue=issue(4, 9, pull_request={"url": "x"}), comment=comment(71, 9))
    assert not Issue.objects.exists()
    tell("pull_request", "closed", pull_request=pull(4, 8, state="closed", merged_at=at(8), closed_at=at(8)))
    assert PullRequest.objects.get().is_merged


def test_a_pull_request_is_applied_and_its_change_read_from_github(tell):
    merged = pull(4, 8, state="closed", closed_at=at(8), merged_at=at(8), merged_by=BOB, merge_commit_sha="b" * 40)
    tell("pull_request", "closed", pull_request=merged)
    row = PullRequest.objects.get()
    assert (row.is_merged, row.merged_by.login, row.closed_by.login, row.paths) == (True, "bob", "alice", None)
    assert list(DueRead.objects.values_list("kind", "number")) == [("pull", 4)]


def test_a_label_alone_leaves_the_change_as_it_is(tell):
    tell("pull_request", "opened", pull_request=pull(4, 2))
    PullRequest.objects.update(paths=["a.py"])
    DueRead.objects.all().delete()
    tell("pull_request", "labeled", pull_request=pull(4, 3, labels=[HELP]))
    assert PullRequest.objects.get().labels.count() == 1
    assert not DueRead.objects.exists()
    tell("pull_request", "synchronize", pull_request=pull(4, 4))
    assert DueRead.objects.count() == 1


def test_reviews_and_their_comments(tell):
    review = {"id": 81, "state": "approved", "body": "Good", "user": ALICE, "submitted_at": at(3)}
    early = tell("pull_request_review", "submitted", review=review, pull_request={"number": 4})
    assert (Review.objects.count(), "read from GitHub" in early.reason) == (0, True)
    tell("pull_request", "opened", pull_request=pull(4, 2))
    tell("pull_request_review", "dismissed", review={**review, "state": "dismissed"}, pull_request={"number": 4})
    tell("pull_request_review", "submitted", review=review, pull_request={"number": 4})
    assert Review.objects.get().state == "DISMISSED"
    place = {"line": None, "start_line": None, "original_line": 7, "diff_hunk": "@@ -7 +7 @@\n-save()"}
    line = comment(91, 3, path="core/save.py", **place)
    tell("pull_request_review_comment", "created", comment=line, pull_request={"number": 4})
    tell("pull_request_review_comment", "deleted", comment=line, pull_request={"number": 4})
    tell("pull_request_review_comment", "created", comment=line, pull_request={"number": 4})
    kept = ReviewComment.objects.get()
    assert (kept.path, kept.gone_at is None) == ("core/save.py", False)
    assert (kept.line, kept.original_line, kept.side, kept.quoted) == (None, 7, "LEFT", "save()")


def test_a_push_to_the_default_branch_is_read(tell):
    assert "default branch" in tell("push", ref="refs/heads/topic").reason
    assert not DueRead.objects.exists()
    tell("push", ref="refs/heads/main", about=repository(created_at=1775000000, pushed_at=1775000000))
    assert DueRead.objects.get().kind == "repository"
    assert Repository.objects.get().pushed_at.year == 2026


def test_releases(tell):
    release = {"id": 61, "tag_name": "v1", "name": "One", "draft": False, "prerelease": False, "author": ALICE,
               "published_at": at(3)}  # fmt: skip
    assert tell("release", "created", release={**release, "draft": True}).state == "ignored"
    tell("release", "published", release=release)
    tell("release", "deleted", release=release)
    tell("release", "published", release=release)
    assert Release.objects.get().gone_at


def test_a_renamed_label_keeps_its_issues_and_a_deleted_one_is_looked_up(tell):
    tell("issues", "labeled", issue=issue(1, 2, labels=[HELP]))
    tell("label", "edited", label={**HELP, "name": "first task"}, changes={"name": {"from": HELP["name"]}})
    assert Issue.objects.get().labels.get().name == "first task"
    tell("label", "deleted", label={**HELP, "name": "first task"})
    assert Label.objects.count() == 1
    assert DueRead.objects.get().kind == "labels"


def test_milestones(tell):
    stone = {"number": 1, "title": "3.0", "state": "open", "updated_at": at(2)}
    tell("milestone", "closed", milestone={**stone, "state": "closed", "updated_at": at(3)})
    tell("milestone", "created", milestone=stone)
    assert Milestone.objects.get().state == "closed"


def test_a_repository_that_changes_its_name_and_owner_keeps_its_row(tell, core):
    tell("repository", "renamed", about=repository(name="hull", full_name="harbor/hull", updated_at=at(3)))
    tell("repository", "archived", about=repository(archived=True, updated_at=at(2)))
    core.refresh_from_db()
    assert (core.full_name, core.is_archived) == ("harbor/hull", False)
    pier = {"id": 11, "login": "pier", "type": "Organization"}
    moved = repository(name="hull", full_name="pier/hull", owner=pier, updated_at=at(4), archived=True, private=True)
    tell("repository", "transferred", about=moved)
    core.refresh_from_db()
    assert (core.owner, core.full_name, core.is_archived, core.is_private) == ("pier", "pier/hull", True, True)


def test_a_name_that_another_row_has_is_tried_again_and_said(tell, core):
    Repository.objects.create(owner="harbor", name="hull", full_name="harbor/hull", github_id=7)
    told = tell("repository", "renamed", about=repository(name="hull", full_name="harbor/hull", updated_at=at(3)))
    assert (told.state, told.attempts, "another of that name" in told.reason) == ("pending", 1, True)


def test_a_deleted_repository_keeps_its_rows(tell, core):
    tell("issues", "opened", issue=issue(1, 2))
    tell("repository", "deleted")
    core.refresh_from_db()
    assert (bool(core.gone_at), core.is_tracked, Issue.objects.count()) == (True, False, 1)


@pytest.mark.parametrize("event", ["star", "fork"])
def test_stars_and_forks_are_counted(tell, core, event):
    tell(event, "created", about=repository(stargazers_count=8, forks_count=9, updated_at=at(3)))
    tell(event, "created", about=repository(stargazers_count=7, forks_count=8, updated_at=at(2)))
    core.refresh_from_db()
    assert (core.stargazers, core.forks) == (8, 9)


def test_installations_are_noted_for_the_credentials(tell):
    def told(action, day):
        data = {"id": 5, "app_id": 6, "account": ALICE, "repository_selection": "all", "updated_at": at(day)}
        return tell("installation", action, installation=data)

    told("created", 1)
    told("suspend", 3)
    told("unsuspend", 2)
    assert Installation.objects.get().state == "suspended"
    told("deleted", 3)
    told("created", 4)
    assert Installation.objects.get().state == "removed"


def test_losing_access_to_a_tracked_repository_is_said(tell):
    data = {"id": 5, "account": ALICE, "updated_at": at(1)}
    removed = tell("installation_repositories", "removed", installation=data,
                   repositories_removed=[{"full_name": "harbor/core"}])  # fmt: skip
    assert "may not read harbor/core" in removed.reason


def test_an_owner_that_changes_its_name_has_its_repositories_read(tell):
    tell("organization", "renamed", organization={"login": "pier"}, changes={"login": {"from": "harbor"}})
    assert DueRead.objects.get().kind == "repository"


def test_what_the_mirror_has_no_place_for_ends_with_a_reason(tell):
    for event in ("member", "membership", "organization"):
        told = tell(event, "added", member=BOB)
        assert (told.state, "no members" in told.reason) == ("applied", True)
    told = tell("ping", hook={"events": ["push", "issues"]})
    assert (told.state, told.reason.endswith("push, issues.")) == ("applied", True)
    told = tell("workflow_run", "completed")
    assert (told.state, "workflow_run" in told.reason) == ("ignored", True)


def test_a_repository_that_is_not_tracked_is_left_alone(tell, core):
    other = repository(id=999, full_name="pier/quay")
    assert "pier/quay is not among" in tell("issues", "opened", about=other, issue=issue(1, 2)).reason
    reused = repository(id=999)
    assert tell("issues", "opened", about=reused, issue=issue(1, 2)).state == "ignored"
    core.is_tracked = False
    core.save()
    assert "not tracked at present" in tell("issues", "opened", issue=issue(1, 2)).reason
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"number": None}, "`issue.number` is missing"),
        ({"number": 10**30}, "`issue.number` is no number"),
        ({"id": -1}, "`issue.id` is no number"),
        ({"id": True}, "`issue.id` is no number"),
        ({"updated_at": "yesterday"}, "`issue.updated_at` is no time"),
        ({"updated_at": 10**30}, "`issue.updated_at` is no time"),
        ({"created_at": None}, "`issue.created_at` is missing"),
        ({"title": {"a": 1}}, "`issue.title` is no text"),
        ({"labels": "bug"}, "`issue.labels` is no list"),
        ({"labels": [{"id": 1, "name": None}]}, "`issue.labels[0].name` is missing"),
        ({"assignees": [{"id": 1}]}, "`issue.assignees[0].login` is missing"),
        ({"user": "alice"}, "`issue.user` is no object"),
        ({"state": 7}, "`issue.state` is no text"),
    ],
)
def test_a_broken_payload_is_kept_with_the_field_that_is_wrong(tell, fields, what):
    told = tell("issues", "edited", issue={**issue(1, 2), **fields})
    assert (told.state, told.due_at, what in told.reason) == ("failed", None, True), told.reason
    assert not Issue.objects.exists()


def test_a_broken_one_does_not_hold_up_its_neighbours(deliver, core):
    for number in (1, 2, 3):
        told = issue(number, 2, **({"title": 5} if number == 2 else {}))
        deliver("issues", {"action": "edited", "issue": told, "repository": repository()})
    apply_due()
    assert sorted(Issue.objects.values_list("number", flat=True)) == [1, 3]


def test_odd_texts_are_kept(tell):
    tell("issues", "invented", issue=issue(1, 2, title="a\0b \ud800 ü", user=None, assignees=[None]))
    assert Issue.objects.get().title == "ab ? ü"
