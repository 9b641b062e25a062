"""The page of one task."""

import pytest

from contributors.models import Task
from contributors.services.board import refresh_board
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def read(number: int = 1) -> str:
        response = client.get(f"/tasks/ferrywell/ferrywell/{number}/")
        assert response.status_code == 200
        return response.text

    return read


@pytest.fixture
def ferrywell():
    return mirror.repository(default_branch="trunk")


def test_it_shows_the_issue_and_how_to_start(ferrywell, page):
    body = "# Where\n\nIn **core**. <script>alert(1)</script> ![shot](https://x.example/a.png)"
    mirror.issue(ferrywell, 1, "help wanted", "effort: 1h", "skill: css", title="Draw the map", body=body)
    refresh_board(repository_id=ferrywell.pk)
    text = page()
    for expected in (
        "Draw the map",
        "Free to take",
        "<strong>core</strong>",
        "about 1h",
        "git switch -c issue-1 trunk",
    ):
        assert expected in text
    assert "<script>alert" not in text
    assert 'x.example/a.png"' in text
    assert "<img" not in text


def test_the_reason_leads_to_who_and_what_it_names(ferrywell, page):
    mirror.issue(ferrywell, 1, "help wanted", assignees=(mirror.account("rosa"),))
    mirror.issue(ferrywell, 2, "help wanted")
    mirror.pull(ferrywell, 12, body="Fixes #2")
    refresh_board(repository_id=ferrywell.pk)
    assert 'Assigned to <a href="https://github.com/rosa"' in page(1)
    assert 'Pull request <a href="https://github.com/ferrywell/ferrywell/pull/12"' in page(2)
    assert "This task is not free now" in page(2)


def test_the_code_comes_from_the_configured_github(make_task, page, settings):
    settings.GITHUB_WEB_URL = "http://127.0.0.1:9000"
    make_task(1)
    text = page()
    assert "git clone http://127.0.0.1:9000/YOUR-NAME/ferrywell.git" in text
    assert "https://github.com" not in text


def test_it_shows_similar_work_that_was_merged(ferrywell, page):
    mirror.issue(ferrywell, 1, "help wanted", "area: map")
    mirror.issue(ferrywell, 2, "area: map", state="closed", state_reason="completed")
    rosa = mirror.account("rosa")
    solved = mirror.merged(ferrywell, 3, rosa, title="Place the stops")
    mirror.model("ClosingReference").objects.create(
        pull_request=solved, issue_repository=ferrywell.full_name, issue_number=2
    )
    mirror.merged(ferrywell, 4, rosa, title="Something else")
    refresh_board(repository_id=ferrywell.pk)
    text = page()
    assert "Place the stops" in text
    assert "Something else" not in text


def test_curated_fields_say_what_done_looks_like_and_who_helps(make_task, make_person, page):
    make_task(1, done_when="Every stop is on the map.", mentor=make_person("Rosa Diaz"))
    text = page()
    assert "Every stop is on the map." in text
    assert 'href="/people/rosa-diaz/"' in text


def test_a_closed_task_keeps_its_page(make_task, page):
    make_task(1, state="closed", reason="Closed on GitHub", is_on_board=False)
    text = page()
    assert "Closed on GitHub" in text
    assert "Claim this task" not in text


def test_a_task_of_the_site_has_no_git_commands(client, make_task):
    task = make_task(1, "Host a table at the fair", source="site", owner="site", name="tasks", kind="eventOrganizing")
    text = client.get(task.get_absolute_url()).text
    assert "git clone" not in text
    assert "Claim the task" in text
    assert "records your contribution" not in text


@pytest.mark.parametrize("address", ["/tasks/no/where/1/", "/tasks/a/b/99999999999999999999/", "/tasks/%00/b/1/"])
def test_unknown_tasks_are_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_a_reader_who_is_not_signed_in_gets_no_cookie_and_no_token(client, make_task):
    make_task(1)
    response = client.get("/tasks/ferrywell/ferrywell/1/")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


def test_it_makes_few_queries(client, make_task, django_assert_max_num_queries, alice):
    make_task(1, labels=["area: map"])
    client.force_login(alice)
    with django_assert_max_num_queries(16):
        client.get("/tasks/ferrywell/ferrywell/1/")
    assert Task.objects.count() == 1


def test_a_repository_that_became_private_shows_none_of_its_tasks(ferrywell, client, alice):
    mirror.issue(ferrywell, 1, "help wanted", title="Draw the map")
    refresh_board(repository_id=ferrywell.pk)
    ferrywell.is_private = True
    ferrywell.save()
    client.force_login(alice)
    response = client.get("/tasks/ferrywell/ferrywell/1/")
    assert response.status_code == 404
    assert "Draw the map" not in response.text
