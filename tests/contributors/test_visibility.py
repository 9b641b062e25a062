"""Work of a repository that the public may not see is shown nowhere, from the moment it turns so."""

import pytest
from django.utils import timezone

from common.models import AuditEntry
from contributors.models import Contribution, Task
from contributors.queries import board, ledger, people
from contributors.queries.task_page import task_at
from contributors.services.board import refresh_board
from contributors.services.recording import record_contributions
from github_sync.models import ClosingReference
from github_sync.services.following import remove_repository
from github_sync.services.gone import mark_repository
from github_sync.services.repositories import follow_name
from github_sync.services.visibility import mark_deleted, set_hidden, tell_visibility
from tests.contributors.mirror import account, issue, merged, pull, repository

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(db):
    row = repository("harbor/core")
    merged(row, 7, account("bob"), "core/save.py", title="Moor the secret boat")
    issue(row, 1, "good first issue", title="Paint the secret pier")
    record_contributions(repository_id=row.pk)
    refresh_board(repository_id=row.pk)
    return row


def seen() -> list[int]:
    """How many entries, people and tasks anybody finds."""
    return [
        len(ledger.latest_contributions()), len(people.public_people()), len(board.search_tasks("secret")),
        int(task_at("harbor", "core", 1) is not None or task_at("harbor", "hull", 1) is not None),
    ]  # fmt: skip


def turn_private(row):
    row.is_private = True
    row.save()
    tell_visibility(row)


ENDS = {
    "private": turn_private,
    "hidden": lambda row: set_hidden(repository_id=row.pk, is_hidden=True, actor=None),
    "gone": lambda row: mark_repository(repository=row, is_gone=True),
    "deleted while private": lambda row: mark_deleted(row, was_private=True),
    "removed": lambda row: remove_repository(repository_id=row.pk, actor=None),
}


@pytest.mark.parametrize("how", ENDS)
def test_nothing_is_shown_from_the_moment_it_turns_so(core, how):
    assert seen() == [1, 1, 1, 1]
    ENDS[how](core)
    assert seen() == [0, 0, 0, 0]
    assert Contribution.objects.filter(status="automatic").count() == 1  # stored all the same


def test_what_was_public_when_it_was_deleted_keeps_its_credit(core):
    mark_deleted(core, was_private=False)
    assert seen()[:2] == [1, 1]


def test_what_is_found_again_is_shown_again(core):
    mark_repository(repository=core, is_gone=True)
    core.refresh_from_db()
    mark_repository(repository=core, is_gone=False)
    set_hidden(repository_id=core.pk, is_hidden=True, actor=None)
    set_hidden(repository_id=core.pk, is_hidden=False, actor=None)
    assert seen() == [1, 1, 1, 1]
    said = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"github_sync.hide_repository", "github_sync.show_repository", "github_sync.lose_repository"} <= said


def rename(row, name):
    former = row.full_name
    row.owner, _, row.name = name.partition("/")
    row.full_name = name
    row.save()
    follow_name(row, former)


def test_a_rename_hides_as_well_and_brings_every_task_along(core):
    gone = issue(core, 2, "good first issue")
    refresh_board(repository_id=core.pk)
    gone.state = "closed"
    gone.save()
    refresh_board(repository_id=core.pk)
    rename(core, "harbor/hull")
    assert set(Task.objects.values_list("owner", "name")) == {("harbor", "hull")}
    assert Contribution.objects.get().repository == "harbor/hull"
    assert task_at("harbor", "core", 2) is None
    assert task_at("harbor", "hull", 2) is not None
    turn_private(core)
    assert task_at("harbor", "hull", 2) is None
    assert seen() == [0, 0, 0, 0]


def test_a_new_repository_under_the_old_name_has_tasks_of_its_own(core):
    rename(core, "harbor/hull")
    new = repository("harbor/core")
    issue(new, 1, "good first issue", title="Another pier")
    refresh_board(repository_id=new.pk)
    assert task_at("harbor", "core", 1).title == "Another pier"
    assert task_at("harbor", "hull", 1).title == "Paint the secret pier"
    turn_private(core)
    assert task_at("harbor", "core", 1).title == "Another pier"
    assert task_at("harbor", "hull", 1) is None


def test_a_new_repository_under_the_name_of_a_removed_one_does_not_show_what_that_left(core):
    remove_repository(repository_id=core.pk, actor=None)
    new = repository("harbor/core")
    assert task_at("harbor", "core", 1) is None
    issue(new, 1, "good first issue", title="Another pier")
    refresh_board(repository_id=new.pk)
    assert task_at("harbor", "core", 1).title == "Another pier"


def test_work_of_this_site_alone_stays_shown_whatever_becomes_of_repositories(core, make_person, make_task):
    Contribution.objects.create(
        person=make_person("Wendy"), kind="doc", occurred_at=timezone.now(), title="Edited “Start”", source="docs",
        external_id="edit/1", evidence_url="https://example.org/docs/start/", repository="elsewhere/docs",
    )  # fmt: skip
    make_task(5, "Bring tea", source="site", owner="site", name="tasks")
    turn_private(core)
    assert [one.person_name for one in ledger.latest_contributions()] == ["Wendy"]
    assert [task.title for task in board.search_tasks("tea")] == ["Bring tea"]
    assert task_at("site", "tasks", 5) is not None


def test_an_edit_here_belongs_to_its_repository_once_the_mirror_knows_it(make_person):
    Contribution.objects.create(
        person=make_person("Wendy"), kind="doc", occurred_at=timezone.now(), title="Edited “Start”", source="docs",
        external_id="edit/1", evidence_url="https://example.org/docs/start/", repository="harbor/docs",
    )  # fmt: skip
    row = repository("harbor/docs", is_private=True)
    record_contributions(repository_id=row.pk)
    assert ledger.latest_contributions() == []


def test_a_pull_request_of_a_private_repository_is_no_reason_on_a_public_board(core):
    other = repository("harbor/secret", is_private=True)
    at_it = pull(other, 99)
    ClosingReference.objects.create(pull_request=at_it, issue_repository="harbor/core", issue_number=1)
    refresh_board(repository_id=core.pk)
    assert Task.objects.get(number=1).state == "available"


def test_a_reason_that_names_a_repository_goes_with_it(core):
    other = repository("harbor/sister")
    at_it = pull(other, 99)
    ClosingReference.objects.create(pull_request=at_it, issue_repository="harbor/core", issue_number=1)
    refresh_board(repository_id=core.pk)
    assert "harbor/sister#99" in Task.objects.get(number=1).reason
    turn_private(other)
    assert Task.objects.get(number=1).reason == ""
