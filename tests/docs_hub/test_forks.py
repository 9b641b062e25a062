"""A repository that the site may read and not write to: its branches lie in a fork, its pull requests come from there."""

import pytest
from django.utils import timezone

from common.models import User
from docs_hub.models import DocConflict, Proposal
from docs_hub.services.conflicts import resolve_conflict
from github_sync.models import OutboxAction
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line
from tests.docs_hub.test_proposals import linked, only

EDITED = with_line(3, "Line three, said better.")


@pytest.fixture
def foreign(manual: Manual) -> Manual:
    """Only Charlie may write to ferry/manual; the site's token is Alice's."""
    manual.repo.record["collaborators"] = {"charlie": "write"}
    return manual


def text_in_fork(manual: Manual, path: str, branch: str) -> str | None:
    fork = manual.sandbox.community.repo("alice", "manual")
    entry = (fork.branches.files(fork.branches.resolve(branch)) or {}).get(path)
    return fork.branches.objects.blobs[entry[1]].decode() if entry else None


def test_the_pull_request_comes_from_a_fork_and_is_merged(foreign: Manual, wendy: User) -> None:
    linked(wendy, 77)
    foreign.publish(wendy, EDITED)
    foreign.sync()
    [pull] = foreign.pulls()
    fork = foreign.sandbox.community.repo("alice", "manual")
    assert (pull["head_repo"], pull["base_ref"], pull["user"]) == (fork.id, "main", "alice")
    assert (only().state, only().number) == ("open", pull["number"])
    assert text_in_fork(foreign, "docs/guide.md", only().branch) == EDITED
    assert not foreign.repo.branches.resolve(only().branch), "nothing was written to the repository itself"
    again = with_line(9, "Line nine, too.", EDITED)
    foreign.publish(wendy, again)
    foreign.sync()
    assert text_in_fork(foreign, "docs/guide.md", only().branch) == again
    assert len(foreign.pulls()) == 1
    foreign.sandbox.change.merge_pull(NAME, pull["number"], method="squash", login="charlie")
    foreign.sync()
    page = foreign.page()
    assert (only().state, page.source, page.blob_sha) == ("merged", again, page.text_sha)
    assert foreign.there("docs/guide.md") == again


def test_one_fork_serves_them_all(foreign: Manual, wendy: User, bob: User) -> None:
    foreign.publish(wendy, EDITED)
    foreign.publish(bob, "# Other\n\nNew words.\n", path="other.md")
    foreign.sync()
    assert {pull["head_repo"] for pull in foreign.pulls()} == {foreign.sandbox.community.repo("alice", "manual").id}
    assert [pull["state"] for pull in foreign.pulls()] == ["open", "open"]


def test_a_fork_that_github_is_still_making_is_waited_for(foreign: Manual, wendy: User) -> None:
    foreign.sandbox.faults.add(r"GET .*/alice/manual/git/ref/", "status", status=404, times=1)
    foreign.publish(wendy, EDITED)
    foreign.sync()
    first = OutboxAction.objects.order_by("pk")[0]
    assert (first.state, "still making the fork alice/manual" in first.error) == ("waiting", True)
    OutboxAction.objects.update(due_at=timezone.now())
    foreign.sync()
    assert only().state == "open"
    assert text_in_fork(foreign, "docs/guide.md", only().branch) == EDITED


def test_an_answer_that_was_lost_makes_nothing_twice(foreign: Manual, wendy: User) -> None:
    foreign.sandbox.faults.add(r"POST .*/pulls", "drop", when="after", times=1)
    foreign.publish(wendy, EDITED)
    foreign.sync()
    OutboxAction.objects.update(due_at=timezone.now())
    foreign.sync()
    assert len(foreign.pulls()) == 1
    assert only().state == "open"


def test_where_forks_are_refused_too_it_is_said(foreign: Manual, wendy: User) -> None:
    foreign.sandbox.faults.add(r"POST .*/forks", "status", status=403, times=9)
    foreign.publish(wendy, EDITED)
    foreign.sync()
    assert only().state == "failed"
    assert "may not do this" in only().note
    assert foreign.pulls() == []


def test_replaced_the_old_one_from_the_fork_stays_open_and_is_told(foreign: Manual, wendy: User, alice: User) -> None:
    foreign.publish(wendy, EDITED)
    foreign.sync()
    foreign.push({"docs/guide.md": with_line(3, "Line three by Charlie.")})
    foreign.sync()
    conflict, text = DocConflict.objects.get(), with_line(3, "By both.")
    resolve_conflict(
        conflict_id=conflict.pk, text=text, seen_sha=conflict.theirs_sha, seen_text_sha=foreign.page().text_sha,
        actor=alice,
    )  # fmt: skip
    foreign.sync()
    foreign.sync()
    old, new = foreign.pulls()
    assert (old["state"], new["state"]) == ("open", "open")
    [said] = [one["body"] for one in foreign.repo.issue_comments.values() if one["issue"] == old["number"]]
    assert f"#{new['number']} has the text that fits" in said
    newest = Proposal.objects.first()
    assert newest is not None
    assert text_in_fork(foreign, "docs/guide.md", newest.branch) == text


def test_a_refusal_where_the_site_may_write_makes_no_fork(manual: Manual, wendy: User) -> None:
    manual.sandbox.faults.add(r"POST .*/git/refs", "status", status=403, times=9)
    manual.publish(wendy, EDITED)
    manual.sync()
    assert manual.sandbox.community.repo("alice", "manual") is None
    assert (only().state, manual.there("docs/guide.md")) == ("failed", GUIDE)
