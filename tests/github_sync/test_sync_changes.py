"""Names that change, versions that cross, lists that are long inside of lists, limits that end soon."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError, GitHubUnreachableError
from github_sync.models import (
    ClosingReference,
    Commit,
    Issue,
    IssueComment,
    Label,
    Milestone,
    PullRequest,
    Release,
    Repository,
    ReviewComment,
)
from github_sync.sandbox.access import Access
from github_sync.services.sync import sync_repository
from tests.fixtures.sandbox import at, small_community
from tests.github_sync.test_sync_resume import long_community

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_repository_added_by_its_new_name_keeps_its_row(sandbox):
    call_command("sync_github", "harbor/core")
    first = Repository.objects.get().pk
    Repository.objects.update(full_name="harbor/old-core", name="old-core")
    call_command("sync_github", "harbor/core")
    repository = Repository.objects.get()
    assert (repository.pk, repository.full_name) == (first, "harbor/core")
    assert Issue.objects.count() == 3


def test_a_name_taken_by_another_repository_is_said(sandbox):
    call_command("sync_github", "harbor/core", "harbor/docs")
    core = Repository.objects.get(full_name="harbor/core")
    docs = Repository.objects.get(full_name="harbor/docs")
    Repository.objects.filter(pk=core.pk).update(github_id=1)
    Repository.objects.filter(pk=docs.pk).update(github_id=101, full_name="harbor/former")
    core.refresh_from_db()
    with pytest.raises(ConflictError, match="harbor/former"):
        sync_repository(core)
    assert Issue.objects.count() == 3


def test_labels_and_links_of_an_older_version_are_left_out(sandbox):
    call_command("sync_github", "harbor/core")
    Issue.objects.filter(number=1).update(updated_at="2027-01-01T00:00:00Z")
    PullRequest.objects.filter(number=4).update(updated_at="2027-01-01T00:00:00Z")
    repo = sandbox.community.repo("harbor", "core")
    repo.issues[1] |= {"labels": [], "updated_at": "2026-04-01T00:00:00Z"}
    repo.pulls[4]["updated_at"] = "2026-04-01T00:00:00Z"
    ClosingReference.objects.update(issue_number=2)
    call_command("sync_github", "harbor/core")
    assert Issue.objects.get(number=1).labels.count() == 1
    assert ClosingReference.objects.get().issue_number == 2


def test_every_comment_of_a_long_review_is_kept(make_sandbox):
    data = small_community()
    data["harbor/core"]["review_comments"] += [
        {"id": 3000 + n, "pull": 4, "user": "alice", "body": str(n), "path": "core/save.py", "review": 81,
         "created_at": at(8), "updated_at": at(8)}
        for n in range(130)
    ]  # fmt: skip
    make_sandbox(data)
    call_command("sync_github", "harbor/core")
    assert ReviewComment.objects.count() == 131


def test_a_limit_that_ends_soon_is_waited_out(make_sandbox):
    access = Access(core_limit=50)
    make_sandbox(access=access)
    budget = access.budget("sandbox-alice", "core")
    budget.used, budget.reset_at = 50, int(time.time()) + 1
    call_command("sync_github", "harbor/core")
    assert Issue.objects.count() == 3


@pytest.mark.parametrize("address", ["github", "http://", "http://127.0.0.1:99999999", "ftp://example.org"])
def test_what_is_no_address(address):
    with pytest.raises(GitHubUnreachableError, match="no address"):
        GitHubClient(api_url=address)


@pytest.mark.parametrize(("installation", "key"), [("", "key"), ("12", "no key")])
def test_a_half_configured_app(settings, installation, key):
    settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY = "1", key
    settings.GITHUB_APP_INSTALLATION_ID = installation
    with pytest.raises(GitHubCredentialError, match="GITHUB_APP_"):
        GitHubClient()


def test_a_renamed_label_takes_its_issues_along_and_a_deleted_one_leaves_them(sandbox):
    call_command("sync_github", "harbor/core")
    repo = sandbox.community.repo("harbor", "core")
    label = repo.labels.pop("good first issue")
    repo.labels["first step"] = {**label, "name": "first step"}
    call_command("sync_github", "harbor/core")
    assert Issue.objects.get(number=1).labels.get().name == "first step"
    del repo.labels["first step"]
    call_command("sync_github", "harbor/core")
    assert not Issue.objects.get(number=1).labels.exists()


def test_another_repository_under_the_same_name_is_never_mixed_in(sandbox):
    call_command("sync_github", "harbor/core")
    sandbox.community.repo("harbor", "core").record["id"] = 999
    with pytest.raises(CommandError, match="is another repository on GitHub now"):
        call_command("sync_github", "harbor/core")
    assert Repository.objects.get().github_id == 101


def test_a_rewritten_branch_is_walked_whole_and_what_left_it_is_marked(make_sandbox):
    make_sandbox()
    call_command("sync_github", "harbor/core")
    data = small_community()
    for commit in data["harbor/core"]["commits"]:
        commit["sha"] = commit["sha"].translate(str.maketrans("abcde", "12345"))
    make_sandbox(data)
    for _ in range(2):
        call_command("sync_github", "harbor/core")
        assert Commit.objects.filter(gone_at=None).count() == 5
        assert Commit.objects.exclude(gone_at=None).count() == 5


def test_deleted_issues_are_marked_and_kept(sandbox):
    call_command("sync_github", "harbor/core")
    repo = sandbox.community.repo("harbor", "core")
    gone = repo.issues.pop(1)
    call_command("sync_github", "harbor/core")
    assert Issue.objects.get(number=1).gone_at is not None
    assert Issue.objects.filter(gone_at=None).count() == 2
    repo.issues[1] = gone
    gone["updated_at"] = at(25)
    call_command("sync_github", "harbor/core")
    assert Issue.objects.get(number=1).gone_at is None


def current(model):
    return set(model.objects.filter(gone_at=None).values_list("github_id", flat=True))


@pytest.fixture
def releases(make_sandbox):
    """The server and its releases, 151 of them, newest first; all are mirrored."""
    server = make_sandbox(long_community())
    call_command("sync_github", "harbor/core")
    return server, server.community.repo("harbor", "core").releases


def test_releases_that_no_webhook_told_to_be_deleted_are_marked_and_found_again(releases):
    _, listed = releases
    lost = listed.pop(120)
    for _ in range(2):
        call_command("sync_github", "harbor/core")
        assert current(Release) == {release["id"] for release in listed}
        assert Release.objects.count() == 151
    listed.append(lost)
    Release.objects.exclude(gone_at=None).update(gone_at=at(1))
    call_command("sync_github", "harbor/core")
    assert current(Release) == {release["id"] for release in listed}


def test_the_last_release_that_was_deleted_is_marked(sandbox):
    call_command("sync_github", "harbor/core")
    sandbox.community.repo("harbor", "core").releases.clear()
    call_command("sync_github", "harbor/core")
    assert not current(Release)


def test_a_deleted_release_is_marked_though_a_new_one_took_its_place_in_the_count(releases):
    server, listed = releases
    del listed[120]
    server.change.release("harbor/core", "v9")
    call_command("sync_github", "harbor/core")
    assert current(Release) == {release["id"] for release in listed}


def test_a_release_that_a_page_left_out_because_the_list_shifted_stays(releases):
    server, listed = releases
    server.change.release("harbor/core", "v9")
    gone = listed[3]["id"]
    server.faults.add("/releases", "change", change={"do": "delete_release", "repository": "harbor/core", "id": gone})
    call_command("sync_github", "harbor/core")
    assert current(Release) >= {release["id"] for release in listed}
    call_command("sync_github", "harbor/core")
    assert current(Release) == {release["id"] for release in listed}


def test_comments_that_no_webhook_told_to_be_deleted_are_marked_and_found_again(sandbox):
    call_command("sync_github", "harbor/core")
    repo = sandbox.community.repo("harbor", "core")
    sandbox.change.comment("harbor/core", 1, "Soon")
    lost = repo.issue_comments[71]
    sandbox.change.delete_comment("harbor/core", 71)
    for _ in range(2):
        call_command("sync_github", "harbor/core")
        assert current(IssueComment) == set(repo.issue_comments)
        assert IssueComment.objects.get(github_id=71).body == "May I?"
    repo.comments_of_thread[1].append(lost)
    repo.issue_comments[71] = lost
    IssueComment.objects.filter(github_id=71).update(gone_at=at(1))
    sandbox.change.touch_issue("harbor/core", 1)
    call_command("sync_github", "harbor/core")
    assert current(IssueComment) == set(repo.issue_comments)


def test_comments_of_reviews_that_no_webhook_told_to_be_deleted_are_marked(sandbox):
    call_command("sync_github", "harbor/core")
    repo = sandbox.community.repo("harbor", "core")
    repo.review_comments_of_pull[4].clear()
    repo.review_comments.clear()
    sandbox.change.touch_issue("harbor/core", 4)
    call_command("sync_github", "harbor/core")
    assert not current(ReviewComment)
    assert ReviewComment.objects.get().body == "Why?"
    assert current(IssueComment) == {71, 72}


def test_a_comment_that_a_webhook_brought_after_the_page_was_read_stays(sandbox):
    call_command("sync_github", "harbor/core")
    repository, now = Repository.objects.get(), timezone.now()
    IssueComment.objects.create(repository=repository, github_id=79, number=1, created_at=now, updated_at=now)
    IssueComment.objects.filter(github_id=72).update(gone_at=now)
    sandbox.change.touch_issue("harbor/core", 1)
    sandbox.change.touch_issue("harbor/core", 4)
    call_command("sync_github", "harbor/core")
    assert current(IssueComment) == {71, 79}


def test_comments_that_github_does_not_tell_are_not_taken_for_deleted(sandbox):
    call_command("sync_github", "harbor/core")
    sandbox.change.touch_issue("harbor/core", 1)
    where = ["repository", "issues", "nodes", 0, "comments"]
    sandbox.faults.add("graphql issues", "hole", path=where)
    call_command("sync_github", "harbor/core")
    assert current(IssueComment) == {71, 72}


def test_a_milestone_that_no_webhook_told_to_be_deleted_goes_and_one_told_just_now_stays(sandbox):
    call_command("sync_github", "harbor/core")
    repository = Repository.objects.get()
    Milestone.objects.create(repository=repository, number=2, title="4.0", state="open", updated_at=timezone.now())
    repo = sandbox.community.repo("harbor", "core")
    repo.milestones.clear()
    repo.issues[3]["milestone"] = None
    call_command("sync_github", "harbor/core")
    assert Milestone.objects.get().number == 2
    assert Issue.objects.get(number=3).milestone is None


def test_milestones_that_a_glance_does_not_tell_are_not_taken_for_deleted(sandbox):
    call_command("sync_github", "harbor/core")
    for what in ("milestones", "labels"):
        sandbox.faults.add("graphql survey", "hole", path=["r0", what])
        call_command("sync_github", "harbor/core")
    assert (Milestone.objects.count(), Label.objects.count()) == (1, 1)


def test_a_repository_that_is_no_longer_shown_is_marked_and_found_again(sandbox):
    call_command("sync_github", "harbor/core", "harbor/docs")
    hidden = sandbox.community.repos.pop("harbor/core")
    with pytest.raises(CommandError, match="knows no harbor/core"):
        call_command("sync_github")
    assert Repository.objects.get(name="core").gone_at is not None
    assert Repository.objects.get(name="docs").gone_at is None
    assert Issue.objects.count() == 3
    sandbox.community.repos["harbor/core"] = hidden
    call_command("sync_github")
    assert Repository.objects.get(name="core").gone_at is None
