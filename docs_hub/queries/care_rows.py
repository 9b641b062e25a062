"""What is promised for pages: the rows of each page's own place and of the places above it."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet

from common.models import User
from contributors.queries.people import HIDDEN_NAME
from docs_hub.domain.freshness import Checked, Promise, folders_above
from docs_hub.models import Care


def care_rows() -> QuerySet[Care]:
    """With their people, and whether anybody of a team is still there; one query."""
    members = User.objects.filter(groups=OuterRef("team"), is_active=True)
    return Care.objects.select_related("owner__user", "team", "checked_by").annotate(is_staffed=Exists(members))


def owner_names() -> list[str]:
    """Of all who look after anything; one query."""
    names = Care.objects.exclude(owner_name="").order_by("owner_name")
    return list(names.values_list("owner_name", flat=True).distinct())


def rows_above(*, source_id: int, page_id: int, path: str) -> QuerySet[Care]:
    """Of one page: its own, its sections' and those of the folders and the source that it lies in."""
    places = Q(page_id=page_id) | Q(page=None, folder__in=folders_above(path))
    return care_rows().filter(places, doc_source_id=source_id)


class CareBook:
    """Finds the rows of many pages in memory."""

    def __init__(self, rows: Iterable[Care]) -> None:
        self._folders: dict[tuple[int, str], Care] = {}
        self._pages: dict[int, Care] = {}
        self._sections: dict[int, list[Care]] = {}
        for row in rows:
            if row.page_id is None:
                self._folders[row.doc_source_id, row.folder] = row
            elif row.anchor:
                self._sections.setdefault(row.page_id, []).append(row)
            else:
                self._pages[row.page_id] = row

    def own(self, page_id: int) -> Care | None:
        return self._pages.get(page_id)

    def sections(self, page_id: int) -> list[Care]:
        return self._sections.get(page_id, [])

    def of_page(self, *, source_id: int, page_id: int, path: str) -> list[Care]:
        """The nearest first."""
        above = [self._folders.get((source_id, folder)) for folder in folders_above(path)]
        return [row for row in (self.own(page_id), *above) if row is not None]


def owner_row(rows: Sequence[Care]) -> Care | None:
    """The nearest place that ever had an owner."""
    return next((row for row in rows if row.owner_name), None)


def promise_of(row: Care) -> Promise:
    return Promise(row.owner_name, _has_left(row), row.interval_days, row.version, row.since)


def checked_of(*rows: Care | None) -> Checked | None:
    """The latest: whoever checked the page checked its sections."""
    done = [
        Checked(row.checked_at, shown_name(row.checked_by), row.checked_version)
        for row in rows
        if row is not None and row.checked_at is not None
    ]
    return max(done, key=lambda checked: checked.at, default=None)


def shown_name(person: "object | None") -> str:
    if person is None:
        return ""
    return person.name if person.is_public else HIDDEN_NAME  # type: ignore[attr-defined]


def shown_owner(row: Care | None) -> tuple[str, str]:
    """Name and page of whoever looks after it now, as readers may see them; empty where nobody does."""
    if row is None or _has_left(row):
        return "", ""
    if row.owner is not None:
        return shown_name(row.owner), row.owner.get_absolute_url() if row.owner.is_public else ""
    return row.team.name if isinstance(row.team, Group) else "", ""


def _has_left(row: Care) -> bool:
    if not row.owner_name:
        return False
    owner = row.owner
    is_there = owner is not None and owner.user is not None and owner.user.is_active
    return not (is_there or (row.team_id is not None and row.is_staffed))  # type: ignore[attr-defined]
