"""Credit of edits that were merged and taken back again, in Git or here: void once, and back where it is put in again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from common.models import User
from contributors.models import Contribution
from docs_hub.models import DocEdit, DocSource, Proposal
from docs_hub.services.reverting import follow_reverts
from docs_hub.services.sources import remove_source
from github_sync.models import Commit, PullRequest
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line
from tests.docs_hub.test_edit_credit import EDITED, kinds, linked

OTHER = "# Other\n\nSaid better.\n"


def merged(manual: Manual, *, method: str = "squash") -> tuple[int, str]:
    """Number of the pull request, and the commit that brought it in."""
    manual.sync()
    number = Proposal.objects.latest("pk").number
    assert number is not None
    manual.sandbox.change.merge_pull(NAME, number, method=method, login="alice")
    manual.sync()
    return number, manual.repo.pulls[number]["merge_commit_sha"]


def revert(manual: Manual, sha: str, text: str = GUIDE, branch: str = "") -> str:
    """As `git revert` writes it."""
    message = f'Revert "Guide"\n\nThis reverts commit {sha}.'
    return str(manual.sandbox.change.push(NAME, {"docs/guide.md": text}, message, branch=branch, login="charlie"))


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_a_revert_commit_voids_and_its_revert_gives_back(
    manual: Manual, wendy: User, alice: User, bob: User, method: str
) -> None:
    linked(bob, 2)
    manual.publish(wendy, EDITED, approved_by=alice)
    _, sha = merged(manual, method=method)
    manual.publish(bob, with_line(9, "Nine.", EDITED))
    merged(manual, method=method)
    first = revert(manual, sha, with_line(9, "Nine."))
    manual.sync()
    assert (kinds(wendy), kinds(alice), kinds(bob)) == ([], [], [("github", "doc")])
    manual.sync()
    second = revert(manual, first, with_line(9, "Nine.", EDITED))
    manual.sync()
    assert (kinds(wendy), kinds(alice)) == ([("docs", "doc")], [("docs", "review")])
    revert(manual, second, with_line(9, "Nine."))
    manual.sync()
    assert kinds(wendy) == []
    assert kinds(bob) == [("github", "doc")]


def test_what_github_credits_is_void_too(manual: Manual, bob: User) -> None:
    linked(bob, 2)
    manual.publish(bob, EDITED)
    _, sha = merged(manual)
    assert kinds(bob) == [("github", "doc")]
    first = revert(manual, sha)
    manual.sync()
    assert kinds(bob) == []
    revert(manual, first, EDITED)
    manual.sync()
    assert kinds(bob) == [("github", "doc")]
    assert follow_reverts(repository=NAME) == 0


def opened(manual: Manual, title: str, of: int, text: str, branch: str, said: str = "Undo") -> int:
    """A pull request that says to revert another."""
    change = manual.sandbox.change
    change.push(NAME, {"docs/guide.md": text}, said, branch=branch, login="charlie")
    return int(change.open_pull(NAME, branch, title, body=f"Reverts {NAME}#{of}", login="charlie"))


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_githubs_own_pull_request_that_reverts(manual: Manual, wendy: User, method: str) -> None:
    manual.publish(wendy, EDITED)
    number, sha = merged(manual)
    manual.push({"README.md": "x"})
    change = manual.sandbox.change
    said = f'Revert "Edit Guide (#{number})"\n\nThis reverts commit {sha}.'
    first = opened(manual, 'Revert "Edit Guide"', number, GUIDE, f"revert-{number}-edit", said)
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")], "it is not merged yet"
    change.merge_pull(NAME, first, method=method, login="alice")
    manual.sync()
    assert kinds(wendy) == []
    second = opened(manual, 'Reapply "Edit Guide"', first, EDITED, f"revert-{first}-revert-{number}-edit", said="Undo")
    change.merge_pull(NAME, second, method="squash", login="alice")
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_a_squashed_message_that_names_the_pull_request(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    number, _ = merged(manual)
    first = opened(manual, 'Revert "Edit Guide"', number, GUIDE, "by-hand")
    manual.sandbox.change.merge_pull(NAME, first, method="squash", login="alice", message=f"Reverts {NAME}#{number}")
    manual.sync()
    assert kinds(wendy) == []


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_what_is_written_into_a_merged_pull_request_voids_nothing(manual: Manual, wendy: User, method: str) -> None:
    """Its author may change title and description at any time."""
    manual.publish(wendy, EDITED)
    number, _ = merged(manual)
    change = manual.sandbox.change
    change.push(NAME, {"docs/guide.md": with_line(9, "Nine.", EDITED)}, "A typo", branch="typo", login="charlie")
    typo = int(change.open_pull(NAME, "typo", "A typo", login="charlie"))
    change.merge_pull(NAME, typo, method=method, login="alice")
    manual.sync()
    change.edit_issue(NAME, typo, login="charlie", title='Revert "Edit Guide"', body=f"Reverts {NAME}#{number}")
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_nothing_reverts_what_was_merged_after_it(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    number = Proposal.objects.get().number
    assert number is not None
    early = opened(manual, 'Revert "Edit Guide"', number, with_line(9, "Nine."), f"revert-{number}-edit")
    manual.sandbox.change.merge_pull(NAME, early, method="squash", login="alice")
    manual.sandbox.change.merge_pull(NAME, number, method="squash", login="alice")
    manual.sync()
    PullRequest.objects.filter(number=early).update(merged_at=F("merged_at") - timedelta(minutes=1))
    follow_reverts(repository=NAME)
    assert kinds(wendy) == [("docs", "doc")]


def test_put_in_again_when_its_documentation_is_here_no_longer(manual: Manual, bob: User) -> None:
    linked(bob, 2)
    sha = manual.sandbox.change.push(NAME, {"docs/guide.md": EDITED}, "Say it better", login="bob")
    manual.sync()
    first = revert(manual, sha)
    manual.sync()
    assert kinds(bob) == []
    remove_source(source=DocSource.objects.get())
    manual.sync()
    assert kinds(bob) == [], "that alone changes nothing"
    second = revert(manual, first, EDITED)
    manual.sync()
    assert kinds(bob) == [("github", "doc")]
    revert(manual, second)
    manual.sync()
    assert kinds(bob) == [("github", "doc")], "nothing more is taken"


def test_only_the_pages_that_were_taken_back(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.publish(wendy, OTHER, "other.md")
    assert Proposal.objects.count() == 1
    _, sha = merged(manual)
    revert(manual, sha)
    manual.sync()
    assert list(DocEdit.objects.filter(is_rolled_back=True).values_list("path", flat=True)) == ["docs/guide.md"]
    assert kinds(wendy) == [("docs", "doc")]


def test_a_revert_that_is_known_before_what_it_reverts(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    number = Proposal.objects.get().number
    assert number is not None
    manual.sandbox.change.merge_pull(NAME, number, method="squash", login="alice")
    revert(manual, manual.repo.pulls[number]["merge_commit_sha"])
    call_command("sync_github", NAME, verbosity=0)
    assert follow_reverts(repository=NAME) == 0, "nothing says yet that it is merged"
    manual.run_queue()
    manual.sync()
    assert kinds(wendy) == []


def test_what_a_person_voided_stays_so(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    _, sha = merged(manual)
    Contribution.objects.filter(person__user=wendy).update(status="void", void_reason="by mistake")
    revert(manual, revert(manual, sha), EDITED)
    manual.sync()
    first = Commit.objects.filter(message__contains=f"This reverts commit {sha}").count()
    assert first == 1
    assert set(Contribution.objects.filter(person__user=wendy).values_list("status", "void_reason")) == {
        ("void", "by mistake")
    }


@pytest.mark.parametrize(
    "message",
    ["Mention {sha}", "See: This reverts commit {sha}.", "This reverts commit " + "0" * 40 + "."],
)
def test_what_only_mentions_it_voids_nothing(manual: Manual, wendy: User, message: str) -> None:
    manual.publish(wendy, EDITED)
    _, sha = merged(manual)
    manual.push({"docs/guide.md": GUIDE}, message.format(sha=sha))
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_a_revert_on_another_branch_voids_nothing(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    _, sha = merged(manual)
    revert(manual, sha, branch="elsewhere")
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_writing_that_came_by_git_alone(manual: Manual, bob: User) -> None:
    linked(bob, 2)
    change = manual.sandbox.change
    sha = change.push(NAME, {"docs/guide.md": EDITED}, "Say it better", login="bob")
    manual.sync()
    assert kinds(bob) == [("github", "doc")]
    first = revert(manual, sha)
    manual.sync()
    assert kinds(bob) == []
    revert(manual, first, EDITED)
    manual.sync()
    assert kinds(bob) == [("github", "doc")]


def test_rolled_back_here_after_the_merge(manual: Manual, bob: User, alice: User) -> None:
    linked(bob, 2)
    manual.publish(bob, EDITED)
    merged(manual)
    assert kinds(bob) == [("github", "doc")]
    manual.draft(alice, GUIDE)
    manual.sync()
    assert kinds(bob) == [("github", "doc")], "only a draft"
    manual.publish(alice, GUIDE)
    assert (kinds(bob), kinds(alice)) == ([("github", "doc")], []), "the repository has not taken it back yet"
    manual.sync()
    assert Proposal.objects.count() == 2
    merged(manual)
    assert manual.there("docs/guide.md") == GUIDE
    assert kinds(bob) == []


def test_a_roll_back_that_the_repository_refuses_takes_no_credit(manual: Manual, bob: User, alice: User) -> None:
    linked(bob, 2)
    manual.publish(bob, EDITED)
    merged(manual)
    manual.publish(alice, GUIDE)
    manual.sync()
    number = Proposal.objects.latest("pk").number
    assert number is not None
    manual.sandbox.change.close_issue(NAME, number, login="alice")
    manual.sync()
    assert manual.page().source == EDITED
    assert (kinds(bob), kinds(alice)) == ([("github", "doc")], [])
    manual.sandbox.change.reopen_issue(NAME, number, login="alice")
    manual.sync()
    assert kinds(bob) == [("github", "doc")]
    merged(manual)
    assert kinds(bob) == []


def test_a_roll_back_that_stays_here_takes_credit_at_once(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    merged(manual)
    DocSource.objects.update(writing="site")
    manual.publish(alice, GUIDE)
    assert kinds(wendy) == []


def test_a_later_edit_is_no_roll_back(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    merged(manual)
    manual.publish(alice, with_line(3, "Line three, once more."))
    assert (kinds(wendy), kinds(alice)) == ([("docs", "doc")], [("docs", "doc")])
