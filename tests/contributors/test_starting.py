"""How to start, by the kind of work: writing in the browser, code from a copy, the rest in the open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from contributors.models import Identity, Person, Task
from contributors.services.people import person_of_user

pytestmark = pytest.mark.django_db


def text_of(client: Client, task: Task) -> str:
    return client.get(task.get_absolute_url()).text


@pytest.mark.parametrize("kind", ["doc", "translation", "tutorial"])
def test_writing_needs_no_copy_of_the_code(client: Client, make_task: Callable[..., Task], kind: str) -> None:
    text = text_of(client, make_task(1, kind=kind))
    assert "git clone" not in text
    assert "press the pencil" in text


@pytest.mark.parametrize("kind", ["code", "test", "infra", "security"])
def test_code_is_fetched(client: Client, make_task: Callable[..., Task], kind: str) -> None:
    assert "git clone" in text_of(client, make_task(1, kind=kind))


@pytest.mark.parametrize("kind", ["design", "eventOrganizing", "triage", "question"])
def test_the_rest_is_shown_in_the_issue(client: Client, make_task: Callable[..., Task], kind: str) -> None:
    text = text_of(client, make_task(1, kind=kind, evidence_url="https://github.com/ferrywell/ferrywell/issues/1"))
    assert "git clone" not in text
    assert "Show it early" in text


def test_the_command_names_whoever_reads_it(client: Client, make_task: Callable[..., Task], bob: Any) -> None:
    task = make_task(1)
    assert "/YOUR-NAME/ferrywell.git" in text_of(client, task)
    Identity.objects.create(person=person_of_user(user=bob), key="github:7", login="bob-berg")
    client.force_login(bob)
    assert "/bob-berg/ferrywell.git" in text_of(client, task)


def test_a_task_of_the_site_has_somebody_to_ask(client: Client, make_task: Callable[..., Task], bob: Any) -> None:
    client.force_login(bob)  # whose pages are not kept
    rosa = Person.objects.create(name="Rosa Diaz", slug="rosa")
    native: dict[str, Any] = {"source": "site", "owner": "site", "name": "tasks", "kind": "eventOrganizing"}
    task = make_task(1, opened_by=rosa, **native)
    text = text_of(client, task)
    assert "Ask who opened it" in text
    assert 'href="/people/rosa/"' in text
    rosa.is_public = False
    rosa.save()
    assert "Rosa" not in text_of(client, task)
    assert "The maintainers" in strip_tags(text_of(client, task))
