"""Anyone signed in suggests an edit; a reviewer decides; the page takes it up as the author's revision."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Revision

from common.models import User
from docs_hub.models import DocPage, DocSuggestion
from docs_hub.services import suggesting
from docs_hub.services.pace import is_in_time
from tests.docs_hub.suggesting import Open, approve

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_site"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # Wagtail's own notifications by mail
]
Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
TEXT = "# Alpha\r\n\r\none\r\n\r\ntwo\r\n\r\nthree"


@pytest.fixture
def alpha(bring_in: Import, page_at: PageAt) -> DocPage:
    bring_in({"index.md": "# Home\n", "a.md": TEXT})
    return page_at("a.md")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


AsUser = Callable[[User], Client]


def test_a_suggestion_waits_and_is_taken_up_to_the_byte(
    alpha: DocPage, page_at: PageAt, as_user: AsUser, charlie: User, alice: User
) -> None:
    answer = Open(as_user(charlie), alpha).send(lambda text: text.replace("two", "TWO"))
    suggestion = DocSuggestion.objects.get()
    assert answer.url == f"/documentation/suggestions/{suggestion.pk}/"
    assert suggestion.latest_revision.user == charlie
    assert page_at("a.md").source == TEXT
    assert not page_at("a.md").has_unpublished_changes
    assert "A better word." in as_user(alice).get("/admin/snippets/docs_hub/docsuggestion/").content.decode()
    assert "Alpha, by charlie" in as_user(alice).get("/admin/").content.decode()

    assert approve(as_user(alice), suggestion).status_code == 302
    changed = page_at("a.md")
    assert changed.source == TEXT.replace("two", "TWO")
    assert "TWO" in changed.html
    assert changed.live_revision.user == charlie
    assert changed.latest_revision_id == changed.live_revision_id
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.page_revision) == ("accepted", changed.live_revision)


def test_suggestions_of_two_people_do_not_undo_each_other(
    alpha: DocPage, page_at: PageAt, as_user: AsUser, charlie: User, bob: User, alice: User
) -> None:
    forms = [Open(as_user(charlie), alpha), Open(as_user(bob), alpha)]
    forms[0].send(lambda text: text.replace("one", "ONE"))
    forms[1].send(lambda text: text.replace("three", "THREE"))
    for suggestion in DocSuggestion.objects.order_by("pk"):
        assert approve(as_user(alice), suggestion).status_code == 302
    assert page_at("a.md").source == TEXT.replace("one", "ONE").replace("three", "THREE")


def test_a_page_that_changed_elsewhere_meanwhile_takes_both(
    alpha: DocPage, page_at: PageAt, as_user: AsUser, bring_in: Import, charlie: User, alice: User
) -> None:
    form = Open(as_user(charlie), alpha)
    bring_in({"a.md": TEXT.replace("one", "ONE")})
    answer = form.send(lambda text: text.replace("three", "THREE"))
    assert answer.status_code == 302
    shown = as_user(charlie).get(answer.url).content.decode()
    assert "The page has changed since you began" in shown
    approve(as_user(alice), DocSuggestion.objects.get())
    assert page_at("a.md").source == TEXT.replace("one", "ONE").replace("three", "THREE")


def test_the_same_line_changed_meanwhile_is_said_with_both_versions(
    alpha: DocPage, as_user: AsUser, bring_in: Import, charlie: User
) -> None:
    form = Open(as_user(charlie), alpha)
    bring_in({"a.md": TEXT.replace("two", "2")})
    answer = form.send(lambda text: text.replace("two", "TWO"), note="My note")
    assert answer.status_code == 422
    assert "Somebody changed the same lines while you wrote" in form.shown
    assert "\nTWO\n" in form.shown.replace("\r\n", "\n")
    assert "\n2\n" in form.shown.replace("\r\n", "\n")
    assert "My note" in form.shown
    assert "still has marks" in form.send(str).content.decode()
    resolved = "# Alpha\n\none\n\nTWO (2)\n\nthree"
    assert form.send(lambda _: resolved).status_code == 302
    assert DocSuggestion.objects.get().text == resolved.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (str, "You have changed nothing yet."),
        (lambda text: text + "\0", "Null characters are not allowed."),
        (lambda text: "x" * 400_001, "This text is too long for one page."),
    ],
)
def test_what_cannot_be_suggested_is_said_and_nothing_is_lost(
    alpha: DocPage, as_user: AsUser, charlie: User, change: Callable[[str], str], says: str
) -> None:
    form = Open(as_user(charlie), alpha)
    assert form.send(change, note="Keep this").status_code == 422
    assert says in form.shown
    assert "Keep this" in form.shown
    assert not DocSuggestion.objects.exists()


def test_changes_are_asked_for_and_the_next_version_goes_back(
    alpha: DocPage, page_at: PageAt, as_user: AsUser, charlie: User, alice: User
) -> None:
    Open(as_user(charlie), alpha).send(lambda text: text.replace("two", "TWO"))
    suggestion = DocSuggestion.objects.get()
    approve(as_user(alice), suggestion, "reject", "Lower case, please.")
    mine = as_user(charlie)
    assert "Lower case, please." in mine.get("/account/").content.decode()
    assert "Lower case, please." in mine.get(suggestion.get_absolute_url()).content.decode()
    assert any("charlie@example.org" in message.to for message in mail.outbox)
    Open(mine, alpha).send(lambda text: text.replace("TWO", "2"), note="Done")
    assert DocSuggestion.objects.get().state == "waiting"
    approve(as_user(alice), suggestion)
    assert page_at("a.md").source == TEXT.replace("two", "2")
    assert "Accepted" in mine.get("/account/").content.decode()


def test_a_suggestion_is_changed_or_withdrawn_by_its_author(
    alpha: DocPage, page_at: PageAt, as_user: AsUser, charlie: User, alice: User
) -> None:
    mine = as_user(charlie)
    Open(mine, alpha).send(lambda text: text.replace("two", "TWO"))
    Open(mine, alpha).send(lambda text: text.replace("TWO", "2"))
    suggestion = DocSuggestion.objects.get()
    assert (suggestion.text, suggestion.revisions.count()) == (TEXT.replace("two", "2"), 2)
    assert mine.post(f"{suggestion.get_absolute_url()}withdraw/").status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.state == "withdrawn"
    assert "Alpha, by charlie" not in as_user(alice).get("/admin/").content.decode()
    mine.post(f"{suggestion.get_absolute_url()}withdraw/")
    assert page_at("a.md").source == TEXT


def test_who_may_do_what(
    alpha: DocPage, as_user: AsUser, charlie: User, bob: User, wendy: User, client: Client
) -> None:
    url = f"/documentation/{alpha.pk}/suggest/"
    assert client.get(url).url.startswith("/accounts/login/")
    Open(as_user(charlie), alpha).send(lambda text: text + " more")
    suggestion = DocSuggestion.objects.get()
    for other in (bob, wendy):
        assert as_user(other).get(suggestion.get_absolute_url()).status_code == 404
        assert as_user(other).post(f"{suggestion.get_absolute_url()}withdraw/").status_code == 404
        assert as_user(other).get(f"/admin/snippets/docs_hub/docsuggestion/edit/{suggestion.pk}/").status_code == 302
        update = as_user(other).post(f"/admin/suggested-edits/{suggestion.pk}/update/")
        assert update.status_code in (302, 403)
    assert Revision.objects.for_instance(suggestion).count() == 1
    alpha.unpublish()
    assert as_user(charlie).get(url).status_code == 404


def test_a_page_hidden_from_a_reader_takes_no_suggestion_from_them(
    alpha: DocPage, as_user: AsUser, charlie: User
) -> None:
    alpha.view_restrictions.create(restriction_type="groups")
    assert as_user(charlie).get(f"/documentation/{alpha.pk}/suggest/").status_code == 404
    assert as_user(charlie).post(f"/documentation/{alpha.pk}/lint/", {"text": "x"}).status_code == 404


def test_nobody_floods_the_reviewers(
    alpha: DocPage, as_user: AsUser, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MOST_A_DAY", 1)
    mine = as_user(charlie)
    Open(mine, alpha).send(lambda text: text + "x")
    mine.post(f"{DocSuggestion.objects.get().get_absolute_url()}withdraw/")
    form = Open(mine, alpha)
    form.send(lambda text: text + "y")
    assert "Please go on tomorrow." in form.shown
    assert DocSuggestion.objects.count() == 1


def test_who_sends_without_a_pause_waits_before_anything_is_rendered(
    alpha: DocPage, as_user: AsUser, charlie: User, bob: User
) -> None:
    mine = as_user(charlie)
    for _ in range(20):
        is_in_time(f"suggest:{charlie.pk}", most=20, seconds=60)
    form = Open(mine, alpha)
    answer = form.send(lambda text: text + "the last one")
    assert answer.status_code == 422
    assert "wait a minute" in form.shown
    assert "the last one" in form.shown
    assert not DocSuggestion.objects.exists()
    assert Open(as_user(bob), alpha).send(lambda text: text + "x").status_code == 302


def test_the_page_offers_it_to_every_reader(alpha: DocPage, client: Client) -> None:
    shown = client.get("/docs/handbook/a/").content.decode()
    assert f'href="/documentation/{alpha.pk}/suggest/"' in shown
