"""What to do once the site is filled, read from the site itself."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.urls import reverse

from common.roles import MAINTAINERS
from contributors.queries.board import open_first_task_count, taken_task_count
from github_sync.queries.connection import connection_state
from home.models import HomePage, LandingPage
from sustainability.queries.recorded import recorded


@dataclass(frozen=True)
class NextThing:
    """`is_done` is None where the site cannot know."""

    title: str
    text: str
    url: str
    link: str
    is_done: bool | None


def next_things() -> list[NextThing]:
    home = HomePage.objects.first()
    tasks = open_first_task_count() + taken_task_count()
    pages = LandingPage.objects.exists() or bool(home and home.body)
    root = reverse("wagtailadmin_explore", args=[home.pk]) if home else reverse("wagtailadmin_explore_root")
    return [
        NextThing(
            "Look at the board",
            f"{_tasks(tasks)} there now. This is what newcomers see.",
            reverse("tasks:board"),
            "Open the board",
            tasks > 0,
        ),
        NextThing(
            "Invite maintainers",
            "They make an account or sign in with GitHub. Then give them the role Maintainers.",
            reverse("wagtailusers_users:index"),
            "Open users",
            _has_members(MAINTAINERS),
        ),
        NextThing(
            "Hear of changes at once",
            "Webhooks bring changes from GitHub within seconds. Without them, the site asks every 15 minutes.",
            reverse("github_connection"),
            "Open the connection",
            connection_state().has_webhook_secret,
        ),
        NextThing(
            "Show where the money comes from",
            "Bring a spreadsheet with income and expenses, or type in the first ones.",
            reverse("sustainability_import"),
            "Record funding",
            recorded().latest_entry_on is not None,
        ),
        NextThing(
            "Write your first page",
            "Who you are, how to reach you, and what you expect of each other.",
            root,
            "Open pages",
            pages,
        ),
        NextThing(
            "Keep a backup",
            "Ask whoever runs the server to copy the database, the uploaded files and the keys every day; on a small"
            " site that is the folder var/. Then try once to bring them back.",
            "",
            "",
            None,
        ),
    ]


def _tasks(count: int) -> str:
    return "One task is" if count == 1 else f"{count} tasks are" if count else "No task is"


def _has_members(role: str) -> bool:
    return Group.objects.filter(name=role, user__is_active=True).exists()
