"""Which issues are on the board, and what the board knows of them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils.html import strip_tags

from contributors.models import BoardSettings, BoardVersion, Task
from contributors.queries.board import my_tasks, quiet_review_count, search_tasks
from contributors.services.board import refresh_board
from contributors.services.claims import claim_task
from contributors.services.issue_texts import TOO_LONG
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferrywell():
    return mirror.repository()


@pytest.fixture
def refresh(ferrywell) -> Callable[[], Task]:
    def run() -> Task:
        refresh_board(repository_id=ferrywell.pk)
        return Task.objects.get(number=1)

    return run


def facts(task: Task) -> tuple[str, str, bool]:
    return task.state, task.reason, task.is_on_board


def test_only_open_issues_with_a_board_label_are_tasks(ferrywell):
    mirror.issue(ferrywell, 1, "Good First Issue")
    mirror.issue(ferrywell, 2, "bug")
    mirror.issue(ferrywell, 3, "help wanted", state="closed")
    mirror.pull(ferrywell, 4, "help wanted")
    refresh_board(repository_id=ferrywell.pk)
    assert list(Task.objects.values_list("number", flat=True)) == [1]


def test_a_free_issue_is_available(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted")
    assert facts(refresh()) == ("available", "", True)


def test_an_assigned_issue_says_to_whom(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", assignees=(mirror.account("rosa"),))
    assert facts(refresh()) == ("assigned", "Assigned to rosa", True)


def test_an_open_linked_pull_request_is_the_reason(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", assignees=(mirror.account("rosa"),))
    pull = mirror.pull(ferrywell, 12)
    mirror.model("ClosingReference").objects.create(
        pull_request=pull, issue_repository=ferrywell.full_name, issue_number=1
    )
    assert facts(refresh()) == ("in_review", "Pull request #12 is open", True)


def test_a_closing_word_in_an_open_pull_request_counts_too(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted")
    mirror.pull(ferrywell, 12, body="This fixes #1.")
    mirror.pull(ferrywell, 13, body="Fixes #1", state="closed")
    assert facts(refresh()) == ("in_review", "Pull request #12 is open", True)


def test_only_what_github_reads_as_a_closing_word_takes_a_task(ferrywell):
    for number in (123, 124, 125, 126, 127):
        mirror.issue(ferrywell, number, "help wanted")
    mirror.pull(ferrywell, 200, body='A change.\n\n<!-- write e.g. "Fixes #123" -->\n', base_ref="main")
    mirror.pull(ferrywell, 201, body="The format:\n\n```\nFixes #124\n```\n", base_ref="main")
    mirror.pull(ferrywell, 202, body="Fixes #125", base_ref="release-1.0")
    mirror.pull(ferrywell, 203, body="> Fixes #126\n\nonly quoted", base_ref="main")
    mirror.pull(ferrywell, 204, body="Fixes #127", base_ref="main")
    refresh_board(repository_id=ferrywell.pk)
    taken = Task.objects.exclude(state="available").values_list("number", "reason")
    assert list(taken) == [(127, "Pull request #204 is open")]


def closing(ferrywell, pull, issue=1):
    mirror.model("ClosingReference").objects.create(
        pull_request=pull, issue_repository=ferrywell.full_name, issue_number=issue
    )


def test_a_pull_request_of_another_repository_is_named_with_it(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted")
    closing(ferrywell, mirror.pull(mirror.repository("harbor/core"), 5))
    assert facts(refresh()) == ("in_review", "Pull request harbor/core#5 is open", True)


@pytest.mark.parametrize("hidden", [{"is_private": True}, {"gone_at": mirror.WHEN}])
def test_one_that_nobody_may_see_is_not_spoken_of(ferrywell, refresh, hidden):
    mirror.issue(ferrywell, 1, "help wanted")
    closing(ferrywell, mirror.pull(mirror.repository("harbor/core", **hidden), 5))
    assert facts(refresh()) == ("available", "", True)


def test_one_that_github_deleted_takes_nothing(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted")
    closing(ferrywell, mirror.pull(ferrywell, 5, gone_at=mirror.WHEN))
    assert facts(refresh()) == ("available", "", True)


def test_a_dead_draft_says_that_it_is_one_and_since_when(ferrywell, refresh, client):
    mirror.issue(ferrywell, 1, "help wanted", title="Waits behind a dead draft")
    old = datetime(2024, 2, 1, tzinfo=UTC)
    closing(ferrywell, mirror.pull(ferrywell, 10, is_draft=True, updated_at=old))
    assert facts(refresh()) == ("in_review", "Draft pull request #10 is open", True)
    said = "Draft pull request #10 is open, untouched since 1 February 2024"
    assert said in client.get("/tasks/?availability=taken").text
    assert said in " ".join(strip_tags(client.get(refresh().get_absolute_url()).text).split())
    assert quiet_review_count() == 1


def test_a_locked_issue_is_blocked(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", is_locked=True)
    assert facts(refresh()) == ("blocked", "The issue is locked", True)


def test_an_archived_repository_blocks_its_tasks(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted")
    ferrywell.is_archived = True
    ferrywell.save()
    assert facts(refresh()) == ("blocked", "The repository is archived", True)


def test_a_private_repository_has_no_tasks(ferrywell):
    mirror.issue(ferrywell, 1, "help wanted")
    ferrywell.is_private = True
    ferrywell.save()
    refresh_board(repository_id=ferrywell.pk)
    assert not Task.objects.exists()


def test_a_closed_issue_leaves_the_board(ferrywell, refresh):
    row = mirror.issue(ferrywell, 1, "help wanted")
    refresh()
    row.state = "closed"
    row.save()
    assert facts(refresh()) == ("closed", "Closed on GitHub", False)


def held(user) -> list[str]:
    return [task.title for task in my_tasks(user)]


def test_a_closed_issue_ends_its_claim_and_frees_a_place(ferrywell, bob):
    rows = [mirror.issue(ferrywell, number, "help wanted") for number in (1, 2, 3)]
    refresh_board(repository_id=ferrywell.pk)
    first, second, third = Task.objects.order_by("number")
    for task in (first, second):
        claim_task(user=bob, task_id=task.pk)
    rows[0].state = "closed"
    rows[0].save()
    refresh_board(repository_id=ferrywell.pk)
    assert first.claims.get().release_reason == "done"
    assert held(bob) == ["Issue 2"]
    claim_task(user=bob, task_id=third.pk)
    assert len(held(bob)) == 2


def test_a_claim_on_a_task_that_left_the_board_ends_with_its_issue_too(ferrywell, refresh, bob):
    row = mirror.issue(ferrywell, 1, "help wanted")
    claim_task(user=bob, task_id=refresh().pk)
    row.labels.clear()
    assert not refresh().is_on_board
    assert held(bob) == ["Issue 1"]
    row.state = "closed"
    row.save()
    assert refresh().state == "closed"
    assert held(bob) == []


def test_an_issue_without_its_label_leaves_the_board_and_may_come_back(ferrywell, refresh):
    row = mirror.issue(ferrywell, 1, "help wanted")
    refresh()
    row.labels.clear()
    assert facts(refresh()) == ("available", "", False)
    row.labels.add(mirror.model("Label").objects.get(name="help wanted"))
    assert facts(refresh()) == ("available", "", True)


def test_labels_say_kind_skill_effort_and_language(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", "docs", "skill: css", "skill: ux", "effort: 1h", "lang: sw")
    task = refresh()
    assert (task.kind, task.skills, task.effort, task.language) == ("doc", ["css", "ux"], "1h", "sw")


def test_settings_change_what_is_on_the_board(ferrywell):
    mirror.issue(ferrywell, 1, "help wanted")
    mirror.issue(ferrywell, 2, "newcomers welcome", "typo")
    settings = BoardSettings.load()
    settings.labels, settings.kinds = "Newcomers Welcome", "typo = doc"
    settings.save()
    refresh_board(repository_id=ferrywell.pk)
    assert list(Task.objects.values_list("number", "kind")) == [(2, "doc")]


@pytest.mark.django_db(transaction=True)
def test_saving_the_settings_refreshes_the_board(ferrywell, run_queue):
    mirror.issue(ferrywell, 2, "newcomers welcome")
    settings = BoardSettings.load()
    settings.labels = "newcomers welcome"
    settings.save()
    run_queue()
    assert Task.objects.get().is_on_board


def test_curated_fields_outlive_a_refresh(ferrywell, refresh):
    row = mirror.issue(ferrywell, 1, "help wanted")
    refresh()
    Task.objects.update(done_when="The map shows all stops.")
    row.title = "A new title"
    row.save()
    task = refresh()
    assert (task.title, task.done_when) == ("A new title", "The map shows all stops.")


def test_a_refresh_without_news_writes_nothing(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", "skill: css")
    refresh()
    before = BoardVersion.objects.get().value
    assert refresh_board(repository_id=ferrywell.pk).changed == 0
    assert BoardVersion.objects.get().value == before


def test_tasks_are_found_by_the_search_index(ferrywell, refresh):
    mirror.issue(ferrywell, 1, "help wanted", title="Draw the depot", body="Volunteers look for the **wheelbarrow**.")
    mirror.issue(ferrywell, 2, "help wanted", title="Something else")
    refresh()
    assert [task.title for task in search_tasks("wheelbarrow")] == ["Draw the depot"]
    assert search_tasks("  ") == []
    assert search_tasks("\0 \" ' ( AND *") == []


def test_number_of_queries_does_not_grow_with_the_issues(ferrywell, django_assert_max_num_queries):
    for number in range(1, 120):
        mirror.issue(ferrywell, number, "help wanted")
    with django_assert_max_num_queries(40):
        refresh_board(repository_id=ferrywell.pk)


def test_a_refresh_of_some_issues_leaves_the_others_as_they_are(ferrywell, refresh):
    for number in (1, 2):
        mirror.issue(ferrywell, number, "help wanted")
    refresh()
    mirror.model("Issue").objects.update(title="Another title", state="closed")
    mirror.issue(ferrywell, 3, "help wanted")
    refresh_board(repository_id=ferrywell.pk, numbers=[1])
    assert list(Task.objects.order_by("number").values_list("number", "is_on_board")) == [(1, False), (2, True)]


def test_a_text_that_takes_too_long_leaves_a_sentence_and_holds_up_no_other(ferrywell, refresh):
    """The parser's list of things to do takes time like the square of its length."""
    mirror.issue(ferrywell, 1, "help wanted", body="- [ ] a\n" * 7_500)
    mirror.issue(ferrywell, 2, "help wanted", body="[" * 60_000)
    mirror.issue(ferrywell, 3, "help wanted", body="Some *words*.")
    slow = refresh()
    assert (slow.excerpt, slow.body_html) == (TOO_LONG, f"<p>{TOO_LONG}</p>")
    assert slow.body_text.startswith("- [ ] a - [ ] a")
    assert Task.objects.get(number=3).body_html == "<p>Some <em>words</em>.</p>\n"
    assert Task.objects.get(number=2).is_on_board
