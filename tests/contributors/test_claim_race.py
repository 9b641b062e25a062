"""Fifty people press the button at once, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from common.errors import ConflictError
from common.models import User
from contributors.models import Claim, Task
from contributors.services.claims import claim_task

PEOPLE = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_people_at_once_get_one_winner(make_task):
    task = make_task(1)
    users = User.objects.bulk_create(User(username=f"newcomer{number}") for number in range(PEOPLE))
    outcomes = _all_at_once([(user, task) for user in users])
    assert outcomes.count("won") == 1
    assert outcomes.count("lost") == PEOPLE - 1
    assert Claim.objects.filter(task=task, released_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_with_many_windows_gets_two_tasks(make_task, bob):
    tasks = [make_task(number) for number in range(1, 9)]
    outcomes = _all_at_once([(bob, task) for task in tasks])
    assert outcomes.count("won") == 2
    assert Claim.objects.filter(person__user=bob, released_at=None).count() == 2


def _all_at_once(attempts: list[tuple[User, Task]]) -> list[str]:
    barrier = threading.Barrier(len(attempts))

    def attempt(pair: tuple[User, Task]) -> str:
        user, task = pair
        try:
            barrier.wait(timeout=30)
            claim_task(user=user, task_id=task.pk)
        except ConflictError:
            return "lost"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))
