"""Takes from the mirrored history who wrote each page and when it last changed."""

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from common.page_cache import clear_on_commit
from docs_hub.models import DocSource, FormerPath, PageHistory
from github_sync.queries.paths import path_changes
from github_sync.queries.pulls import default_branch_of

MOST_PEOPLE = 50


@dataclass
class _Story:
    changed_at: datetime
    people: Counter[tuple[str, str]] = field(default_factory=Counter)


def refresh_history(*, source: DocSource) -> int:
    """Of every page that the mirror knows a change of, also under its former paths; returns how many. Idempotent.

    Another branch, or a tag, has another history than the default branch, which alone is mirrored: it has none here.
    """
    stories: dict[str, _Story] = {}
    if source.repository and source.ref in ("", default_branch_of(source.repository)):
        pages = _paths(source)
        for change in path_changes(source.repository):
            for page in {pages[path] for path in change.paths if path in pages}:
                story = stories.setdefault(page, _Story(change.changed_at))
                story.changed_at = max(story.changed_at, change.changed_at)
                story.people.update(change.people)
    return _write(source, stories)


def _paths(source: DocSource) -> dict[str, str]:
    """Path in the repository -> path of the page in its tree."""
    own = list(source.own_pages().filter(live=True).exclude(source_path="").values_list("pk", "source_path"))
    by_page = dict(own)
    former = FormerPath.objects.filter(page__in=by_page).values_list("page_id", "path")
    moved = {posixpath.join(source.docs_prefix, path): by_page[page] for page, path in former}
    return moved | {posixpath.join(source.docs_prefix, path): path for _, path in own}


@transaction.atomic
def _write(source: DocSource, stories: dict[str, _Story]) -> int:
    rows = [
        PageHistory(doc_source=source, source_path=path, changed_at=story.changed_at, people=_told(story.people))
        for path, story in sorted(stories.items())
    ]
    fields = ("source_path", "changed_at", "people")
    before = {path: rest for path, *rest in source.histories.values_list(*fields)}
    if before == {row.source_path: [row.changed_at, row.people] for row in rows}:
        return len(rows)
    source.histories.all().delete()
    PageHistory.objects.bulk_create(rows, batch_size=400)
    clear_on_commit()
    return len(rows)


def _told(people: Counter[tuple[str, str]]) -> list[dict[str, object]]:
    """Who did most first; then by name, so that the order does not change by itself."""
    found = sorted(people.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_PEOPLE]
    return [{"name": name, "login": login, "changes": count} for (name, login), count in found]
