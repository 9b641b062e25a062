"""Tasks of the site get each a number of their own, however many are made at once, and move up when they change."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.models import User
from contributors.models import Task
from contributors.services.native_tasks import keep_task

AT_ONCE = 8
FIELDS = {"body_text": "Text", "kind": "doc", "state": "available", "is_on_board": "on"}


@pytest.mark.django_db(transaction=True)
def test_all_that_are_made_at_once_are_kept(db):
    root = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    barrier = threading.Barrier(AT_ONCE)

    def make(title: int) -> int:
        """In a transaction of its own, on a connection of its own."""
        try:
            barrier.wait(timeout=60)
            task = Task(title=f"Task {title}", kind="doc")
            keep_task(task=task, user=root, shown=None)
            return task.number
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sorted(pool.map(make, range(AT_ONCE))) == list(range(1, AT_ONCE + 1))
    assert sorted(Task.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db
def test_an_edit_moves_it_up_as_lately_active(client, make_task):
    client.force_login(User.objects.create_superuser("root", "root@example.org", "correct horse battery"))
    make_task(1, "Lately", days=2)
    own = make_task(2, "Host a table", days=30, source="site", owner="site", name="tasks", kind="doc", body_text="Text")
    edit = f"/admin/contributors_tasks/edit/{own.pk}/"
    assert client.post(edit, {**FIELDS, "title": "Host a table"}).status_code == 302
    own.refresh_from_db()
    assert timezone.now() - own.updated_at > timedelta(days=29), "nothing changed"
    client.post(edit, {**FIELDS, "title": "Host two tables"})
    own.refresh_from_db()
    assert timezone.now() - own.updated_at < timedelta(minutes=1)
    text = client.get("/tasks/").text
    assert text.index("Host two tables") < text.index("Lately")


@pytest.mark.django_db
def test_an_edit_of_a_mirrored_task_leaves_alone_what_github_says(client, make_task, monkeypatch):
    """The form was opened before the issue was closed, and is sent after."""
    from contributors.viewsets.board import TaskForm

    root = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    task = make_task(1, "From GitHub")
    form = TaskForm({"done_when": "It is done."}, instance=Task.objects.get(pk=task.pk), for_user=root)
    Task.objects.filter(pk=task.pk).update(state="closed")
    assert form.is_valid(), form.errors
    form.save()
    task.refresh_from_db()
    assert (task.state, task.done_when) == ("closed", "It is done.")
