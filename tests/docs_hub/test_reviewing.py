"""A reviewer's side of suggested edits: what stands against one, and whose draft waits on the page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import TaskState

from common.models import User
from docs_hub.models import DocPage, DocSuggestion
from tests.docs_hub.forms import post_form
from tests.docs_hub.suggesting import ActionWindow, Open, approve, edit_screen

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_site"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # Wagtail's own notifications by mail
]
TEXT = "# Alpha\n\none\n\ntwo\n\nthree\n"
PageAt = Callable[[str], DocPage]


@pytest.fixture
def suggestion(bring_in: Callable[..., Any], page_at: PageAt, charlie: User) -> DocSuggestion:
    bring_in({"index.md": "# Home\n", "a.md": TEXT})
    client = Client()
    client.force_login(charlie)
    Open(client, page_at("a.md")).send(lambda text: text.replace("two", "TWO"))
    return DocSuggestion.objects.get()


@pytest.fixture
def reviewer(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def screen(client: Client, suggestion: DocSuggestion) -> str:
    return client.get(f"/admin/snippets/docs_hub/docsuggestion/edit/{suggestion.pk}/").content.decode()


def test_the_reviewer_sees_who_why_and_what(suggestion: DocSuggestion, reviewer: Client) -> None:
    shown = screen(reviewer, suggestion)
    assert "<strong>charlie</strong> suggested this" in shown
    assert "A better word." in shown
    assert '<ins class="docs-diff__line">TWO</ins>' in shown
    assert '<del class="docs-diff__line">two</del>' in shown
    revision = suggestion.latest_revision_id
    url = f"/admin/snippets/docs_hub/docsuggestion/history/{suggestion.pk}/revisions/{revision}/view/"
    preview = reviewer.get(url).content.decode()
    assert "TWO" in preview
    assert 'id="doc-body"' in preview


def test_a_clash_with_the_page_is_not_approved_until_somebody_chose(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, bring_in: Callable[..., Any], charlie: User
) -> None:
    bring_in({"a.md": TEXT.replace("two", "2").replace("one", "ONE")})
    assert "It cannot be approved yet." in screen(reviewer, suggestion)
    approve(reviewer, suggestion)
    assert page_at("a.md").source == TEXT.replace("two", "2").replace("one", "ONE")
    assert TaskState.objects.get(workflow_state__object_id=str(suggestion.pk)).status == "in_progress"

    assert "Bring up to date" in reviewer.get(f"/admin/suggested-edits/{suggestion.pk}/update/").content.decode()
    reviewer.post(f"/admin/suggested-edits/{suggestion.pk}/update/")
    assert "still has marks" in screen(reviewer, suggestion)
    chosen = TEXT.replace("two", "TWO 2").replace("one", "ONE")
    assert edit_screen(reviewer, suggestion, change=lambda _: chosen).status_code == 302
    approve(reviewer, suggestion)
    assert page_at("a.md").source == chosen
    assert page_at("a.md").live_revision.user == charlie


def test_a_reviewer_may_improve_it_before_publishing(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, charlie: User
) -> None:
    publish = {"action-publish": "1"}
    answer = edit_screen(reviewer, suggestion, change=lambda text: text.replace("TWO", "Two"), **publish)
    assert answer.status_code == 302
    assert page_at("a.md").source == TEXT.replace("two", "Two")
    suggestion.refresh_from_db()
    assert suggestion.state == "accepted"


def test_a_clash_cannot_be_published_past_the_review(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, bring_in: Callable[..., Any]
) -> None:
    bring_in({"a.md": TEXT.replace("two", "2")})
    answer = edit_screen(reviewer, suggestion, **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "changed in the same lines" in answer.content.decode()
    assert page_at("a.md").source == TEXT.replace("two", "2")


def test_a_writers_draft_goes_on_waiting_with_the_change_in_it(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, wendy: User
) -> None:
    writer = Client()
    writer.force_login(wendy)
    post_form(writer, page_at("a.md"), change=lambda text: text + "\nfour\n", **{"action-submit": "1"})
    assert page_at("a.md").workflow_in_progress
    approve(reviewer, suggestion)
    page = page_at("a.md")
    assert page.source == TEXT.replace("two", "TWO")
    assert page.has_unpublished_changes
    assert page.workflow_in_progress
    draft = page.get_latest_revision()
    assert draft.user == wendy
    assert draft.as_object().source == TEXT.replace("two", "TWO") + "\nfour\n"


def test_a_draft_of_the_same_lines_comes_first(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, wendy: User
) -> None:
    writer = Client()
    writer.force_login(wendy)
    post_form(writer, page_at("a.md"), change=lambda text: text.replace("two", "zwei"), **{"action-save": "1"})
    assert "unpublished draft" in screen(reviewer, suggestion)
    approve(reviewer, suggestion)
    assert page_at("a.md").source == TEXT
    assert page_at("a.md").get_latest_revision_as_object().source == TEXT.replace("two", "zwei")


def test_nobody_makes_one_in_the_admin(suggestion: DocSuggestion, admin_client: Client) -> None:
    assert admin_client.get("/admin/snippets/docs_hub/docsuggestion/add/").status_code in (302, 403, 404)
    assert admin_client.get("/admin/snippets/docs_hub/docsuggestion/").status_code == 200


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_text_that_the_reviewer_was_not_shown_is_not_published(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, charlie: User
) -> None:
    opened = screen(reviewer, suggestion)
    Open(signed_in(charlie), page_at("a.md")).send(lambda text: text.replace("TWO", "Spam"))
    for changes in ({"action-publish": "1"}, {"workflow-action-name": "approve", "action-workflow-action": "1"}, {}):
        answer = edit_screen(reviewer, suggestion, opened=opened, **changes)
        assert answer.status_code == 200
        assert "changed since you opened it" in answer.content.decode()
    assert page_at("a.md").source == TEXT
    suggestion.refresh_from_db()
    assert suggestion.get_latest_revision_as_object().text == TEXT.replace("two", "Spam")


def test_the_author_goes_on_from_what_the_reviewer_improved(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, charlie: User
) -> None:
    form = Open(signed_in(charlie), page_at("a.md"))
    edit_screen(reviewer, suggestion, change=lambda text: text.replace("one", "ONE"))
    assert form.send(lambda text: text.replace("three", "THREE")).status_code == 422
    assert "changed meanwhile, by a reviewer" in form.shown
    assert form.send(str).status_code == 302
    both = "# Alpha\n\nONE\n\nTWO\n\nTHREE\n"
    suggestion.refresh_from_db()
    assert suggestion.get_latest_revision_as_object().text == both
    edit_screen(reviewer, suggestion, change=lambda text: text.replace("ONE", "1"))
    assert "\n1\n" in Open(signed_in(charlie), page_at("a.md")).shown.replace("\r\n", "\n")


XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


@pytest.mark.parametrize("who", ["its author", "a reviewer's automatic save"])
def test_the_dashboards_window_approves_the_text_that_it_shows_alone(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, charlie: User, who: str
) -> None:
    window = ActionWindow(reviewer, suggestion)
    assert '<ins class="docs-diff__line">TWO</ins>' in window.shown
    if who == "its author":
        Open(signed_in(charlie), page_at("a.md")).send(lambda text: text.replace("TWO", "Spam"))
    else:
        newest = suggestion.get_latest_revision()
        changed = newest.as_object()
        changed.text = TEXT.replace("two", "Spam")
        changed.save_revision(user=newest.user, overwrite_revision=newest)
    assert window.send(**XHR).json()["step"] == "action"
    assert page_at("a.md").source == TEXT
    assert "changed since you opened this" in window.shown
    assert '<ins class="docs-diff__line">Spam</ins>' in window.shown
    assert window.send(**XHR).json()["step"] == "success"
    assert page_at("a.md").source == TEXT.replace("two", "Spam")


def test_who_approves_without_having_been_shown_a_text_is_shown_it(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt
) -> None:
    window = ActionWindow(reviewer, suggestion)
    answer = reviewer.post(window.url, {"comment": ""}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/docsuggestion/edit/{suggestion.pk}/")
    assert "Nothing is published yet" in answer.content.decode()
    assert page_at("a.md").source == TEXT
    assert ActionWindow(reviewer, suggestion, "reject").send("Shorter, please.").status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.state == "changes_asked"


def test_the_dashboard_offers_no_approval_that_skips_the_window(suggestion: DocSuggestion, reviewer: Client) -> None:
    shown = reviewer.get("/admin/").content.decode()
    [button] = re.findall(r'<button data-workflow-action-url="[^"]*/approve/[^"]*"[^>]*>', shown)
    assert "data-launch-modal" in button


def test_the_page_may_not_change_between_looking_and_approving(
    suggestion: DocSuggestion, reviewer: Client, page_at: PageAt, bring_in: Callable[..., Any]
) -> None:
    window, opened = ActionWindow(reviewer, suggestion), screen(reviewer, suggestion)
    theirs = TEXT.replace("one", "1")
    bring_in({"a.md": theirs})
    assert window.send().status_code == 302
    answer = edit_screen(reviewer, suggestion, opened=opened, **{"action-publish": "1"})
    assert "The page was changed since you looked." in answer.content.decode()
    assert page_at("a.md").source == theirs
    approve(reviewer, suggestion)
    assert page_at("a.md").source == theirs.replace("two", "TWO")
