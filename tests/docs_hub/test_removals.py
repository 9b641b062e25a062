"""A page that is taken off this site: its repository is asked to remove the file, and what comes of that."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from common.models import User
from docs_hub.models import DocConflict, DocEdit, DocPage, Proposal
from docs_hub.services.conflicts import resolve_conflict
from docs_hub.services.sources import remove_source
from docs_hub.tasks import reconcile
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line
from tests.docs_hub.test_proposals import linked, only

EDITED = with_line(3, "Line three, said better.")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def unpublish(user: User, page: DocPage) -> str:
    answer = signed_in(user).post(f"/admin/pages/{page.pk}/unpublish/", follow=True)
    return str(answer.content.decode())


@pytest.fixture
def gone(manual: Manual, alice: User) -> Manual:
    """Alice unpublished the guide."""
    linked(alice, 5)
    assert f"{NAME} is asked to remove it, too" in unpublish(alice, manual.page())
    manual.sync()
    return manual


def test_an_unpublished_page_becomes_a_pull_request_that_removes_its_file(gone: Manual) -> None:
    [pull] = gone.pulls()
    assert pull["title"] == "Remove “Guide”"
    assert "Guide (docs/guide.md)" in pull["body"]
    assert "The navigation is left as it is" in pull["body"]
    branch = only().branch
    assert gone.there("docs/guide.md", branch) is None
    assert gone.there("docs/other.md", branch) == gone.there("docs/other.md")
    [commit] = gone.commits_of(branch)
    assert (commit["author"]["name"], commit["committer"]["name"]) == ("alice", "Mainstay")
    for text in (commit["message"], pull["body"]):
        assert text.endswith("Co-authored-by: alice <5+alice@users.noreply.github.com>")
    assert Client().get("/docs/manual/guide/").status_code == 404
    gone.sync()
    assert not gone.page().live, "no import brings it back meanwhile"
    assert len(gone.pulls()) == DocEdit.objects.count() == 1


def test_merged_the_page_stays_away_and_can_be_made_anew(gone: Manual, alice: User) -> None:
    gone.sandbox.change.merge_pull(NAME, only().number, method="squash", login="alice")
    gone.sync()
    assert gone.there("docs/guide.md") is None
    page = gone.page()
    assert (only().state, page.live, page.blob_sha) == ("merged", False, "")
    gone.publish(alice, GUIDE)
    gone.sync()
    newest = Proposal.objects.first()
    assert newest is not None
    assert (newest.title, gone.there("docs/guide.md", newest.branch)) == ("Add “Guide”", GUIDE)


def test_closed_it_is_said_that_the_file_stays(gone: Manual, alice: User) -> None:
    gone.sandbox.change.close_issue(NAME, only().number, login="alice")
    gone.sync()
    proposal = only()
    assert proposal.state == "closed"
    assert "stays in the repository" in proposal.note
    shown = signed_in(alice).get(f"/admin/documentation-edits/{proposal.pk}/").content.decode()
    assert "The page stays off this site until somebody publishes it again." in shown
    if settings.EMBEDDED_QUEUE:
        assert "On the site it is still unpublished" in mail.outbox[-1].body
    gone.sync()
    assert (gone.page().live, Proposal.objects.count()) == (False, 1)
    gone.publish(alice, GUIDE)
    gone.sync()
    assert (gone.page().live, Proposal.objects.count()) == (True, 1), "the repository has it already"


def test_published_again_before_that_the_branch_has_the_file_again(gone: Manual, alice: User) -> None:
    gone.publish(alice, GUIDE)
    gone.sync()
    assert gone.page().live
    assert gone.there("docs/guide.md", only().branch) == GUIDE
    assert len(gone.pulls()) == 1


def test_published_again_with_another_text_it_is_an_edit(gone: Manual, alice: User) -> None:
    gone.publish(alice, EDITED)
    gone.sync()
    edit = DocEdit.objects.last()
    assert edit is not None
    assert (edit.added, edit.removed) == (1, 1)
    assert gone.there("docs/guide.md", only().branch) == EDITED
    assert gone.pulls()[0]["title"] == "Edit “Guide”"


def test_an_edit_that_is_under_way_becomes_the_removal(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    unpublish(alice, manual.page())
    manual.sync()
    [pull] = manual.pulls()
    assert pull["title"] == "Remove “Guide”"
    assert manual.there("docs/guide.md", only().branch) is None
    manual.sandbox.change.merge_pull(NAME, pull["number"], login="alice")
    manual.sync()
    assert (manual.there("docs/guide.md"), manual.page().live) == (None, False)


def test_a_page_that_is_on_a_branch_alone_goes_from_there(manual: Manual, wendy: User, alice: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    manual.push({"docs/guide.md": None})
    manual.sync()
    conflict, seen = DocConflict.objects.get(), manual.page().text_sha
    resolve_conflict(conflict_id=conflict.pk, text=EDITED, seen_sha="", seen_text_sha=seen, actor=alice)
    manual.sync()
    newest = Proposal.objects.first()
    assert newest is not None
    assert manual.there("docs/guide.md", newest.branch) == EDITED
    unpublish(alice, manual.page())
    manual.sync()
    assert manual.there("docs/guide.md", newest.branch) is None


@pytest.mark.parametrize("writing", ["site", "closed"])
def test_only_where_edits_go_to_the_repository(manual: Manual, alice: User, writing: str) -> None:
    page = manual.page()
    page.doc_source.writing = writing
    page.doc_source.save()
    assert "is asked to remove" not in unpublish(alice, page)
    manual.sync()
    assert (manual.page().live, manual.pulls(), DocEdit.objects.count()) == (False, [], 0)


def test_deleting_asks_first_and_takes_it_off(manual: Manual, alice: User) -> None:
    page, client = manual.page(), signed_in(alice)
    address = f"/admin/pages/{page.pk}/delete/"
    asked = client.get(address).content.decode()
    assert "docs/guide.md" in asked or "guide.md" in asked
    assert "asks the repository to remove" in asked
    assert manual.page().live
    said = client.post(address, follow=True).content.decode()
    assert f"1 page is off the site, and {NAME} is asked to remove it." in said
    manual.sync()
    assert not manual.page().live
    assert manual.there("docs/guide.md", only().branch) is None
    manual.sandbox.change.merge_pull(NAME, only().number, login="alice")
    manual.sync()
    assert client.post(address).status_code == 302
    assert not DocPage.objects.filter(pk=page.pk).exists(), "nothing is left to ask for"


def test_chosen_pages_become_one_pull_request(manual: Manual, alice: User) -> None:
    pages = [manual.page(), manual.page("other.md")]
    query = "&".join(f"id={page.pk}" for page in pages)
    client = signed_in(alice)
    client.post(f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&{query}")
    manual.sync()
    [pull] = manual.pulls()
    assert pull["title"] == "Remove “Guide”, “Other”"
    assert [manual.there(f"docs/{name}.md", only().branch) for name in ("guide", "other")] == [None, None]
    assert manual.there("docs/index.md", only().branch) is not None


def test_a_whole_documentation_is_not_taken_off_like_that(manual: Manual, admin_client: Client, alice: User) -> None:
    root = DocPage.objects.get(address="")
    answer = admin_client.post(f"/admin/pages/{root.pk}/delete/", follow=True)
    assert "Remove its source instead" in answer.content.decode()
    manual.sync()
    assert (DocPage.objects.filter(live=False).count(), manual.pulls()) == (0, [])
    remove_source(source=root.doc_source, actor=alice)
    manual.send()
    assert (DocEdit.objects.count(), manual.pulls()) == (0, [])


def test_who_may_not_delete_takes_nothing_off(manual: Manual, wendy: User) -> None:
    signed_in(wendy).post(f"/admin/pages/{manual.page().pk}/delete/")
    manual.sync()
    assert (manual.page().live, manual.pulls()) == (True, [])


def test_a_page_shown_again_keeps_its_file_though_the_task_was_lost(gone: Manual, alice: User) -> None:
    revision = gone.page().save_revision(user=alice, clean=False)
    DocPage.objects.filter(source_path="guide.md").update(live=True, live_revision=revision)
    reconcile.delay()
    gone.sync()
    assert gone.there("docs/guide.md", only().branch) == GUIDE
