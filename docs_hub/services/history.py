"""Takes from the mirrored history who wrote each page and when it last changed."""

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from common.page_cache import clear_on_commit
from docs_hub.models import DocEdit, DocSource, FormerPath, PageHistory
from github_sync.queries.paths import PathChange, path_changes
from github_sync.queries.pulls import default_branch_of

MOST_PEOPLE = 50
Someone = tuple[str, str, int | None]
"""Name, login on GitHub, and number of the user who wrote it here: the one is known, or the other."""


@dataclass
class _Story:
    changed_at: datetime
    people: Counter[Someone] = field(default_factory=Counter)


def refresh_history(*, source: DocSource) -> int:
    """Of every page that the mirror knows a change of, also under its former paths; returns how many. Idempotent.

    Another branch, or a tag, has another history than the default branch, which alone is mirrored: it has none here.
    """
    stories: dict[str, _Story] = {}
    if source.repository and source.ref in ("", default_branch_of(source.repository)):
        pages, ours = _paths(source), _written_here(source.repository)
        for change in path_changes(source.repository):
            here = ours.get(change.number or 0, {})
            for page, path in {pages[path]: path for path in change.paths if path in pages}.items():
                story = stories.setdefault(page, _Story(change.changed_at))
                story.changed_at = max(story.changed_at, change.changed_at)
                story.people.update(_people(change, here.get(path)))
    return _write(source, stories)


def _written_here(repository: str) -> dict[int, dict[str, list[int]]]:
    """By pull request and path: the users whose edits went into it, as the ledger credits them."""
    edits = DocEdit.objects.filter(
        proposal__repository__iexact=repository, proposal__number__isnull=False, is_rolled_back=False, is_removal=False
    )
    found: dict[int, dict[str, list[int]]] = {}
    for number, path, writers in edits.values_list("proposal__number", "path", "writers"):
        known = found.setdefault(number or 0, {}).setdefault(path, [])
        known += [pk for pk in writers if pk not in known]
    return found


def _people(change: PathChange, writers: list[int] | None) -> list[Someone]:
    """Who carried an edit of this site there, by a token or the App, wrote nothing; its trailers repeat the writers."""
    if not writers:
        return [(name, login, None) for name, login in change.people]
    others = [(name, login, None) for name, login in change.people if login and (name, login) != change.opener]
    return [*others, *(("", "", pk) for pk in writers)]


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


def _told(people: Counter[Someone]) -> list[dict[str, object]]:
    """Who did most first; then by name, so that the order does not change by itself."""
    found = sorted(people.items(), key=lambda entry: (-entry[1], *entry[0][:2], entry[0][2] or 0))[:MOST_PEOPLE]
    return [
        {"name": name, "login": login, "changes": count} | ({"user": user} if user is not None else {})
        for (name, login, user), count in found
    ]
