"""What a reader sees of the care for one page: who owns it, when it was checked, whether it may be out of date."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from common import roles
from contributors.queries.people import person_for
from docs_hub.domain.freshness import Checked, Freshness, freshness, joined
from docs_hub.models import Care, DocPage
from docs_hub.queries.care_rows import CareBook, checked_of, owner_row, promise_of, rows_above, shown_owner

CHECKERS = (roles.WRITERS, roles.MAINTAINERS, roles.OPERATORS)


@dataclass(frozen=True)
class SectionCare:
    anchor: str
    title: str
    freshness: Freshness


@dataclass(frozen=True)
class PageCare:
    """`is_changed`: the text is another than the one that was checked."""

    freshness: Freshness
    owner: str
    owner_url: str
    is_changed: bool
    may_check: bool
    sections: list[SectionCare] = field(default_factory=list)

    @property
    def checked(self) -> Checked | None:
        return self.freshness.checked

    @property
    def lapsed_sections(self) -> list[SectionCare]:
        """Only where the page itself is fine: else the banner is about all of it."""
        return [] if self.freshness.is_lapsed else [one for one in self.sections if one.freshness.is_lapsed]


def page_care(page: DocPage, user: Any = None, now: datetime | None = None) -> PageCare | None:
    """None for what is no document. One query, and up to two for a reader who is signed in."""
    if page.doc_source_id is None or not page.source_path:
        return None
    now = now or timezone.now()
    book = CareBook(rows_above(source_id=page.doc_source_id, page_id=page.pk, path=page.source_path))
    rows = book.of_page(source_id=page.doc_source_id, page_id=page.pk, path=page.source_path)
    own, owner = book.own(page.pk), owner_row(rows)
    shown, url = shown_owner(owner)
    return PageCare(
        freshness=freshness(joined(map(promise_of, rows)), checked_of(own), now),
        owner=shown,
        owner_url=url,
        is_changed=own is not None and bool(own.checked_sha) and own.checked_sha != page.text_sha,
        may_check=may_check(user, rows + book.sections(page.pk)),
        sections=_sections(page, book, rows, now),
    )


def _sections(page: DocPage, book: CareBook, rows: list[Care], now: datetime) -> list[SectionCare]:
    titles = {entry["anchor"]: entry["title"] for entry in page.toc}
    return [
        SectionCare(
            row.anchor,
            titles[row.anchor],
            freshness(joined(map(promise_of, [row, *rows])), checked_of(row, book.own(page.pk)), now),
        )
        for row in book.sections(page.pk)
        if row.anchor in titles
    ]


def may_check(user: Any, rows: list[Care]) -> bool:
    """Whoever writes, and the owners, who need no role."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if roles.has_role(user, *CHECKERS):
        return True
    person = person_for(user)
    if person is not None and any(row.owner_id == person.pk for row in rows):
        return True
    teams = {row.team_id for row in rows if row.team_id}
    return bool(teams) and user.groups.filter(pk__in=teams).exists()
