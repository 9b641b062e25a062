"""The admin's screens of edits, conflicts and translations: who may do what there, and what it does."""

import pytest
from django.test import Client

from common.errors import ConflictError
from common.models import User
from docs_hub.models import DocConflict, DocSuggestion, Proposal
from docs_hub.services.conflicts import note_conflict, resolve_conflict
from tests.docs_hub.forms import hidden_fields, post_form
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line
from tests.docs_hub.suggesting import Open, Review, approve

OURS = with_line(3, "Line three by Wendy.")
THEIRS = with_line(3, "Line three by Charlie.")
EDITS = "/admin/documentation-edits/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def conflict(manual: Manual, wendy: User) -> DocConflict:
    manual.publish(wendy, OURS)
    manual.push({"docs/guide.md": THEIRS})
    manual.sync()
    return DocConflict.objects.get()


def test_an_edit_is_listed_with_its_pull_request_and_what_was_said(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, OURS)
    manual.sync()
    number = Proposal.objects.get().number
    manual.sandbox.change.review(NAME, number, "alice", "CHANGES_REQUESTED", "Shorter, please.")
    manual.sandbox.change.comment(NAME, number, "<script>alert(1)</script> I like it.", login="bob")
    manual.sync()
    writer = signed_in(wendy)
    assert "Changes asked for" in shown(writer, EDITS)
    assert "Changes asked for" in shown(writer, f"{EDITS}?whose=mine")
    page = shown(writer, f"{EDITS}{Proposal.objects.get().pk}/")
    for words in ("Shorter, please.", "asks for changes", "I like it.", f"#{number}", "+1 −1"):
        assert words in page
    assert "<script>alert(1)" not in page
    for line in (
        '<del class="docs-diff__line">Line 3.</del>',
        '<ins class="docs-diff__line">Line three by Wendy.</ins>',
    ):
        assert line in page
    assert "Send it again" not in page


def test_who_publishes_is_told_where_it_goes(manual: Manual, alice: User) -> None:
    maintainer = signed_in(alice)
    post_form(maintainer, manual.page(), change=lambda text: text + "More.\n")
    told = shown(maintainer, f"/admin/pages/{manual.page().pk}/edit/")
    assert f"Readers see it now. {NAME} gets it as a pull request." in told
    assert f'href="{EDITS}"' in told


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_who_approves_is_told_where_it_goes(manual: Manual, wendy: User, alice: User) -> None:
    post_form(signed_in(wendy), manual.page(), change=lambda text: text + "More.\n", **{"action-submit": "Submit"})
    maintainer = signed_in(alice)
    told = f"readers see it now. {NAME} gets it as a pull request."
    Review(maintainer, manual.page()).send()
    assert told in shown(maintainer, "/admin/")
    choices = {"action-workflow-action": "1", "workflow-action-extra-data": "{}"}
    post_form(signed_in(wendy), manual.page(), change=lambda text: text + "Yet more.\n", **{"action-submit": "Submit"})
    post_form(maintainer, manual.page(), **choices, **{"workflow-action-name": "reject"})
    assert told not in shown(maintainer, "/admin/")


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_who_suggested_it_sees_the_pull_request(manual: Manual, charlie: User, alice: User) -> None:
    author = signed_in(charlie)
    Open(author, manual.page()).send(lambda text: text + "More.\n")
    suggestion = DocSuggestion.objects.get()
    address = f"/documentation/suggestions/{suggestion.pk}/"
    assert "pull request" not in shown(author, address)
    approve(signed_in(alice), suggestion)
    manual.sync()
    assert f"pull request #{Proposal.objects.get().number}</a>: waiting for a review" in shown(author, address)


def test_strangers_see_none_of_it(manual: Manual, conflict: DocConflict, charlie: User, sam: User) -> None:
    addresses = [EDITS, f"{EDITS}{Proposal.objects.get().pk}/", f"{EDITS}conflicts/{conflict.pk}/",
                 f"{EDITS}translations/"]  # fmt: skip
    for client in (Client(), signed_in(charlie), signed_in(sam)):
        for address in addresses:
            assert client.get(address).status_code in (302, 403)
    for client in (Client(), signed_in(charlie)):
        assert client.post(f"{EDITS}conflicts/{conflict.pk}/", {"choice": "theirs"}).status_code in (302, 403)
    conflict.refresh_from_db()
    assert conflict.resolved_at is None


def test_what_was_refused_is_sent_again_by_its_writer_and_by_no_other(
    manual: Manual, wendy: User, make_user, alice: User
) -> None:
    from common import roles

    manual.sandbox.faults.add(r"POST .*/git/refs", "status", status=403, times=9)
    manual.publish(wendy, OURS)
    manual.sync()
    proposal = Proposal.objects.get()
    address = f"{EDITS}{proposal.pk}/"
    assert "Send it again" in shown(signed_in(wendy), address)
    assert "Send it again" in shown(signed_in(alice), address)
    other = make_user("walter", roles.WRITERS)
    assert "Send it again" not in shown(signed_in(other), address)
    assert signed_in(other).post(f"{address}retry/").status_code in (302, 403)
    proposal.refresh_from_db()
    assert proposal.state == "failed"
    assert signed_in(wendy).get(f"{address}retry/").status_code == 405
    manual.sandbox.faults.clear()
    signed_in(wendy).post(f"{address}retry/")
    manual.sync()
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_conflict_shows_both_sides_and_the_base_and_takes_the_text_of_both(
    manual: Manual, conflict: DocConflict, alice: User, wendy: User
) -> None:
    address = f"{EDITS}conflicts/{conflict.pk}/"
    assert "Manual" in shown(signed_in(alice), EDITS)
    page = shown(signed_in(alice), address)
    for words in ("Line three by Wendy.", "Line three by Charlie.", "Line 3.", "||||||| base"):
        assert words in page
    assert "Ask a maintainer" in shown(signed_in(wendy), address), "a writer looks and does not decide"
    assert signed_in(wendy).post(address, {"choice": "theirs"}).status_code in (302, 403)
    hidden = hidden_fields(page)
    seen = {name: hidden[name] for name in ("seen_sha", "seen_text_sha")}
    marked = signed_in(alice).post(address, {"choice": "edited", **seen, "text": "<<<<<<< ours\r\nx"})
    assert marked.status_code == 422
    assert "There are still marks" in marked.content.decode()
    text = with_line(3, "Line three by both.")
    signed_in(alice).post(address, {"choice": "edited", **seen, "text": text.replace("\n", "\r\n")})
    assert manual.page().source == text
    conflict.refresh_from_db()
    assert (conflict.resolution, conflict.resolved_by) == ("edited", alice)
    assert "settled" in shown(signed_in(alice), address)


@pytest.mark.parametrize(("choice", "text"), [("ours", OURS), ("theirs", THEIRS)])
def test_one_side_is_taken_with_one_button(
    manual: Manual, conflict: DocConflict, alice: User, choice: str, text: str
) -> None:
    address = f"{EDITS}conflicts/{conflict.pk}/"
    signed_in(alice).post(
        address, {"choice": choice, "seen_sha": conflict.theirs_sha, "seen_text_sha": manual.page().text_sha}
    )
    assert manual.page().source == text
    assert not DocConflict.objects.filter(resolved_at=None).exists()


def test_a_form_that_was_open_while_the_repository_changed_loses_neither(manual: Manual, alice: User) -> None:
    client = signed_in(alice)
    opened = shown(client, f"/admin/pages/{manual.page().pk}/edit/")
    began = hidden_fields(opened)["began_from"]
    theirs = with_line(9, "Nine there.")
    manual.push({"docs/guide.md": theirs})
    manual.sync()
    answer = post_form(client, manual.page(), change=lambda _: OURS, began_from=began, **{"action-publish": "x"})
    assert answer.status_code == 302
    manual.sync()
    assert manual.page().source == with_line(9, "Nine there.", OURS)


def test_readers_are_told_quietly(manual: Manual, wendy: User, client: Client) -> None:
    assert "An edit of this page" not in shown(client, "/docs/manual/guide/")
    manual.publish(wendy, OURS)
    manual.sync()
    number = Proposal.objects.get().number
    assert f"pull request #{number}</a>: waiting for a review" in shown(client, "/docs/manual/guide/")
    manual.sandbox.change.merge_pull(NAME, number, login="alice")
    manual.sync()
    assert "An edit of this page" not in shown(client, "/docs/manual/guide/")


def test_a_closed_source_is_edited_by_nobody_here(manual: Manual, alice: User) -> None:
    page = manual.page()
    page.doc_source.writing = "closed"
    page.doc_source.save()
    answer = signed_in(alice).get(f"/admin/pages/{page.pk}/edit/", follow=True)
    assert "edited in its repository only" in answer.content.decode()
    post_answer = signed_in(alice).post(f"/admin/pages/{page.pk}/edit/", {"source": "x", "action-publish": "x"})
    assert post_answer.status_code == 302
    assert manual.page().source == GUIDE


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_nor_is_anything_added_or_approved_in_a_closed_source(manual: Manual, alice: User, charlie: User) -> None:
    Open(signed_in(charlie), manual.page()).send(lambda text: text + "more\n")
    waiting = DocSuggestion.objects.get()
    page = manual.page()
    page.doc_source.writing = "closed"
    page.doc_source.save()
    client = signed_in(alice)
    assert client.get(f"/admin/pages/add/docs_hub/docpage/{page.pk}/").status_code == 302
    assert client.post(f"/documentation/{page.pk}/upload/").status_code == 404
    approve(client, waiting)
    assert manual.page().source == GUIDE
    conflict = note_conflict(page=page, theirs_sha=page.blob_sha, known=None)
    with pytest.raises(ConflictError, match="in its repository only"):
        resolve_conflict(
            conflict_id=conflict.pk, text="x", seen_sha=page.blob_sha, seen_text_sha=page.text_sha, actor=alice
        )
