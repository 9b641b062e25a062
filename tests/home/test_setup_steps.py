"""The steps of setting a site up: who may see them, what they keep, and what they say when something is wrong."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from common.site_name import site_name
from contributors.models import BoardSettings, Task
from docs_hub.models import DocSource
from github_sync.models import Repository
from github_sync.queries.connection import connection_state
from home.models import HomePage, SetupProgress
from tests.fixtures.new_site import platform

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("", "name/", "github/", "repositories/", "labels/", "documentation/", "sync/", "next/")


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def mark_private(sandbox: Any, name: str) -> None:
    sandbox.community.repo("harbor", name).record["private"] = True


@pytest.fixture
def github(make_sandbox, site_root, empty_site, settings):
    sandbox = make_sandbox(platform())
    settings.GITHUB_TOKEN, settings.GITHUB_WEB_URL = "sandbox-alice", sandbox.url
    return sandbox


@pytest.fixture
def operator(github, client: Client, olga) -> Client:
    client.force_login(olga)
    return client


@pytest.fixture
def followed(operator: Client) -> Client:
    operator.post("/admin/setup/repositories/", {"action": "save", "repository": ["harbor/core", "harbor/docs"]})
    return operator


@pytest.mark.parametrize("step", STEPS)
def test_operators_see_every_step(followed, step):
    assert followed.get(f"/admin/setup/{step}", follow=True).status_code == 200


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["alice", "wendy", "charlie", None])
def test_nobody_else_does(github, client, request, step, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    for response in (client.get(f"/admin/setup/{step}"), client.post(f"/admin/setup/{step}", {"action": "save"})):
        assert response.status_code == 302
        assert "/admin/setup/" not in response["Location"].split("?")[0]
    assert not SetupProgress.objects.exists()
    assert not Repository.objects.exists()


def test_the_menu_and_the_start_page_lead_there_until_it_is_done(operator, alice):
    page = operator.get("/admin/").text
    assert "Step 1 of 7 is next: Name your platform." in page
    assert '"/admin/setup/"' in page or "/admin/setup/" in page
    operator.post("/admin/setup/next/")
    assert "of 7 is next" not in operator.get("/admin/").text
    operator.force_login(alice)
    assert "/admin/setup/" not in operator.get("/admin/").text


def test_a_site_that_was_filled_without_the_assistant_is_not_asked(operator):
    Repository.objects.create(owner="a", name="b", full_name="a/b", synced_at=timezone.now())
    assert "of 7 is next" not in operator.get("/admin/").text


def test_the_name_is_on_pages_and_in_mails_at_once(operator, settings):
    visitor = Client()
    assert "Harbor ·" not in visitor.get("/tasks/").text
    data = {"name": "Bay & <b>Co</b>", "tagline": "Small harbors.", "introduction": ""}
    assert operator.post("/admin/setup/name/", data)["Location"] == "/admin/setup/github/"
    assert site_name() == "Bay & <b>Co</b>"
    page = visitor.get("/tasks/").text
    assert "· Bay &amp; &lt;b&gt;Co&lt;/b&gt;</title>" in page
    assert HomePage.objects.get().tagline == "Small harbors."
    visitor.post("/accounts/password/reset/", {"email": "olga@example.org"})
    assert mail.outbox[0].subject.startswith("[Bay & <b>Co</b>]")


def test_a_name_is_needed_and_what_was_typed_stays(operator):
    response = operator.post("/admin/setup/name/", {"name": "", "tagline": "Keep me", "introduction": ""})
    assert response.status_code == 422
    assert "Keep me" in response.text
    assert not SetupProgress.objects.exists()


def test_a_refused_token_is_told_within_the_assistant(operator, settings):
    settings.GITHUB_TOKEN = ""
    assert "Not connected" in text_of(operator.get("/admin/setup/github/"))
    page = operator.post("/admin/github/connection/token/", {"token": "wrong"}, follow=True)
    assert page.redirect_chain[-1][0] == "/admin/setup/github/"
    assert "does not know this token" in text_of(page)
    empty = operator.post("/admin/github/connection/token/", {"token": ""})
    assert (empty.status_code, "Name your platform" in empty.text) == (422, True)
    operator.get("/admin/github/connection/")
    assert "Name your platform" not in operator.get("/admin/github/connection/").text
    operator.get("/admin/setup/github/")
    operator.post("/admin/github/connection/token/", {"token": "scoped-alice:repo"})
    assert connection_state().identity == "alice"


def test_repositories_are_listed_with_what_matters(operator, github):
    mark_private(github, "core")
    page = text_of(operator.get("/admin/setup/repositories/"))
    assert "harbor/core Private" in page
    assert "harbor/docs" in page
    assert "0 ticked, 2 of 2 shown" in page


def test_unticking_pauses_and_removes_nothing(followed):
    page = followed.post(
        "/admin/setup/repositories/",
        {"action": "save", "repository": ["harbor/docs"], "was": ["harbor/core", "harbor/docs"]},
        follow=True,
    )
    assert "Paused: harbor/core." in text_of(page)
    assert dict(Repository.objects.values_list("full_name", "is_tracked")) == {
        "harbor/core": False,
        "harbor/docs": True,
    }


def test_what_another_operator_followed_meanwhile_stays_followed(followed):
    followed.post("/admin/setup/repositories/", {"action": "save", "repository": ["harbor/docs"], "was": []})
    assert Repository.objects.get(full_name="harbor/core").is_tracked


def test_filtering_without_scripts_loses_no_tick(operator):
    page = operator.post("/admin/setup/repositories/", {"q": "docs", "repository": ["harbor/core"]}).text
    assert '<input type="hidden" name="repository" value="harbor/core">' in page
    assert "1 ticked, 1 of 2 shown" in text_of(
        operator.post("/admin/setup/repositories/", {"q": "docs", "repository": ["harbor/core"]})
    )


@pytest.mark.parametrize("typed", ["harbor/docs", "https://github.com/harbor/docs/", "http://x/harbor/docs.git"])
def test_one_more_is_added_by_name_or_address(operator, typed):
    page = operator.post("/admin/setup/repositories/", {"action": "add", "add": typed})
    assert re.search(r'value="harbor/docs" checked', page.text)


@pytest.mark.parametrize(
    "typed", ["harbor", "../../x", "<script>alert(1)</script>/x", "a/b\nc", "harbor/gone", "x" * 300]
)
def test_hostile_names_are_refused_in_words_and_kept_in_the_field(operator, typed):
    page = operator.post("/admin/setup/repositories/", {"action": "save", "add": typed, "repository": ["harbor/core"]})
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert re.search(r'value="harbor/core" checked', page.text)
    assert not Repository.objects.exists()


def test_hostile_owners_and_forged_rows_do_nothing(operator, github):
    page = operator.post("/admin/setup/repositories/", {"action": "owner", "owner": "../orgs/x"})
    assert "is no name on GitHub" in text_of(page)
    operator.post("/admin/setup/repositories/", {"owners": ["../x", "a b"], "repository": ["a", "a/b/c", "'; --"]})
    assert not any(".." in str(one) for one in github.requests)
    shown = operator.post("/admin/setup/repositories/", {"action": "owner", "owner": "harbor"})
    assert '<input type="hidden" name="owners" value="harbor">' in shown.text


def test_nothing_ticked_is_said(operator):
    assert "Tick at least one" in text_of(operator.post("/admin/setup/repositories/", {"action": "save"}))


def test_an_unreachable_github_loses_nothing(operator, github):
    github.faults.add("/user/repos", status=502, times=0)
    page = operator.post("/admin/setup/repositories/", {"action": "filter", "repository": ["harbor/core"]})
    assert "is in trouble" in text_of(page)
    assert re.search(r'value="harbor/core" checked', page.text)


def test_labels_show_what_they_would_give_before_anything_is_mirrored(followed):
    page = text_of(followed.get("/admin/setup/labels/"))
    assert "4 tasks" in page
    assert "Explain the tides harbor/core · Documentation · Python" in page
    assert not Task.objects.exists()
    assert "up-for-grabs" not in BoardSettings.load().labels


def test_the_preview_follows_what_is_chosen_and_keeps_nothing(followed):
    data = {"name": ["up-for-grabs", "good first issue"], "means": ["", "board"]}
    page = followed.post("/admin/setup/labels/", data, headers={"X-Fragment": "preview"})
    assert "2 tasks" in text_of(page)
    assert "<html" not in page.text
    assert "up-for-grabs" not in BoardSettings.load().labels


def test_labels_are_kept_and_hand_written_rules_stay(followed):
    BoardSettings.objects.update_or_create(
        pk=BoardSettings.load().pk, defaults={"kinds": "Handbook = doc\ndocs = doc", "skills": "skill: *\nsql = data"}
    )
    data = {
        "action": "save",
        "name": ["up-for-grabs", "docs", "area: <b>odd</b>=1", "x\ny", "lang: python"],
        "means": ["board", "kind:tutorial", "skill", "board", "kind:doc"],
    }
    assert followed.post("/admin/setup/labels/", data)["Location"] == "/admin/setup/documentation/"
    kept = BoardSettings.load()
    assert kept.labels.splitlines()[-1] == "up-for-grabs"
    assert kept.kinds.splitlines() == ["Handbook = doc", "docs = tutorial", "lang: python = doc"]
    assert kept.skills == "skill: *\nsql = data"
    assert SetupProgress.objects.get().labels_confirmed_at


def test_hostile_labels_are_shown_as_text(followed):
    page = followed.get("/admin/setup/labels/").text
    assert "<b>odd</b>" not in page
    assert "area: &lt;b&gt;odd&lt;/b&gt;=1" in page


def test_labels_can_be_kept_while_github_is_away(followed, github):
    github.faults.add("graphql", status=502, times=0)
    page = followed.post("/admin/setup/labels/", {"name": ["up-for-grabs"], "means": ["board"]})
    assert 'value="up-for-grabs"' in page.text
    assert "is in trouble" in text_of(page)
    assert (
        followed.post(
            "/admin/setup/labels/", {"action": "save", "name": ["up-for-grabs"], "means": ["board"]}
        ).status_code
        == 302
    )


def test_issues_of_private_repositories_are_neither_counted_nor_shown(followed, github):
    mark_private(github, "core")
    page = text_of(followed.get("/admin/setup/labels/?fresh=1"))
    assert "harbor/core: private" in page
    assert "No task yet" in page
    assert "Explain the tides" not in page


def test_documentation_is_proposed_and_taken(followed, github, run_queue):
    page = text_of(followed.get("/admin/setup/documentation/"))
    assert "docs 2 pages. Made for MkDocs" in page
    answer = followed.post("/admin/setup/documentation/", {"action": "save", "folder": ["harbor/docs:docs"]})
    assert answer["Location"] == "/admin/setup/sync/"
    run_queue()
    assert DocSource.objects.get().imported_at
    assert "Here already" in text_of(followed.get("/admin/setup/documentation/"))


def test_none_may_be_chosen(followed):
    assert followed.post("/admin/setup/documentation/", {"action": "save"}).status_code == 302
    assert not DocSource.objects.exists()
    assert SetupProgress.objects.get().documentation_confirmed_at


@pytest.mark.parametrize("value", ["evil/repo:docs", "harbor/docs:../x", ":", "harbor/docs:/etc", "harbor/docs"])
def test_forged_folders_are_refused(followed, value):
    page = followed.post("/admin/setup/documentation/", {"action": "save", "folder": [value]})
    assert not DocSource.objects.exclude(repository="harbor/docs", path="").exists()
    assert page.status_code in {302, 422}


def test_a_private_repository_says_that_its_pages_would_be_public(followed, github):
    mark_private(github, "docs")
    followed.get("/admin/setup/repositories/?fresh=1")
    page = followed.get("/admin/setup/documentation/")
    assert "everybody can read its pages" in text_of(page)
    assert not re.search(r'value="harbor/docs:docs" checked', page.text)


def test_the_sync_is_started_and_told(followed, run_queue):
    assert "2 repositories are ready" in text_of(followed.get("/admin/setup/sync/"))
    followed.post("/admin/setup/sync/")
    waiting = followed.get("/admin/setup/sync/", headers={"X-Fragment": "progress"}).text
    assert "Waits for its turn" in waiting
    assert "data-under-way" in waiting
    run_queue()
    done = followed.get("/admin/setup/sync/", headers={"X-Fragment": "progress"}).text
    assert "All read." in done
    assert "data-under-way" not in done


def test_where_no_worker_runs_it_is_said(followed, settings):
    followed.post("/admin/setup/sync/")
    assert "no worker" not in text_of(followed.get("/admin/setup/sync/"))
    SetupProgress.objects.update(sync_started_at=timezone.now() - timedelta(seconds=20))
    settings.EMBEDDED_QUEUE = True
    assert "no worker is running" in text_of(followed.get("/admin/setup/sync/"))


def test_a_failure_has_its_cause_and_can_be_tried_again(followed, github, run_queue):
    github.faults.add("graphql", status=502, times=0)
    followed.post("/admin/setup/sync/")
    run_queue()
    page = text_of(followed.get("/admin/setup/sync/"))
    assert "Could not be read" in page
    assert "is in trouble: it answered 502" in page
    github.faults.clear()
    followed.post("/admin/setup/sync/")
    run_queue()
    assert "All read." in text_of(followed.get("/admin/setup/sync/"))


def test_what_is_next_is_read_from_the_site(followed, alice):
    page = text_of(followed.get("/admin/setup/next/"))
    assert "Not done yet: Name your platform" in page
    assert "Invite maintainers (done)" in page
    assert "Look at the board (done)" not in page


def test_a_few_queries_whatever_the_number_of_repositories(followed, django_assert_max_num_queries):
    for number in range(60):
        Repository.objects.create(owner="harbor", name=f"r{number}", full_name=f"harbor/r{number}")
    followed.get("/admin/setup/sync/")
    with django_assert_max_num_queries(40):
        followed.get("/admin/setup/sync/")
