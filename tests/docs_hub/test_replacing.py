"""A pull request that another one takes the place of: told so once, unless it is over, and left open for people."""

from django.core.management import call_command
from django.utils import timezone

from common.models import User
from docs_hub.models import DocConflict, Proposal
from docs_hub.services.conflicts import resolve_conflict
from github_sync.models import OutboxAction
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


def test_replaced_it_is_told_the_number_of_the_new_one_once_and_stays_open(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    for _ in range(3):
        manual.sync()
    first, second = manual.pulls()
    assert (first["number"], first["state"], second["state"]) == (old.number, "open", "open")
    [said] = said_under(manual, old)
    assert f"#{second['number']} has the text that fits, so this one can be closed." in said
    assert closings(manual, old) == []
    old.refresh_from_db()
    assert old.state == "replaced"
    assert old.note.endswith(f"Pull request #{second['number']} took its place. Close this one on GitHub.")
    assert OutboxAction.objects.get(pk=old.told_action).kind == "comment"
    manual.sandbox.change.merge_pull(NAME, second["number"], login="alice")
    manual.sync()
    assert manual.there("docs/guide.md") == with_line(3, "By both.")


def test_closed_by_somebody_it_need_not_be_closed_any_more(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    for _ in range(2):
        manual.sync()
    manual.sandbox.change.close_issue(NAME, old.number, login="alice")
    manual.sync()
    old.refresh_from_db()
    assert (old.state, len(said_under(manual, old))) == ("replaced", 1)
    assert old.note.endswith("took its place.")
    assert manual.page().source == with_line(3, "By both."), "the page stands on the new one"


def test_replaced_before_it_was_sent_it_never_opens(manual: Manual, wendy: User, alice: User) -> None:
    manual.sandbox.faults.add(r"POST .*/git/refs", "status", status=502, times=1)
    manual.publish(wendy, EDITED)
    replaced(manual, alice)
    manual.sync()
    manual.sync()
    assert [pull["state"] for pull in manual.pulls()] == ["open"]


def test_opened_while_it_was_replaced_it_is_told_too(manual: Manual, wendy: User, alice: User) -> None:
    manual.sandbox.faults.add(r"POST .*/pulls", "status", status=502, times=1)
    manual.publish(wendy, EDITED)
    manual.send()
    old = replaced(manual, alice)
    assert old.number is None
    OutboxAction.objects.update(due_at=timezone.now())
    for _ in range(2):
        manual.sync()
    old.refresh_from_db()
    assert old.url.endswith(f"/pull/{old.number}")
    assert old.note.endswith("Close this one on GitHub.")
    [said] = said_under(manual, old)
    assert f"#{Proposal.objects.latest('pk').number} has the text" in said


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


def test_merged_before_it_could_be_told_nothing_is_said(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    merge(manual, old)
    call_command("sync_github", NAME, verbosity=0)
    for _ in range(2):
        manual.sync()
    old.refresh_from_db()
    assert (old.state, old.told_action, said_under(manual, old)) == ("merged", None, [])
    assert [pull["state"] for pull in manual.pulls()] == ["closed", "open"]


def test_closed_before_it_could_be_told_nothing_is_said(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    manual.sandbox.change.close_issue(NAME, old.number, login="alice")
    call_command("sync_github", NAME, verbosity=0)
    for _ in range(2):
        manual.sync()
    old.refresh_from_db()
    assert (old.state, old.told_action, said_under(manual, old)) == ("replaced", None, [])
    assert old.note.endswith("took its place.")


def test_merged_before_the_word_was_sent_it_is_called_off(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    old = replaced(manual, alice)
    manual.sandbox.faults.add(rf"POST .*/issues/{old.number}/comments", "status", status=401, times=1)
    manual.send()
    old.refresh_from_db()
    assert OutboxAction.objects.get(pk=old.told_action).state == "waiting"
    merge(manual, old)
    manual.sync()
    OutboxAction.objects.update(due_at=timezone.now())
    manual.sync()
    old.refresh_from_db()
    assert (old.state, said_under(manual, old)) == ("merged", [])
    assert OutboxAction.objects.get(pk=old.told_action).state == "cancelled"
