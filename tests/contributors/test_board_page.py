"""What a newcomer sees on the board, and what bad addresses get."""

import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from contributors.models import Task
from contributors.services import board_version

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return re.findall(r'<h2 class="task-card__title"><a class="cover"[^>]*>([^<]*)</a>', response.text)


def counts(response, facet: str) -> dict[str, int]:
    [section] = re.findall(rf"<summary>{facet}</summary>(.*?)</ul>", response.text, re.DOTALL)
    found = re.findall(r'<span>([^<]*)</span><span class="count">(\d+)</span>', section)
    return {label: int(count) for label, count in found}


@pytest.fixture
def board(make_task):
    make_task(1, "Draw the map", kind="code", skills=["css"], labels=["help wanted"], effort="2 days", days=1)
    make_task(2, "Write the guide", kind="doc", skills=["writing"], name="handbook", effort="1h", days=40)
    make_task(3, "Translate the guide", kind="doc", skills=["writing", "swahili"], days=400, comment_count=9)
    make_task(4, "Fix the door", kind="code", skills=["css"], state="assigned", reason="Assigned to rosa", days=2)


def test_free_tasks_come_first_and_taken_ones_are_one_step_away(client, board):
    assert titles(client.get("/tasks/")) == ["Draw the map", "Write the guide", "Translate the guide"]
    taken = client.get("/tasks/?availability=taken")
    assert titles(taken) == ["Fix the door"]
    assert "Assigned to rosa" in taken.text
    assert titles(client.get("/tasks/?availability=all"))[-1] == "Fix the door"


def test_filters_count_what_they_would_show(client, board):
    response = client.get("/tasks/?kind=doc")
    assert titles(response) == ["Write the guide", "Translate the guide"]
    assert counts(response, "Kind of work") == {"Documentation": 2, "Code": 1}
    assert counts(response, "Skill") == {"writing": 2, "swahili": 1}
    assert counts(response, "Opened") == {"In the last year": 1, "Over a year ago": 1}


def test_a_longer_time_holds_the_shorter_ones(client, board):
    found = counts(client.get("/tasks/"), "Opened")
    assert list(found.items()) == [
        ("In the last week", 1), ("In the last month", 1), ("In the last year", 2), ("Over a year ago", 1),
    ]  # fmt: skip
    for value, count in zip(("week", "month", "year", "older"), found.values(), strict=True):
        assert len(titles(client.get(f"/tasks/?age={value}"))) == count


def test_every_value_of_a_filter_can_be_reached(client, many_tasks):
    many_tasks(60)
    text = client.get("/tasks/").text
    assert text.count('rel="nofollow"><span>area: ') == 30
    assert "Show 21 more" in text


@pytest.mark.parametrize("text", ["430", "#430"])
def test_a_task_is_found_by_its_number(client, make_task, text):
    make_task(1, "Draw the map"), make_task(430, "Write the guide")
    assert titles(client.get("/tasks/", {"q": text})) == ["Write the guide"]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("assigned", "Someone is at it"),
        ("in_review", "The work is being reviewed"),
        ("blocked", "It waits for something else"),
    ],
)
def test_a_task_of_the_site_says_why_it_is_not_free(client, make_task, state, reason):
    task = make_task(1, source="site", owner="site", name="tasks", state=state)
    for address in ("/tasks/?availability=all", task.get_absolute_url()):
        text = client.get(address).text
        assert reason in text
        assert "Free to take</span>" not in text


def test_nothing_found_shows_no_empty_filters(client, board):
    assert "facet-sheet" in client.get("/tasks/").text
    assert "facet-sheet" not in client.get("/tasks/?q=zzzz").text


def test_two_values_of_a_filter_widen_and_two_filters_narrow(client, board):
    assert len(titles(client.get("/tasks/?skill=css&skill=writing"))) == 3
    assert titles(client.get("/tasks/?skill=writing&repository=ferrywell/handbook")) == ["Write the guide"]


def test_every_active_filter_can_be_removed(client, board):
    text = client.get("/tasks/?q=guide&kind=doc&skill=writing&sort=effort").text
    assert 'href="?kind=doc&amp;skill=writing&amp;sort=effort"' in text
    assert 'href="?q=guide&amp;kind=doc&amp;sort=effort"' in text


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("newest", "Draw the map"),
        ("oldest", "Translate the guide"),
        ("wanted", "Translate the guide"),
        ("effort", "Write the guide"),
    ],
)
def test_orders(client, board, sort, first):
    assert titles(client.get(f"/tasks/?sort={sort}"))[0] == first


def test_a_confirmed_task_counts_as_new(client, board):
    task = Task.objects.get(number=3)
    task.confirmed_at = timezone.now()
    task.save()
    response = client.get("/tasks/")
    assert titles(response)[0] == "Translate the guide"
    assert "still wanted on" in response.text


def test_words_are_looked_for_in_all_of_the_text(client, make_task):
    make_task(1, "Draw the map", body_text="Where the wheelbarrow stands")
    make_task(2, "Another")
    assert titles(client.get("/tasks/?q=WHEELBARROW+map")) == ["Draw the map"]


def test_unknown_values_are_left_out_and_said(client, board):
    response = client.get("/tasks/?kind=doc&skill=juggling&sort=upwards&availability=maybe&color=red")
    assert len(titles(response)) == 2
    assert "No task on the board has the skill “juggling”" in response.text
    assert "“upwards” is no sort" in response.text
    assert "“maybe” is no availability" in response.text


def test_nothing_found_says_what_to_drop_and_what_comes_near(client, board):
    response = client.get("/tasks/?kind=doc&skill=css")
    assert "No task fits all of this" in response.text
    assert "Without kind of work: 1 task<" in response.text
    assert "Without skill: 2 tasks" in response.text
    assert set(titles(response)) == {"Draw the map", "Write the guide", "Translate the guide"}


def test_an_empty_board_says_what_to_do(client, db):
    assert "No task is on the board yet" in client.get("/tasks/").text


@pytest.mark.parametrize(
    ("page", "number"), [("2", 2), ("999999999999", 3), ("0", 1), ("-1", 1), ("abc", 1), ("", 1), ("1.5", 1), ("٣", 1)]
)
def test_any_page_number_gives_a_page(client, many_tasks, page, number):
    many_tasks(50)
    response = client.get(f"/tasks/?page={quote(page)}")
    assert f"Page {number} of 3" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/tasks/?q=%00&kind=%00",
        "/tasks/?q=" + "x" * 5000,
        "/tasks/?" + "&".join(f"label={n}" for n in range(900)),
        "/tasks/?q=%FF%FE&skill=%C3%28",
        "/tasks/?q=<script>alert(1)</script>&kind=<script>",
        "/tasks/?repository=../../etc/passwd",
        "/tasks/feed/?kind=nope&page=x&q=%00",
    ],
)
def test_hostile_addresses_are_harmless(client, board, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_hostile_titles_are_shown_as_text(client, make_task):
    make_task(1, "<script>alert(1)</script>", labels=['"><img src=x>'], skills=["<b>"])
    for address in ("/tasks/", "/tasks/ferrywell/ferrywell/1/"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<img" not in text


def test_the_feed_has_the_filters_of_its_address(client, board):
    response = client.get("/tasks/feed/?kind=doc")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert response.text.count("<entry>") == 2
    assert "<title>Write the guide</title>" in response.text


def test_each_choice_is_a_feed_of_its_own(client, board, settings):
    settings.SITE_URL = "https://tasks.example"
    text = client.get("/tasks/feed/?kind=doc&q=guide").text
    assert f"<title>Tasks: “guide”, Documentation · {settings.SITE_NAME}</title>" in text
    assert '<link href="https://tasks.example/tasks/?q=guide&amp;kind=doc" rel="alternate"' in text
    assert '<link href="https://tasks.example/tasks/feed/?q=guide&amp;kind=doc" rel="self"' in text
    assert "<id>https://tasks.example/tasks/feed/?q=guide&amp;kind=doc</id>" in text
    assert f"<author><name>{settings.SITE_NAME}</name>" in text
    assert "<id>https://tasks.example/tasks/feed/</id>" in client.get("/tasks/feed/").text


@pytest.mark.parametrize("count", [5, 400])
def test_the_board_makes_few_queries_whatever_its_size(client, many_tasks, count, django_assert_max_num_queries):
    many_tasks(count)
    with django_assert_max_num_queries(6):
        client.get("/tasks/?kind=doc&skill=css&q=depot&page=2&cold=1")
    with django_assert_max_num_queries(4):
        client.get("/tasks/?kind=doc&skill=css&q=depot&page=2&warm=1")


def test_a_bulk_change_shows_at_once(client, many_tasks):
    many_tasks(1)
    assert titles(client.get("/tasks/?a=1")) == ["Task 0"]
    Task.objects.update(title="Renamed")
    board_version.bump()
    assert titles(client.get("/tasks/?a=2")) == ["Renamed"]
