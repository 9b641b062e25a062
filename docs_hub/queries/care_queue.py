"""All pages with what is due at each, the most urgent first, for those who look after them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, overload

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from contributors.queries.people import person_for
from docs_hub.domain.freshness import STATES, Freshness, folders_above, freshness, joined
from docs_hub.models import Care, DocPage, DocSource
from docs_hub.queries.care_rows import CareBook, care_rows, checked_of, owner_row, promise_of
from docs_hub.queries.care_states import RANK, judged_pages, judged_sections, rows_of_folders

ORDER = list(STATES)


@dataclass(frozen=True)
class CareItem:
    """A page, or a section that has an owner or an interval of its own."""

    page_id: int
    anchor: str
    title: str
    path: str
    source_id: int
    source: str
    url: str
    freshness: Freshness
    owner_id: int | None
    team_id: int | None
    is_changed: bool

    @property
    def key(self) -> str:
        return f"{self.page_id}#{self.anchor}" if self.anchor else str(self.page_id)


@dataclass(frozen=True)
class Wanted:
    """Empty is any. `person_id` and `team_ids`: whose pages only."""

    states: tuple[str, ...] = ()
    source_id: int | None = None
    text: str = ""
    owner: str = ""
    person_id: int | None = None
    team_ids: frozenset[int] = frozenset()
    is_mine: bool = False

    def of(self, rows: QuerySet[Any, Any], page: str) -> QuerySet[Any, Any]:
        """Of rows that `care_states` judged; `page` leads to the page."""
        if self.states:
            rows = rows.filter(rank__in=[RANK[state] for state in self.states])
        if self.source_id is not None:
            rows = rows.filter(**{f"{page}doc_source": self.source_id})
        if self.text:
            inside = {f"{page}{name}__icontains": self.text for name in ("title", "source_path")}
            rows = rows.filter(Q(**inside, _connector=Q.OR))
        if self.owner:
            rows = rows.filter(owner_said=self.owner)
        return rows.filter(owned_by__in=self._theirs()) if self.is_mine else rows

    def _theirs(self) -> QuerySet[Care, Any]:
        own = Q(owner=self.person_id) if self.person_id is not None else Q(pk__in=[])
        return Care.objects.filter(own | Q(team__in=self.team_ids)).values("pk")


def theirs(user: Any, states: tuple[str, ...] = ()) -> Wanted:
    """What this user owns, or a team of theirs."""
    person = person_for(user)
    teams = frozenset(user.groups.values_list("pk", flat=True))
    return Wanted(states, person_id=person.pk if person else None, team_ids=teams, is_mine=True)


class CareItems(Sequence[CareItem]):
    """Pages that readers see, and sections with a row of their own, the most urgent first; a part of it costs what the
    part holds, its length nothing but counting."""

    def __init__(self, wanted: Wanted = Wanted(), now: datetime | None = None) -> None:
        self._now = now or timezone.now()
        above = rows_of_folders()
        self._pages = wanted.of(judged_pages(above, self._now), "")
        self._sections = wanted.of(judged_sections(above, self._now), "page__")

    @cached_property
    def counts(self) -> Counter[str]:
        """By state; two queries."""
        found: Counter[str] = Counter()
        for rows in (self._pages, self._sections):
            for rank, number in rows.values_list("rank").annotate(number=Count("pk")):
                found[ORDER[rank]] += number
        return found

    def __len__(self) -> int:
        return self.counts.total()

    @overload
    def __getitem__(self, at: int) -> CareItem: ...
    @overload
    def __getitem__(self, at: slice) -> list[CareItem]: ...
    def __getitem__(self, at: int | slice) -> CareItem | list[CareItem]:
        """Four queries."""
        fields = ("rank", "tree", "nth", "key", "part")
        rows = self._pages.values_list(*fields).union(self._sections.values_list(*fields), all=True)
        rows = rows.order_by("rank", "tree", "nth")
        if isinstance(at, slice):
            return care_items_of([(key, part) for *_, key, part in rows[at]], self._now)
        _, _, _, key, part = rows[at]
        return care_items_of([(key, part)], self._now)[0]

    def __iter__(self) -> Iterator[CareItem]:
        return iter(self[:])


def care_items_of(places: list[tuple[int, str]], now: datetime) -> list[CareItem]:
    """Of these pages and anchors, in their order; three queries."""
    pages = DocPage.objects.filter(pk__in={pk for pk, _ in places})
    fields = ("pk", "title", "source_path", "doc_source_id", "address", "text_sha")
    rows = list(pages.order_by().values_list(*fields))
    sources = {one.pk: one for one in DocSource.objects.only("pk", "title", "slug", "paths")}
    folders = {folder for _, _, path, *_ in rows for folder in folders_above(path)}
    book = CareBook(care_rows().filter(Q(page__in=[pk for pk, *_ in rows]) | Q(page=None, folder__in=folders)))
    found = {(item.page_id, item.anchor): item for row in rows for item in _items(row, book, sources[row[3]], now)}
    return [found[place] for place in places if place in found]


def _items(row: tuple[Any, ...], book: CareBook, source: DocSource, now: datetime) -> Iterator[CareItem]:
    pk, title, path, source_id, address, text_sha = row
    rows = book.of_page(source_id=source_id, page_id=pk, path=path)
    own = book.own(pk)
    base = source.paths.get("base", "/docs/")
    url = f"{base}{address}/" if address else base

    def item(rows: list[Care], anchor: str, *checks: Care | None) -> CareItem:
        owner = owner_row(rows)
        sha = checks[0].checked_sha if checks[0] is not None else ""
        return CareItem(
            page_id=pk, anchor=anchor, title=title, path=path, source_id=source_id, source=str(source),
            url=f"{url}#{anchor}" if anchor else url,
            freshness=freshness(joined(map(promise_of, rows)), checked_of(*checks), now),
            owner_id=owner.owner_id if owner else None, team_id=owner.team_id if owner else None,
            is_changed=bool(sha) and sha != text_sha,
        )  # fmt: skip

    yield item(rows, "", own)
    for section in book.sections(pk):
        yield item([section, *rows], section.anchor, section, own)
