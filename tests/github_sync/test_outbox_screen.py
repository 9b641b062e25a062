"""The operators' screen of the outbox, and what each person sees of their own."""

import pytest

from github_sync.models import OutboxAction, OutboxSettings
from home.services.setup import ensure_site
from tests.github_sync.outbox import again, comments, mirror, say, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(site_root, sandbox):
    ensure_site(name="Harbor")
    mirror()
    return sandbox


def test_operators_see_what_was_sent_and_why_not(client, core, olga, bob):
    sent = say(bob, "Hello <b>all</b>")
    core.faults.add(r"POST .*/issues/3/comments", "status", status=410, message="This issue was deleted")
    refused = say(bob, "Bye", 3)
    send()
    client.force_login(olga)
    page = client.get("/admin/outbox/").content.decode()
    assert "harbor/core#1" in page
    assert 'outbox-state--fine">Sent<' in page
    assert 'outbox-state--bad">Refused<' in page
    assert "harbor/core#3 was deleted on GitHub." in page
    page = client.get(f"/admin/outbox/inspect/{sent.pk}/").content.decode()
    assert "Hello &lt;b&gt;all&lt;/b&gt;" in page
    assert again(sent).answer["url"] in page
    assert "Cancel it" not in page
    page = client.get(f"/admin/outbox/inspect/{refused.pk}/").content.decode()
    assert "Retry" in page
    assert "Nothing is left to do here." in page
    assert client.get("/admin/outbox/?state=sent&kind=comment&q=bob").status_code == 200


def test_an_empty_outbox_says_what_will_be_in_it(client, core, olga):
    client.force_login(olga)
    assert "Nothing was sent to GitHub yet." in client.get("/admin/outbox/").content.decode()
    assert "Nothing was sent to GitHub yet." not in client.get("/admin/outbox/?state=sent").content.decode()


def test_retry_and_cancel_by_hand(client, core, olga, bob):
    core.faults.add(r"POST .*/comments", "status", status=403, message="Resource not accessible by integration")
    first, second = say(bob, "One"), say(bob, "Two", 3)
    send()
    client.force_login(olga)
    refused = OutboxAction.objects.get(state="refused")
    assert client.get(f"/admin/outbox/retry/{refused.pk}/").status_code == 405
    answer = client.post(f"/admin/outbox/retry/{refused.pk}/", follow=True)
    assert "It is being sent again." in answer.content.decode()
    send()
    assert {state(first), state(second)} == {"sent"}
    third = say(bob, "Three")
    page = client.get(f"/admin/outbox/inspect/{third.pk}/").content.decode()
    assert "Once it is sent, it cannot be taken back here." in page
    client.post(f"/admin/outbox/cancel/{third.pk}/")
    send()
    assert state(third) == "cancelled"
    answer = client.post(f"/admin/outbox/cancel/{refused.pk}/", follow=True)
    assert "cannot be taken back" in answer.content.decode()
    assert len(comments(core)) == 2


@pytest.mark.parametrize("who", ["alice", "charlie", "wendy"])
def test_it_is_for_operators(client, core, bob, request, who):
    client.force_login(request.getfixturevalue(who))
    action = say(bob, "One")
    assert client.get("/admin/outbox/").status_code in {302, 403}
    assert client.get(f"/admin/outbox/inspect/{action.pk}/").status_code in {302, 403}
    for what in ("retry", "cancel"):
        assert client.post(f"/admin/outbox/{what}/{action.pk}/").status_code in {302, 403}
    assert state(action) == "waiting"
    assert action.attempts == 0


def test_nobody_writes_or_deletes_a_row_by_hand(client, core, olga, bob):
    action = say(bob, "One")
    client.force_login(olga)
    for address in ("new/", f"edit/{action.pk}/", f"delete/{action.pk}/"):
        assert client.post(f"/admin/outbox/{address}", {"state": "sent"}).status_code in {302, 403, 404}
    assert state(action) == "waiting"


def test_a_dry_run_is_said_on_the_screen(client, core, olga, bob):
    client.force_login(olga)
    assert "Dry run." not in client.get("/admin/outbox/").content.decode()
    page = client.get("/admin/settings/github_sync/outboxsettings/", follow=True)
    assert page.status_code == 200
    OutboxSettings.objects.update_or_create(pk=1, defaults={"is_dry_run": True})
    action = say(bob, "One")
    send()
    assert "Dry run." in client.get("/admin/outbox/").content.decode()
    page = client.get(f"/admin/outbox/inspect/{action.pk}/").content.decode()
    assert "POST /repos/harbor/core/issues/1/comments" in page
    assert "Dry run: not sent" in page


def test_each_sees_their_own_on_their_page(client, core, bob, charlie):
    say(bob, "One")
    core.change.lock_issue("harbor/core", 3)
    send()
    client.force_login(bob)
    page = client.get("/account/").content.decode()
    assert "What this site sent to GitHub for you" in page
    assert "Comment: harbor/core#1" in page
    client.force_login(charlie)
    assert "What this site sent to GitHub" not in client.get("/account/").content.decode()
