"""A page's text that waits is shown with its difference before anybody publishes it, whichever way they come."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import GroupApprovalTask, TaskState

from common.models import User
from docs_hub.models import DocConflict, DocEdit, DocPage, Proposal
from docs_hub.services.finishing import CONFIRMED
from tests.docs_hub.forms import hidden_fields, post_form
from tests.docs_hub.manual import GUIDE, NAME, Manual, with_line
from tests.docs_hub.suggesting import Review, review_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_site"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # Wagtail's own notifications by mail
]
PageAt = Callable[[str], DocPage]
OLD, NEW = "# Alpha\n\none\n\ntwo\n", "# Alpha\n\none\n\nTWO\n"
XHR = {"X-Requested-With": "XMLHttpRequest"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def page(bring_in: Callable[..., Any], page_at: PageAt, wendy: User) -> DocPage:
    """Submitted by a writer."""
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    post_form(signed_in(wendy), page_at("a.md"), source=NEW, **{"action-submit": "1", "change_note": "Louder, please."})
    return page_at("a.md")


@pytest.fixture
def maintainer(alice: User) -> Client:
    return signed_in(alice)


def is_untouched(page: DocPage) -> bool:
    now = DocPage.objects.get(pk=page.pk)
    state = now.current_workflow_task_state
    is_waiting = state is not None and state.status == TaskState.STATUS_IN_PROGRESS
    return (now.source, now.get_latest_revision().content["source"], is_waiting) == (OLD, NEW, True)


def test_it_shows_who_why_and_the_difference_and_asks_once(page: DocPage, maintainer: Client, alice: User) -> None:
    review = Review(maintainer, page)
    assert "<strong>wendy</strong> sent this for review" in review.shown
    assert "Louder, please." in review.shown
    assert '<del class="docs-diff__line">two</del>' in review.shown
    assert '<ins class="docs-diff__line">TWO</ins>' in review.shown
    assert review.send(comment="Fine!").status_code == 302
    assert DocPage.objects.get(pk=page.pk).source == NEW
    said = maintainer.get(review.url).content.decode()
    assert "“Alpha” is published: readers see it now." in said
    assert "Credited: wendy for the text, alice for the review." in said
    assert "Nothing waits here" in said
    done = TaskState.objects.get()
    assert (done.status, done.finished_by, done.comment) == ("approved", alice, "Fine!")


def approve_in_window(client: Client, page: DocPage, headers: Any = None) -> Any:
    state = DocPage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""}, headers=headers)


def test_no_other_way_publishes_and_each_leads_there(page: DocPage, maintainer: Client) -> None:
    answer = approve_in_window(maintainer, page)
    assert (answer.status_code, answer.url) == (302, review_url(page))
    assert approve_in_window(maintainer, page, XHR).json() == {"step": "success", "redirect": review_url(page)}
    state = DocPage.objects.get(pk=page.pk).current_workflow_task_state
    window = f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    assert maintainer.get(window, headers=XHR).json()["redirect"] == review_url(page)
    for choice in (
        {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"},
        {"action-publish": "Publish"},
        {"action-review": "1"},
    ):
        answer = post_form(maintainer, page, source=NEW, **choice)
        assert (answer.status_code, answer.url) == (302, review_url(page)), choice
        assert is_untouched(page), choice
    answer = maintainer.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    assert (answer.status_code, answer.url) == (302, review_url(page))
    above = page.get_parent().pk
    below = {"include_descendants": "on"}
    answer = maintainer.post(f"/admin/bulk/wagtailcore/page/publish/?id={above}&next=/admin/", below)
    assert (answer.status_code, answer.url) == (302, review_url(page))
    answer = maintainer.post(f"/admin/api/main/pages/{page.pk}/action/publish/", content_type="application/json")
    assert (answer.status_code, answer.json()["review"]) == (409, review_url(page))
    assert is_untouched(page)


def test_what_was_typed_before_approving_is_kept_and_shown(page: DocPage, maintainer: Client) -> None:
    choice = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    post_form(maintainer, page, source=NEW + "\nthree\n", **choice)
    assert DocPage.objects.get(pk=page.pk).source == OLD
    review = Review(maintainer, page)
    assert '<ins class="docs-diff__line">three</ins>' in review.shown
    review.send()
    assert DocPage.objects.get(pk=page.pk).source == NEW + "\nthree\n"


def test_a_review_that_ends_by_itself_publishes_nothing(page: DocPage, admin_client: Client) -> None:
    task = GroupApprovalTask.objects.get(name="Review by a maintainer")
    answer = admin_client.post(f"/admin/workflows/tasks/disable/{task.pk}/", follow=True)
    assert "look at what it changes first" in answer.content.decode()
    assert GroupApprovalTask.objects.get(pk=task.pk).active
    assert is_untouched(page)


def test_the_editor_offers_the_review_and_no_way_around_it(page: DocPage, maintainer: Client, wendy: User) -> None:
    shown = maintainer.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="action-review"' in shown
    assert 'name="action-publish"' not in shown
    assert 'data-workflow-action-name="approve"' not in shown
    assert 'data-workflow-action-name="reject"' in shown


def test_anothers_unsubmitted_draft_is_not_published_unread_either(
    bring_in: Callable[..., Any], page_at: PageAt, maintainer: Client, wendy: User, alice: User
) -> None:
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    post_form(signed_in(wendy), page_at("a.md"), source=NEW, **{"action-save": "1"})
    answer = post_form(maintainer, page_at("a.md"), source=NEW, **{"action-publish": "1"})
    assert answer.url == review_url(page_at("a.md"))
    assert page_at("a.md").source == OLD
    Review(maintainer, page_at("a.md")).send()
    assert page_at("a.md").source == NEW
    assert page_at("a.md").live_revision is not None
    edit = DocEdit.objects.get()
    assert (edit.writers, edit.reviewers) == ([wendy.pk], [alice.pk])


def test_ones_own_text_is_published_at_once_as_ever(
    bring_in: Callable[..., Any], page_at: PageAt, maintainer: Client
) -> None:
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    post_form(maintainer, page_at("a.md"), change=lambda _: NEW)
    assert page_at("a.md").source == NEW


@pytest.mark.parametrize("how", ["a new revision", "an automatic save over it"])
def test_what_changed_since_it_was_shown_is_shown_first(
    page: DocPage, maintainer: Client, wendy: User, how: str
) -> None:
    review = Review(maintainer, page)
    newest = page.get_latest_revision()
    draft = newest.as_object()
    draft.source = NEW + "\nSpam\n"
    draft.save_revision(user=wendy, overwrite_revision=newest if how != "a new revision" else None)
    assert review.send().status_code == 409
    assert DocPage.objects.get(pk=page.pk).source == OLD
    assert "Something changed since you looked" in review.shown
    assert '<ins class="docs-diff__line">Spam</ins>' in review.shown
    assert review.send().status_code == 302
    assert DocPage.objects.get(pk=page.pk).source == NEW + "\nSpam\n"


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_without_having_been_shown_it_nobody_approves(page: DocPage, maintainer: Client, seen: str) -> None:
    answer = maintainer.post(review_url(page), {"choice": "approve", "seen": seen})
    assert answer.status_code == 409
    assert is_untouched(page)


def test_it_is_sent_back_with_words(page: DocPage, maintainer: Client) -> None:
    review = Review(maintainer, page)
    assert review.send("send_back").status_code == 422
    assert "Say what should change" in review.shown
    assert is_untouched(page)
    assert review.send("send_back", "Less loud.").status_code == 302
    assert DocPage.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"
    assert TaskState.objects.get().comment == "Less loud."


def test_only_who_may_decide_decides(page: DocPage, wendy: User, charlie: User, sam: User) -> None:
    for user in (charlie, sam):
        assert signed_in(user).get(review_url(page)).status_code in (302, 403)
        assert signed_in(user).post(review_url(page), {"choice": "approve"}).status_code in (302, 403)
    writer = Review(signed_in(wendy), page)
    assert "TWO" in writer.shown
    assert 'value="approve"' not in writer.shown
    stamp = Review(signed_in(wendy), page).shown
    assert "You may look at this, but not decide" in stamp
    assert writer.send().status_code in (409, 422)
    assert is_untouched(page)
    assert Client().get(review_url(page)).status_code == 302


def test_a_writer_with_the_stamp_still_decides_nothing(page: DocPage, maintainer: Client, wendy: User) -> None:
    seen = hidden_fields(Review(maintainer, page).shown)["seen"]
    answer = signed_in(wendy).post(review_url(page), {"choice": "approve", "seen": seen})
    assert answer.status_code == 422
    assert "not decide" in answer.content.decode()
    assert is_untouched(page)


def submit(manual: Manual, user: User, text: str) -> None:
    post_form(signed_in(user), manual.page(), change=lambda _: text, **{"action-submit": "1"})


def test_what_the_repository_changed_elsewhere_is_shown_with_it(
    manual: Manual, wendy: User, maintainer: Client
) -> None:
    submit(manual, wendy, with_line(3, "Three by Wendy."))
    manual.push({"docs/guide.md": with_line(9, "Nine by them.")})
    manual.sync()
    review = Review(maintainer, manual.page())
    assert "The repository changed this page since, in other lines." in review.shown
    assert review.shown.count('<ins class="docs-diff__line">') == 1
    review.send()
    both = with_line(9, "Nine by them.", with_line(3, "Three by Wendy."))
    assert manual.page().source == both
    said = maintainer.get(review.url).content.decode()
    assert f"{NAME} gets it as a pull request." in said
    assert f"/admin/documentation-edits/{Proposal.objects.get().pk}/" in said
    manual.sync()
    assert manual.there("docs/guide.md", Proposal.objects.get().branch) == both
    assert not DocConflict.objects.exists()


def test_the_same_line_changed_there_is_shown_and_not_published(
    manual: Manual, wendy: User, maintainer: Client, alice: User
) -> None:
    submit(manual, wendy, with_line(3, "Three by Wendy."))
    seen_before = Review(maintainer, manual.page())
    theirs = with_line(3, "Three by them.")
    manual.push({"docs/guide.md": theirs})
    manual.sync()
    assert seen_before.send().status_code == 409, "the conflict came between looking and confirming"
    assert manual.page().source == theirs
    review = Review(maintainer, manual.page())
    for line in ("It cannot be published yet.", "Changed in the repository", "Three by them.", "Three by Wendy."):
        assert line in review.shown
    assert 'value="approve"' not in review.shown
    assert review.send().status_code == 409
    assert manual.page().source == theirs
    assert not DocConflict.objects.exists()

    assert review.send("join").url == f"/admin/pages/{manual.page().pk}/edit/"
    marked = Review(maintainer, manual.page())
    assert "still has marks" in marked.shown
    assert marked.send().status_code == 409
    chosen = with_line(3, "Three by both.")
    answer = post_form(maintainer, manual.page(), change=lambda _: chosen, **{"action-review": "1"})
    assert answer.url == review.url
    assert Review(maintainer, manual.page()).send().status_code == 302
    assert manual.page().source == chosen
    assert not DocConflict.objects.exists()
    assert set(DocEdit.objects.get().writers) == {wendy.pk, alice.pk}


def test_an_open_decision_comes_before_the_next_edit(
    manual: Manual, wendy: User, bob: User, maintainer: Client
) -> None:
    manual.publish(wendy, with_line(3, "Three by Wendy."))
    manual.push({"docs/guide.md": with_line(3, "Three by them.")})
    manual.sync()
    conflict = DocConflict.objects.get()
    submit(manual, wendy, with_line(7, "Seven.", manual.page().source))
    review = Review(maintainer, manual.page())
    assert f"/admin/documentation-edits/conflicts/{conflict.pk}/" in review.shown
    assert review.send().status_code == 409
    assert "Seven." not in manual.page().source


def test_a_killed_approval_leaves_no_trust_behind(page: DocPage, maintainer: Client) -> None:
    Review(maintainer, page).send()
    assert CONFIRMED.get() is None


def test_a_writer_says_what_changed_and_the_repository_is_told(manual: Manual, wendy: User, maintainer: Client) -> None:
    text = with_line(3, "Three by Wendy.")
    no_words = {"action-submit": "1", "change_note": " "}
    answer = post_form(signed_in(wendy), manual.page(), change=lambda _: text, **no_words)
    assert "Say in a sentence what you changed" in answer.content.decode()
    assert not manual.page().workflow_in_progress
    submit_note = {"action-submit": "1", "change_note": "Fixes #3 at https://github.com/ferry/manual/issues/3 @bob"}
    post_form(signed_in(wendy), manual.page(), change=lambda _: text, **submit_note)
    Review(maintainer, manual.page()).send()
    manual.sync()
    [pull] = manual.pulls()
    told = "“Fixes \\#3 at https:\u200b//github.com/ferry/manual/issues/3 @\u200bbob”"
    assert told in pull["body"]
    assert told in manual.commits_of(Proposal.objects.get().branch)[0]["message"]
    again = signed_in(wendy).get(f"/admin/pages/{manual.page().pk}/edit/").content.decode()
    field = re.search(r'<input[^>]*name="change_note"[^>]*>', again)
    assert field is not None
    assert "Fixes" not in field.group(0), "the next edit begins without the words for the last"
    assert manual.page().source != GUIDE


def test_submitting_stands_on_the_button_itself_and_leads_back_to_the_page(
    bring_in: Callable[..., Any], page_at: PageAt, wendy: User
) -> None:
    bring_in({"index.md": "# Home\n", "a.md": OLD})
    page, writer = page_at("a.md"), signed_in(wendy)
    edit = f"/admin/pages/{page.pk}/edit/"
    shown = writer.get(edit).content.decode()
    buttons = re.findall(r'<button[^>]*name="(action-[a-z-]+)"', shown[shown.index("<footer") :])
    assert buttons[0] == "action-submit"
    assert "What did you change?" in shown
    assert ">Slug<" not in shown
    back = {"action-submit": "1", "next": page.url}
    assert post_form(writer, page, source=NEW, **back).url == page.url
    other = page_at("index.md")
    assert post_form(writer, other, **{"action-submit": "1"}).url == f"/admin/pages/{other.pk}/edit/"
    seen = writer.get(page.url).content.decode()
    assert "has been submitted" in seen
