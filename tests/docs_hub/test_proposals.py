"""Edits that go back to GitHub: one branch, one pull request, the writer's name, and what becomes of it."""

import io
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from common.models import User
from contributors.models import Person
from docs_hub.models import DocAsset, DocEdit, Proposal
from docs_hub.services.edits import take_up_edit
from docs_hub.services.proposing import send
from docs_hub.services.uploading import add_picture
from github_sync.models import OutboxAction
from home.services.own_address import allow_address
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line

EDITED = with_line(3, "Line three, said better.")


def linked(user: User, uid: int) -> User:
    SocialAccount.objects.create(user=user, provider="github", uid=str(uid), extra_data={"login": user.username})
    return user


def only() -> Proposal:
    return Proposal.objects.get()


def test_a_published_edit_becomes_a_pull_request_with_its_writer(manual: Manual, wendy: User, alice: User) -> None:
    linked(wendy, 77)
    page = manual.publish(wendy, EDITED, approved_by=alice)
    assert "said better" in page.html, "readers see it at once"
    manual.sync()
    [pull] = manual.pulls()
    proposal = only()
    assert (proposal.state, proposal.number, proposal.writer) == ("open", pull["number"], wendy)
    assert (pull["title"], pull["base_ref"]) == ("Edit “Guide”", "main")
    [commit] = manual.commits_of(proposal.branch)
    me = "77+wendy@users.noreply.github.com"
    assert (commit["author"]["name"], commit["author"]["email"]) == ("wendy", me)
    assert commit["committer"]["name"] == "Mainstay"
    for text in (commit["message"], pull["body"]):
        assert text.endswith(f"Co-authored-by: wendy <{me}>\nReviewed-by: alice")
    assert manual.there("docs/guide.md", proposal.branch) == EDITED
    assert manual.there("docs/guide.md") == GUIDE


def test_only_the_edited_lines_change_to_the_byte(manual: Manual, wendy: User) -> None:
    odd = "\ufeff# Odd\r\n\r\nOne  \r\nTwo\nno end"
    manual.push({"docs/odd.md": odd})
    manual.sync()
    manual.publish(wendy, odd.replace("One", "Won"), path="odd.md")
    manual.sync()
    assert manual.there("docs/odd.md", only().branch) == odd.replace("One", "Won")


def test_an_address_goes_into_commits_where_it_is_verified_and_allowed_and_none_is_invented(
    manual: Manual, wendy: User, bob: User, charlie: User
) -> None:
    EmailAddress.objects.create(user=wendy, email="wendy@words.example", verified=True, primary=True)
    EmailAddress.objects.create(user=bob, email="bob@not.example", verified=False, primary=True)
    EmailAddress.objects.create(user=charlie, email="charlie@not.example", verified=True, primary=True)
    allow_address(user=wendy, is_public=True)
    allow_address(user=bob, is_public=True)
    manual.publish(wendy, EDITED)
    manual.publish(charlie, "# Third\n\nCharlie was here.\n", path="index.md")
    manual.publish(bob, "# Other\n\nBob was here.\n", path="other.md")
    manual.sync()
    found = {
        commit["author"]["name"]: (commit["author"]["email"], commit["message"])
        for proposal in Proposal.objects.all()
        for commit in manual.commits_of(proposal.branch)
    }
    assert found["wendy"][0] == "wendy@words.example"
    for name in ("bob", "charlie"):
        assert found[name][0].startswith("noreply@")
        assert f"{name}@" not in found[name][1]


def test_taking_it_up_again_changes_nothing(manual: Manual, wendy: User) -> None:
    page = manual.publish(wendy, EDITED)
    manual.sync()
    before = (DocEdit.objects.count(), list(only().actions), len(manual.pulls()))
    assert take_up_edit(page_id=page.pk) is None
    manual.sync()
    assert (DocEdit.objects.count(), list(only().actions), len(manual.pulls())) == before


def test_a_further_edit_is_a_further_commit_of_the_same_pull_request(manual: Manual, wendy: User, bob: User) -> None:
    linked(wendy, 77)
    linked(bob, 2)
    manual.publish(wendy, EDITED)
    manual.sync()
    again = with_line(9, "Line nine by Bob.", EDITED)
    manual.publish(bob, again)
    manual.sync()
    [pull] = manual.pulls()
    assert [commit["author"]["name"] for commit in manual.commits_of(only().branch)] == ["bob", "wendy"]
    assert manual.there("docs/guide.md", only().branch) == again
    assert "Co-authored-by: wendy <" in pull["body"]
    assert "Co-authored-by: bob <" in pull["body"]


def test_before_it_is_open_a_further_edit_waits_in_the_same_line(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    again = with_line(9, "And nine.", EDITED)
    manual.publish(wendy, again)
    manual.sync()
    assert len(manual.pulls()) == 1
    assert manual.there("docs/guide.md", only().branch) == again


def test_several_pages_of_one_writer_are_one_pull_request(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.publish(wendy, "# Other\n\nNew words.\n", path="other.md")
    manual.sync()
    [pull] = manual.pulls()
    assert pull["title"] == "Edit “Guide”, “Other”"
    assert manual.there("docs/other.md", only().branch) == "# Other\n\nNew words.\n"


def test_merged_in_any_way_the_base_moves_on_without_a_conflict(manual: Manual, wendy: User) -> None:
    text = GUIDE
    for number, method in enumerate(["merge", "squash", "rebase"]):
        text = with_line(number, f"{number} by {method}.", text)
        manual.publish(wendy, text)
        manual.push({"docs/other.md": f"# Other\n\nMeanwhile {number}.\n"})
        manual.sync()
        proposal = Proposal.objects.first()
        assert proposal is not None
        manual.sandbox.change.merge_pull(NAME, proposal.number, method=method, login="alice")
        manual.sync()
        page = manual.page()
        assert (page.source, page.blob_sha) == (text, page.text_sha)
        proposal.refresh_from_db()
        assert proposal.state == "merged"
        assert not page.conflicts.exists()
    assert manual.there("docs/guide.md") == text
    if settings.EMBEDDED_QUEUE:  # else the worker, another process, has sent them
        assert len(mail.outbox) == 3


def test_closed_the_repositorys_text_is_back_and_the_edit_is_a_draft(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    manual.sandbox.change.close_issue(NAME, only().number, login="alice")
    manual.sync()
    page = manual.page()
    assert only().state == "closed"
    assert (page.source, page.has_unpublished_changes) == (GUIDE, True)
    draft = page.get_latest_revision_as_object()
    assert (draft.source, page.latest_revision.user) == (EDITED, wendy)
    if settings.EMBEDDED_QUEUE:
        assert "closed, not merged" in mail.outbox[-1].body
    manual.sync()
    assert Proposal.objects.count() == 1, "what went back is no new edit"
    page.latest_revision.publish(user=wendy, skip_permission_checks=True)
    manual.sync()
    assert Proposal.objects.count() == 2, "published again it is sent anew"


def test_a_review_that_asks_for_changes_shows(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    manual.sandbox.change.review(NAME, only().number, "alice", "CHANGES_REQUESTED", "Shorter, please.")
    manual.sync()
    assert only().state == "changes"
    manual.sandbox.change.review(NAME, only().number, "alice", "APPROVED", "Good.")
    manual.sync()
    assert only().state == "open"


def test_what_github_refuses_is_said_and_can_be_sent_again(manual: Manual, wendy: User) -> None:
    manual.sandbox.faults.add(r"POST .*/git/refs", "status", status=403, times=5)
    manual.publish(wendy, EDITED)
    manual.sync()
    proposal = only()
    assert proposal.state == "failed"
    assert proposal.note
    assert "said better" in manual.page().html
    manual.sandbox.faults.clear()
    from docs_hub.services.following import try_again

    try_again(proposal=proposal, actor=wendy)
    manual.sync()
    assert only().state == "open"
    assert len(manual.pulls()) == 1


def test_a_source_may_keep_its_edits_here(manual: Manual, wendy: User) -> None:
    page = manual.page()
    page.doc_source.writing = "site"
    page.doc_source.save()
    manual.publish(wendy, EDITED)
    manual.sync()
    assert (Proposal.objects.count(), len(manual.pulls()), DocEdit.objects.count()) == (0, 0, 1)


def test_a_page_made_here_is_proposed_as_a_new_file(manual: Manual, wendy: User) -> None:
    from docs_hub.models import DocPage

    parent = DocPage.objects.get(address="")
    page = DocPage(title="New", slug="new", source="# New\n\nWords.\n")
    page.doc_source = None
    from docs_hub.services.editing import prepare_edit

    prepare_edit(page=page, parent=parent, is_changed=True)
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=wendy).publish(user=wendy, skip_permission_checks=True)
    manual.sync()
    assert manual.pulls()[0]["title"] == "Add “New”"
    assert manual.there("docs/new.md", only().branch) == "# New\n\nWords.\n"
    manual.sandbox.change.merge_pull(NAME, only().number, method="squash", login="alice")
    manual.sync()
    merged = manual.page("new.md")
    assert (merged.pk, merged.blob_sha) == (page.pk, merged.text_sha)


def test_taken_back_here_the_branch_follows(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    manual.publish(wendy, GUIDE)
    manual.sync()
    assert len(manual.pulls()) == 1
    assert manual.there("docs/guide.md", only().branch) == GUIDE


def test_a_picture_goes_with_the_pages_that_show_it(manual: Manual, wendy: User) -> None:
    content = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(content, "PNG")
    path = add_picture(page=manual.page(), name="map.png", content=content.getvalue(), actor=wendy)
    manual.publish(wendy, f"{GUIDE}\n![Map]({path})\n")
    manual.sync()
    manual.publish(wendy, f"# Other\n\n![Map]({path})\n", path="other.md")
    manual.sync()
    asset, proposal = DocAsset.objects.get(), only()
    branches = manual.repo.branches
    files = branches.files(branches.resolve(proposal.branch))
    assert files[f"docs/{path}"][1] == asset.blob_sha
    assert manual.there("docs/other.md", proposal.branch) == f"# Other\n\n![Map]({path})\n"
    assert (proposal.state, asset.is_pending) == ("open", True)
    manual.sandbox.change.merge_pull(NAME, proposal.number, login="alice")
    manual.sync()
    assert not DocAsset.objects.get().is_pending


def test_a_writer_who_wants_to_be_hidden_is_not_named_on_the_page(manual: Manual, wendy: User, client: Client) -> None:
    manual.publish(wendy, EDITED)
    assert "An edit of this page by wendy" in client.get("/docs/manual/guide/").content.decode()
    Person.objects.update_or_create(user=wendy, defaults={"name": "Wendy", "is_public": False})
    shown = client.get("/docs/manual/guide/?fresh").content.decode()
    assert "An edit of this page is shown here already" in shown
    assert "wendy" not in shown


def test_a_closed_one_is_looked_at_for_a_while_and_no_longer(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    change, number = manual.sandbox.change, only().number
    change.close_issue(NAME, number, login="alice")
    manual.sync()
    change.reopen_issue(NAME, number, login="alice")
    manual.sync()
    assert only().state == "open"
    change.close_issue(NAME, number, login="alice")
    manual.sync()
    Proposal.objects.update(settled_at=timezone.now() - timedelta(days=91))
    change.reopen_issue(NAME, number, login="alice")
    manual.sync()
    assert only().state == "closed"


def test_the_writers_account_lists_their_pull_requests(manual: Manual, wendy: User, bob: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    client = Client()
    client.force_login(wendy)
    shown = client.get("/account/").content.decode()
    for words in ("Edit “Guide”", "Waiting for a review", f"{NAME} #{only().number}", only().url):
        assert words in shown
    client.force_login(bob)
    assert "Edit “Guide”" not in client.get("/account/").content.decode()


def test_an_edit_whose_writer_left_goes_out_in_the_sites_name(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED, approved_by=alice)
    proposal = Proposal.objects.get()
    OutboxAction.objects.all().delete()
    proposal.edits.update(action_id=None)
    Proposal.objects.update(actions=[])
    wendy.delete()
    send(proposal=proposal)
    made = OutboxAction.objects.filter(kind="commit_files")
    assert [(one.owner, one.actor, one.actor_name) for one in made] == [(None, None, "")]
