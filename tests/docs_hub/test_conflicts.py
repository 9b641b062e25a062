"""Changed here and there: both are kept where they can be, and a person decides where they cannot."""

import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import ConflictError
from common.models import User
from contributors.models import Contribution
from docs_hub.models import DocConflict, DocEdit, DocSection, DocSource, Proposal
from docs_hub.services.conflicts import accept_removal, resolve_conflict
from tests.docs_hub.manual import GUIDE, Manual, with_line

OURS = with_line(3, "Line three by Wendy.")
THEIRS = with_line(3, "Line three by Charlie.")
OTHER_HERE = "# Other\n\nAnd this page goes on.\n"


def open_conflict() -> DocConflict:
    return DocConflict.objects.get(resolved_at=None)


def resolve(manual: Manual, conflict_id: int, **given: Any) -> None:
    resolve_conflict(conflict_id=conflict_id, seen_text_sha=manual.page().text_sha, **given)


def clash(manual: Manual, wendy: User, **theirs: str | None) -> None:
    """Edited here, then changed there, beside a change of another page that no conflict may hold up."""
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": THEIRS, "docs/other.md": OTHER_HERE, **theirs})
    manual.sync()
    assert manual.page("other.md").source == OTHER_HERE
    assert manual.page("guide.md").doc_source.error == ""


def test_changes_in_other_lines_are_put_together(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": with_line(9, "Line nine by Charlie."), "docs/other.md": OTHER_HERE})
    manual.sync()
    page = manual.page()
    both = with_line(9, "Line nine by Charlie.", OURS)
    assert page.source == both
    assert "by Charlie" in page.html
    assert "by Wendy" in page.html
    assert not DocConflict.objects.exists()
    assert page.doc_source.report["merged"] == ["guide.md"]
    assert page.get_latest_revision_as_object().source == both
    manual.sync()
    assert Proposal.objects.count() == DocEdit.objects.count() == 1, "putting together is no edit"
    manual.sandbox.change.merge_pull("ferry/manual", Proposal.objects.get().number, login="alice")
    manual.sync()
    assert manual.there("docs/guide.md") == both
    assert (manual.page().source, manual.page().blob_sha) == (both, manual.page().text_sha)


@pytest.mark.parametrize("line", [3, 4])
def test_the_same_line_or_the_next_one_is_for_a_person(manual: Manual, wendy: User, line: int) -> None:
    manual.publish(wendy, OURS)
    theirs = with_line(line, "Charlie's line.")
    manual.push({"docs/guide.md": theirs, "docs/other.md": OTHER_HERE})
    manual.sync()
    conflict = open_conflict()
    assert (conflict.base, conflict.ours, conflict.theirs) == (GUIDE, OURS, theirs)
    assert manual.page().source == OURS
    assert manual.page("other.md").source == OTHER_HERE
    manual.sync()
    assert DocConflict.objects.count() == 1


def test_whoever_opens_the_page_or_its_edit_is_led_to_the_decision(
    manual: Manual, wendy: User, alice: User, client: Client
) -> None:
    clash(manual, wendy)
    client.force_login(wendy)
    conflict, edit = open_conflict().pk, Proposal.objects.get().pk
    places = [reverse("wagtailadmin_pages:edit", args=[manual.page().pk]), reverse("docs_edit", args=[edit])]
    link = f'href="{reverse("docs_conflict", args=[conflict])}"'
    assert [link in client.get(place).content.decode() for place in places] == [True, True]
    other = reverse("wagtailadmin_pages:edit", args=[manual.page("other.md").pk])
    assert link not in client.get(other).content.decode()
    resolve(manual, conflict, text=OURS, seen_sha=open_conflict().theirs_sha, actor=alice)
    assert [link in client.get(place).content.decode() for place in places] == [False, False]


def test_the_same_change_on_both_sides_is_no_conflict(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": OURS})
    manual.sync()
    assert (manual.page().source, manual.page().blob_sha) == (OURS, manual.page().text_sha)
    assert not DocConflict.objects.exists()


def test_edited_here_and_removed_there_it_stays_until_somebody_decides(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": None, "docs/other.md": OTHER_HERE})
    manual.sync()
    page = manual.page()
    assert (page.live, page.source) == (True, OURS)
    assert open_conflict().is_removed_there
    assert manual.page("other.md").source == OTHER_HERE
    manual.sync()
    assert DocSection.objects.filter(page=page).exists()
    assert page.get_url() in page.doc_source.nav_html
    accept_removal(conflict_id=open_conflict().pk, seen_text_sha=manual.page().text_sha, actor=alice)
    assert not DocSection.objects.filter(page=page).exists(), "no search finds it any more"
    assert page.get_url() not in DocSource.objects.get(pk=page.doc_source_id).nav_html
    manual.sync()
    page = manual.page()
    assert (page.live, page.get_latest_revision_as_object().source) == (False, OURS)
    assert not DocConflict.objects.filter(resolved_at=None).exists()


def test_removed_there_it_can_be_kept_and_is_proposed_anew(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": None})
    manual.sync()
    resolve(manual, open_conflict().pk, text=OURS, seen_sha="", actor=alice)
    manual.sync()
    assert manual.page().live
    newest, old = Proposal.objects.all()
    assert (newest.state, old.state) == ("open", "replaced")
    assert manual.there("docs/guide.md", newest.branch) == OURS
    assert manual.there("docs/guide.md") is None


def test_edited_here_and_renamed_there_the_edit_moves_along(manual: Manual, wendy: User, tmp_path: Path) -> None:
    pk = manual.publish(wendy, OURS).pk
    manual.push({"docs/guide.md": None, "docs/part/handbook.md": GUIDE})
    manual.sync()
    page = manual.page("part/handbook.md")
    assert (page.pk, page.source, page.live) == (pk, OURS, True)
    again = with_line(9, "Nine.", OURS)
    manual.publish(wendy, again, path="part/handbook.md")
    manual.sync()
    branch = Proposal.objects.get().branch
    assert manual.there("docs/part/handbook.md", branch) == again
    assert manual.there("docs/guide.md", branch) is None
    copy = manual.sandbox.git_copy("ferry/manual", tmp_path / "copy")
    merged = subprocess.run(
        ["git", "merge-tree", "--write-tree", "main", branch], cwd=copy, capture_output=True, text=True, check=True
    )
    shown = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", merged.stdout.split()[0]], cwd=copy, capture_output=True, text=True
    )
    assert "docs/part/handbook.md" in shown.stdout, "Git merges it"
    assert "docs/guide.md" not in shown.stdout


def test_renamed_and_changed_there_both_are_put_together(manual: Manual, wendy: User) -> None:
    pk = manual.publish(wendy, OURS).pk
    manual.push({"docs/guide.md": None, "docs/handbook.md": with_line(9, "Nine there.")})
    manual.sync()
    page = manual.page("handbook.md")
    assert (page.pk, page.source) == (pk, with_line(9, "Nine there.", OURS))


def test_a_rewritten_history_is_compared_by_its_trees(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, OURS)
    manual.send()
    branches = manual.repo.branches
    before = branches.refs["refs/heads/main"]
    manual.push({"docs/guide.md": with_line(9, "First try.")})
    manual.sync()
    branches.refs["refs/heads/main"] = before
    manual.push({"docs/guide.md": with_line(11, "Second try."), "docs/other.md": OTHER_HERE})
    manual.sync()
    assert manual.page("other.md").source == OTHER_HERE
    assert manual.page().source == with_line(11, "Second try.", OURS)


def test_resolved_by_a_person_it_is_published_and_proposed_on_a_fresh_branch(
    manual: Manual, wendy: User, alice: User
) -> None:
    clash(manual, wendy)
    old = Proposal.objects.get()
    conflict = open_conflict()
    text = with_line(3, "Line three by both.")
    resolve(manual, conflict.pk, text=text, seen_sha=conflict.theirs_sha, actor=alice)
    manual.sync()
    assert manual.page().source == text
    old.refresh_from_db()
    new = Proposal.objects.first()
    assert new is not None
    assert (old.state, new.state) == ("replaced", "open")
    assert manual.there("docs/guide.md", new.branch) == text
    assert DocEdit.objects.get(proposal=new).writers == [alice.pk, wendy.pk], "her words are in it"
    manual.sandbox.change.merge_pull("ferry/manual", new.number, login="alice")
    manual.sync()
    assert manual.there("docs/guide.md") == text
    assert manual.page().blob_sha == manual.page().text_sha


def test_this_sites_text_can_be_kept_and_merges_on_a_fresh_branch(manual: Manual, wendy: User, alice: User) -> None:
    clash(manual, wendy)
    conflict = open_conflict()
    resolve(manual, conflict.pk, text=OURS, seen_sha=conflict.theirs_sha, actor=alice)
    manual.sync()
    newest, old = Proposal.objects.all()
    assert (newest.state, old.state, newest.writer) == ("open", "replaced", wendy)
    [commit] = manual.commits_of(newest.branch)
    assert commit["author"]["name"] == "wendy"
    manual.sync()
    assert (Proposal.objects.count(), DocEdit.objects.count()) == (2, 1)
    manual.sandbox.change.merge_pull("ferry/manual", newest.number, login="alice")
    manual.sync()
    assert manual.there("docs/guide.md") == OURS
    assert manual.page().blob_sha == manual.page().text_sha
    assert Contribution.objects.filter(person__user=wendy, status__in=Contribution.COUNTED).count() == 1


def test_the_repositorys_text_can_be_taken(manual: Manual, wendy: User, alice: User) -> None:
    clash(manual, wendy)
    conflict = open_conflict()
    resolve(manual, conflict.pk, text=THEIRS, seen_sha=conflict.theirs_sha, actor=alice)
    manual.sync()
    page = manual.page()
    assert (page.source, page.blob_sha) == (THEIRS, page.text_sha)
    assert Proposal.objects.count() == 1
    assert page.revisions.filter(content__source=OURS).exists()


def test_who_looked_at_an_older_text_is_told(manual: Manual, wendy: User, alice: User) -> None:
    clash(manual, wendy)
    seen = open_conflict().theirs_sha
    manual.push({"docs/guide.md": with_line(3, "Yet another by Charlie.")})
    manual.sync()
    with pytest.raises(ConflictError, match="another text by now"):
        resolve(manual, open_conflict().pk, text="x", seen_sha=seen, actor=alice)
    assert open_conflict().theirs == with_line(3, "Yet another by Charlie.")


def test_a_conflict_that_the_repository_takes_back_is_over(manual: Manual, wendy: User) -> None:
    clash(manual, wendy)
    manual.push({"docs/guide.md": GUIDE})
    manual.sync()
    assert DocConflict.objects.get().resolution == "gone"
    assert manual.page().source == OURS


def test_a_draft_of_an_older_text_is_put_together_when_it_is_published(manual: Manual, wendy: User) -> None:
    draft = manual.draft(wendy, OURS)
    theirs = with_line(9, "Nine there.")
    manual.push({"docs/guide.md": theirs})
    manual.sync()
    assert manual.page().source == theirs
    draft.refresh_from_db()
    draft.publish(user=wendy, skip_permission_checks=True)
    manual.sync()
    both = with_line(9, "Nine there.", OURS)
    assert manual.page().source == both
    assert manual.there("docs/guide.md", Proposal.objects.get().branch) == both


def test_a_draft_of_an_older_text_that_does_not_fit_loses_nothing(manual: Manual, wendy: User) -> None:
    draft = manual.draft(wendy, OURS)
    manual.push({"docs/guide.md": THEIRS})
    manual.sync()
    draft.refresh_from_db()
    draft.publish(user=wendy, skip_permission_checks=True)
    manual.sync()
    conflict = open_conflict()
    assert (conflict.base, conflict.ours, conflict.theirs) == (GUIDE, OURS, THEIRS)
    assert not Proposal.objects.exists()
    assert manual.there("docs/guide.md") == THEIRS


def test_a_draft_that_waits_is_kept_when_a_conflict_is_resolved(manual: Manual, wendy: User, alice: User) -> None:
    clash(manual, wendy)
    manual.draft(wendy, with_line(9, "Not yet published.", OURS))
    text = with_line(3, "Line three by both.")
    conflict = open_conflict()
    resolve(manual, conflict.pk, text=text, seen_sha=conflict.theirs_sha, actor=alice)
    page = manual.page()
    assert (page.source, page.has_unpublished_changes) == (text, True)
    draft = page.get_latest_revision_as_object()
    assert (draft.source, draft.blob_sha) == (with_line(9, "Not yet published.", text), conflict.theirs_sha)


def test_a_draft_that_does_not_fit_stays_as_it_was_written(manual: Manual, wendy: User, alice: User) -> None:
    clash(manual, wendy)
    mine = with_line(3, "Quite another line three.")
    manual.draft(wendy, mine)
    conflict = open_conflict()
    resolve(manual, conflict.pk, text=THEIRS, seen_sha=conflict.theirs_sha, actor=alice)
    page = manual.page()
    assert (page.source, page.get_latest_revision_as_object().source) == (THEIRS, mine)
    page.latest_revision.publish(user=wendy, skip_permission_checks=True)
    manual.sync()
    assert open_conflict().theirs == THEIRS


@pytest.mark.parametrize("is_removed", [False, True])
def test_who_looked_at_an_older_text_of_this_site_is_told(
    manual: Manual, wendy: User, alice: User, *, is_removed: bool
) -> None:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": None if is_removed else THEIRS})
    manual.sync()
    conflict, seen = open_conflict(), manual.page().text_sha
    newer = with_line(11, "Published since.", OURS)
    manual.publish(wendy, newer)
    act = accept_removal if is_removed else partial(resolve_conflict, text="x", seen_sha=conflict.theirs_sha)
    with pytest.raises(ConflictError, match="on this site"):
        act(conflict_id=conflict.pk, seen_text_sha=seen, actor=alice)
    assert (manual.page().source, manual.page().live) == (newer, True)


def test_another_page_that_waits_for_a_person_is_not_sent_along(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, OURS)
    manual.publish(wendy, "# Other\n\nAs Wendy has it.\n", path="other.md")
    manual.push({"docs/guide.md": THEIRS, "docs/other.md": OTHER_HERE})
    manual.sync()
    conflict = DocConflict.objects.get(page=manual.page(), resolved_at=None)
    resolve(manual, conflict.pk, text=with_line(3, "By both."), seen_sha=conflict.theirs_sha, actor=alice)
    manual.sync()
    newest = Proposal.objects.filter(state="open").first()
    assert newest is not None
    assert manual.there("docs/other.md", newest.branch) == OTHER_HERE
    assert manual.page("other.md").source == "# Other\n\nAs Wendy has it.\n"
    assert DocConflict.objects.filter(page=manual.page("other.md"), resolved_at=None).exists()
