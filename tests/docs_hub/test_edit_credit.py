"""An edit, its review and a translation in the ledger: once each, and void when they are rolled back."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet
from django.test import Client

from common.models import User
from contributors.models import Contribution, Person
from contributors.services.linking import link_user
from docs_hub.models import DocEdit, PageHistory, Proposal
from github_sync.models import PullRequest
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line

EDITED = with_line(3, "Line three, said better.")


def counted(user: User) -> QuerySet[Contribution]:
    return Contribution.objects.filter(person__user=user, status__in=Contribution.COUNTED)


def kinds(user: User) -> list[tuple[str, str]]:
    return sorted(counted(user).values_list("source", "kind"))


def linked(user: User, uid: int) -> User:
    SocialAccount.objects.create(user=user, provider="github", uid=str(uid), extra_data={"login": user.username})
    link_user(user=user, github_id=uid, login=user.username)
    return user


def test_the_writer_and_the_reviewer_are_credited_with_size_and_link(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED, approved_by=alice)
    [entry] = counted(wendy)
    assert (entry.kind, entry.title) == ("doc", "Edited “Guide” (+1 −1 lines)")
    assert entry.evidence_url.endswith("/docs/manual/guide/")
    assert kinds(alice) == [("docs", "review")]


def test_who_joins_after_hundreds_of_saves_is_credited_too(manual: Manual, wendy: User, charlie: User) -> None:
    manual.draft(wendy, with_line(5, "Five."))
    page = manual.page().get_latest_revision_as_object()
    for _ in range(205):
        page.save_revision(user=wendy, changed=False)
    manual.publish(charlie, EDITED)
    assert kinds(charlie) == [("docs", "doc")]


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_merged_it_is_counted_once(manual: Manual, bob: User, method: str) -> None:
    linked(bob, 2)
    manual.publish(bob, EDITED)
    manual.sync()
    manual.sandbox.change.merge_pull(NAME, Proposal.objects.get().number, method=method, login="alice")
    manual.sync()
    manual.sync()
    assert kinds(bob) == [("github", "doc")]
    assert (
        not Contribution.objects.filter(source="github", external_id__contains="/pull/")
        .exclude(person__user=bob)
        .exists()
    ), "whoever's token opened it did not write it"


def test_merged_without_an_account_it_still_counts_once(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    manual.sandbox.change.merge_pull(NAME, Proposal.objects.get().number, method="squash", login="alice")
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_closed_it_is_void_and_opened_again_it_is_back(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED, approved_by=alice)
    manual.sync()
    number = Proposal.objects.get().number
    manual.sandbox.change.close_issue(NAME, number, login="alice")
    manual.sync()
    assert kinds(wendy) == kinds(alice) == []
    assert Contribution.objects.filter(status="void", void_reason="the pull request was closed").count() == 2
    manual.sandbox.change.reopen_issue(NAME, number, login="alice")
    manual.sync()
    assert kinds(wendy) == [("docs", "doc")]


def test_opened_again_it_gives_nothing_back_that_was_rolled_back_before(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, EDITED)
    manual.publish(alice, with_line(9, "And nine.", EDITED))
    manual.publish(wendy, EDITED)
    manual.sync()
    number = Proposal.objects.get().number
    manual.sandbox.change.close_issue(NAME, number, login="alice")
    manual.sync()
    manual.sandbox.change.reopen_issue(NAME, number, login="alice")
    manual.sync()
    assert (kinds(wendy), kinds(alice)) == ([("docs", "doc")], [])
    assert list(DocEdit.objects.filter(writers=[alice.pk]).values_list("is_rolled_back", flat=True)) == [True]


def test_rolled_back_here_it_is_void(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    second = with_line(9, "And nine.", EDITED)
    manual.publish(alice, second)
    assert (kinds(wendy), kinds(alice)) == ([("docs", "doc")], [("docs", "doc")])
    manual.publish(alice, EDITED)
    assert (kinds(wendy), kinds(alice)) == ([("docs", "doc")], [])
    manual.publish(alice, GUIDE)
    assert kinds(wendy) == []


def test_edits_that_stay_here_are_credited_too(manual: Manual, wendy: User) -> None:
    source = manual.page().doc_source
    source.writing = "site"
    source.save()
    manual.publish(wendy, EDITED)
    assert kinds(wendy) == [("docs", "doc")]


def written_by(client: Client) -> str:
    shown = client.get(f"/docs/manual/guide/?{id(object())}").content.decode()
    foot = shown[shown.index('<footer class="docs-foot">') :]
    return " ".join(foot[foot.index("Written by") :].split()) if "Written by" in foot else ""


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_merged_the_page_names_who_wrote_it_and_not_who_carried_it(
    manual: Manual, wendy: User, bob: User, client: Client, method: str
) -> None:
    linked(bob, 2)
    manual.publish(wendy, EDITED)
    manual.publish(bob, with_line(9, "Nine.", EDITED))
    manual.sync()
    author = PullRequest.objects.get(number=Proposal.objects.get().number).author
    carrier = author.login if author is not None else ""
    assert carrier not in ("", "bob")
    manual.sandbox.change.merge_pull(NAME, Proposal.objects.get().number, method=method, login="alice")
    manual.sync()
    manual.sync()
    people = PageHistory.objects.get(source_path="guide.md").people
    assert carrier not in {one["login"] for one in people}
    told = written_by(client)
    assert "wendy" in told
    assert told.count("bob") == told.count(Person.objects.get(user=bob).get_absolute_url()) * 2
    Person.objects.filter(user=wendy).update(is_public=False)
    assert "wendy" not in written_by(client)
