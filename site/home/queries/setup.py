"""How far setting the site up is, read from the site itself wherever it can be."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from common.models import User
from common.roles import OPERATORS, has_role
from docs_hub.queries.sources import source_states
from github_sync.queries.connection import connection_state
from github_sync.queries.first_sync import following, was_ever_synced
from home.models import SetupProgress

TITLES = {
    "name": "Name your platform",
    "connection": "Connect GitHub",
    "repositories": "Choose repositories",
    "labels": "Say what labels mean",
    "documentation": "Choose documentation",
    "sync": "Read everything once",
    "next": "What is next",
}
"""In the order of the steps; each is at the address named `setup_KEY`."""


@dataclass(frozen=True)
class Step:
    key: str
    number: int
    title: str
    url: str
    is_done: bool
    is_current: bool = False


def progress() -> SetupProgress:
    """As it is kept, or as it is before anything was."""
    return SetupProgress.objects.filter(pk=1).first() or SetupProgress()


def setup_steps(current: str = "") -> list[Step]:
    """A handful of queries, whatever the size of the site."""
    done = _done()
    return [
        Step(key, number, title, reverse(f"setup_{key}"), done[key], key == current)
        for number, (key, title) in enumerate(TITLES.items(), 1)
    ]


def next_open() -> Step:
    """The first step that is not done; the last where all are."""
    steps = setup_steps()
    return next((step for step in steps if not step.is_done), steps[-1])


def is_being_set_up() -> bool:
    """False once an operator said so, and for a site that was filled without the assistant."""
    kept = SetupProgress.objects.filter(pk=1).first()
    if kept is None:
        return not was_ever_synced()
    return kept.finished_at is None


def may_set_up(user: User | AnonymousUser) -> bool:
    return has_role(user, OPERATORS)


def _done() -> dict[str, bool]:
    kept, connection, followed = progress(), connection_state(), following()
    return {
        "name": bool(kept.name_confirmed_at),
        "connection": connection.is_connected and not connection.problem,
        "repositories": bool(followed),
        "labels": bool(kept.labels_confirmed_at),
        "documentation": bool(kept.documentation_confirmed_at) or bool(source_states()),
        "sync": bool(followed) and all(one.is_complete for one in followed),
        "next": bool(kept.finished_at),
    }
