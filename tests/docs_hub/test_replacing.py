"""A pull request that another one takes the place of: closed with a word, unless somebody merged it meanwhile."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from common.models import User
from docs_hub.models import DocConflict, Proposal
from docs_hub.services.conflicts import resolve_conflict
from github_sync.models import OutboxAction
from github_sync.queries.outbox import state_in_words
from tests.docs_hub.manual import NAME, Manual, with_line
from tests.docs_hub.test_proposals import EDITED, only

CHARLIES = with_line(3, "Line three by Charlie.")


def test_replaced_it_hands_its_other_pages_on(manual: Manual, wendy: User, alice: User) -> None:
    other = "# Other\n\nNew words.\n"
    manual.publish(wendy, EDITED)
    manual.publish(wendy, other, path="other.md")
    old = replaced(manual, alice)
    manual.sync()
    old.refresh_from_db()
    new = Proposal.objects.first()
    assert new is not None
    assert (old.state, new.state) == ("replaced", "open")
    assert manual.there("docs/other.md", new.branch) == other
    assert manual.there("docs/guide.md", new.branch) == with_line(3, "By both.")


def replaced(manual: Manual, alice: User) -> Proposal:
    """What both sides changed is put together by Alice; returns the proposal of before."""
    manual.push({"docs/guide.md": CHARLIES})
    manual.sync()
    conflict, old = DocConflict.objects.get(), only()
    resolve_conflict(
        conflict_id=conflict.pk, text=with_line(3, "By both."), seen_sha=conflict.theirs_sha,
        seen_text_sha=manual.page().text_sha, actor=alice,
    )  # fmt: skip
    return old


def test_replaced_it_is_closed_on_github_once_with_the_number_of_the_new_one(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    for _ in range(3):
        manual.sync()
    first, second = manual.pulls()
    assert (first["number"], first["state"], second["state"]) == (old.number, "closed", "open")
    [said] = [one for one in manual.repo.issue_comments.values() if one["issue"] == old.number]
    assert f"#{second['number']} has the text that fits" in said["body"]
    old.refresh_from_db()
    assert old.note.endswith(f"Pull request #{second['number']} took its place.")
    assert old.replaced_by is not None
    manual.sandbox.change.merge_pull(NAME, second["number"], login="alice")
    manual.sync()
    assert manual.there("docs/guide.md") == with_line(3, "By both.")


def test_replaced_before_it_was_sent_it_never_opens(manual: Manual, wendy: User, alice: User) -> None:
    manual.sandbox.faults.add(r"POST .*/git/refs", "status", status=502, times=1)
    manual.publish(wendy, EDITED)
    replaced(manual, alice)
    manual.sync()
    manual.sync()
    assert [pull["state"] for pull in manual.pulls()] == ["open"]


def merge(manual: Manual, old: Proposal) -> None:
    """As a maintainer does who puts both together on the old branch and merges that."""
    text = with_line(9, "Put in by Alice.", CHARLIES)
    manual.sandbox.change.push(NAME, {"docs/guide.md": text}, "Put together", branch=old.branch, login="alice")
    manual.sandbox.change.merge_pull(NAME, old.number, login="alice")


def said_under(manual: Manual, old: Proposal) -> list[str]:
    return [one["body"] for one in manual.repo.issue_comments.values() if one["issue"] == old.number]


def closings(manual: Manual, old: Proposal) -> list[str]:
    return [one["path"] for one in manual.sandbox.requests
            if one["method"] == "PATCH" and one["path"].endswith(f"/pulls/{old.number}")]  # fmt: skip


def test_merged_before_it_could_be_closed_it_is_neither_closed_nor_told_so(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    merge(manual, old)
    call_command("sync_github", NAME, verbosity=0)
    for _ in range(2):
        manual.sync()
    old.refresh_from_db()
    assert (old.state, old.closing_action) == ("merged", None)
    assert (said_under(manual, old), closings(manual, old)) == ([], [])
    assert [pull["state"] for pull in manual.pulls()] == ["closed", "open"]


@pytest.mark.parametrize("is_refused", [False, True])
def test_merged_in_the_same_moment_it_is_merged_and_nothing_is_said(
    manual: Manual, wendy: User, alice: User, *, is_refused: bool
) -> None:
    """The site has asked for the close already; what GitHub answers to it decides."""
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    manual.sandbox.faults.add(rf"PATCH .*/pulls/{old.number}", "status", status=502, times=1)
    manual.send()
    merge(manual, old)
    if is_refused:
        manual.sandbox.faults.add(rf"PATCH .*/pulls/{old.number}", "status", status=422, times=1)
    OutboxAction.objects.update(due_at=timezone.now())
    for _ in range(2):
        manual.sync()
    old.refresh_from_db()
    assert (old.state, said_under(manual, old)) == ("merged", [])
    assert not OutboxAction.objects.exclude(state="sent").exists(), "nothing waits for a person"
    closing = OutboxAction.objects.get(pk=old.closing_action)
    assert (closing.answer["is_merged"], state_in_words(closing)) == (True, "Not needed: it was merged")


def test_where_the_close_is_refused_nothing_is_said_either(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    manual.sandbox.faults.add(rf"PATCH .*/pulls/{old.number}", "status", status=403, times=1)
    manual.sync()
    old.refresh_from_db()
    assert (old.state, said_under(manual, old)) == ("replaced", [])
    assert OutboxAction.objects.get(pk=old.closing_action).state == "refused"
