"""A small board and the people around it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.text import slugify

from contributors.models import Person, Task
from contributors.services import board_version
from tests.contributors import mirror


@pytest.fixture
def make_task(db: None) -> Callable[..., Task]:
    def make(number: int, title: str = "", *, days: float = 3, **fields: Any) -> Task:
        opened = timezone.now() - timedelta(days=days)
        defaults = {
            "source": "github",
            "external_id": f"1/{number}",
            "repository_number": None if fields.get("source") == "site" else mirror.public(),
            "owner": "ferrywell",
            "name": "ferrywell",
            "title": title or f"Task {number}",
            "opened_at": opened,
            "updated_at": opened,
        }
        return Task.objects.create(number=number, **{**defaults, **fields})

    return make


@pytest.fixture
def many_tasks(db: None) -> Callable[[int], None]:
    def make(count: int) -> None:
        now, shown = timezone.now(), mirror.public()
        Task.objects.bulk_create(
            Task(
                source="github",
                external_id=f"many/{number}",
                repository_number=shown,
                owner="ferrywell",
                name=("ferrywell", "handbook", "deploy")[number % 3],
                number=10_000 + number,
                title=f"Task {number}",
                body_text="Volunteers see the depot on the map. " * 20,
                kind=("code", "doc", "test")[number % 3],
                skills=[("python", "css", "writing", "ux")[number % 4]],
                labels=["help wanted", f"area: {number % 30}"],
                language="Python",
                effort="1h",
                opened_at=now - timedelta(hours=number),
                updated_at=now - timedelta(hours=number),
            )
            for number in range(count)
        )
        board_version.bump()

    return make


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    def make(name: str, **fields: Any) -> Person:
        return Person.objects.create(name=name, slug=slugify(name), **fields)

    return make
