"""Nobody is a name only: who was not drawn gets a change or a report of their own time."""

from typing import Protocol

from github_sync.sandbox.generate.drafts import Issue, Person, Pull
from github_sync.sandbox.generate.people import Crowd


class Threads(Protocol):
    @property
    def repository(self) -> str: ...
    @property
    def issues(self) -> list[Issue]: ...
    @property
    def pulls(self) -> list[Pull]: ...


def everyone_appears(worlds: list[Threads], crowd: Crowd) -> None:
    authors = {thread.author for world in worlds for thread in (*world.issues, *world.pulls)}
    for person in crowd.people:
        if person.login not in authors:
            _give_one(person, worlds, crowd)


def _give_one(person: Person, worlds: list[Threads], crowd: Crowd) -> None:
    mine = [world for world in worlds if world.repository in person.repositories]
    pulls = [pull for world in mine for pull in world.pulls if pull.origin == "change" and pull.story.kind != "weblate"]
    issues = [issue for world in mine for issue in world.issues if not issue.is_first_task]
    threads: list[Issue | Pull] = [*issues] if person.role == "reporter" else [*pulls, *issues]
    for thread in threads:
        if person.joins <= crowd.calendar.month_of(thread.created_at) < person.leaves and thread.author:
            thread.author = person.login
            if isinstance(thread, Pull):
                thread.co_authors = [login for login in thread.co_authors if login != person.login]
            return
