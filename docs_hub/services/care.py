"""Gives pages an owner and an interval, and records that somebody checked one. No edit does that by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from common import audit, roles
from common.errors import InvalidInputError, NotAllowedError
from common.models import User
from common.page_cache import clear_on_commit
from contributors.queries.people import person_for
from contributors.services.people import person_of_user
from docs_hub.domain.freshness import LONGEST
from docs_hub.models import Care, CheckMark, DocPage, DocSource
from docs_hub.queries.care_rows import CareBook, rows_above
from docs_hub.queries.page_care import may_check

ASSIGNERS = (roles.MAINTAINERS, roles.OPERATORS)


@dataclass(frozen=True)
class Place:
    """A section or a page, or a folder (empty: all) of a source."""

    source_id: int
    page_id: int | None = None
    folder: str = ""
    anchor: str = ""


def place_of(page: DocPage, anchor: str = "") -> Place:
    """Raises InvalidInputError for what is no document, or has no such section."""
    if page.doc_source_id is None or not page.source_path:
        raise InvalidInputError("This page has no text of its own that could be looked after.")
    if anchor and anchor not in {entry["anchor"] for entry in page.toc}:
        raise InvalidInputError(f"“{page.title}” has no section “{anchor}” any more.")
    return Place(page.doc_source_id, page.pk, "", anchor)


def folder_of(source: DocSource, folder: str) -> Place:
    """Raises InvalidInputError for a folder that holds no page."""
    folder = folder.strip().strip("/")
    if folder and not source.own_pages().filter(source_path__startswith=f"{folder}/").exists():
        raise InvalidInputError(f"{source} has no page in a folder “{folder}”.")
    return Place(source.pk, None, folder)


@transaction.atomic
def set_care(*, place: Place, actor: User | None, **values: Any) -> Care:
    """Change what is named of `owner` (a User), `team` (a Group), `interval_days`, `version`; None is: as above it.

    Giving one of owner and team takes the other. Maintainers and operators may do all of it; others may take what
    nobody has for themselves, and hand back what is theirs. Raises NotAllowedError, InvalidInputError.
    """
    if set(values) - {"owner", "team", "interval_days", "version"}:
        raise TypeError(f"unknown values: {values}")
    row = Care.objects.select_for_update().filter(**_where(place)).first() or Care(**_where(place))
    if actor is not None:
        _check_may_set(actor, row, place, values)
    if "owner" in values or "team" in values:
        _give(row, values.get("owner"), values.get("team"))
    if "interval_days" in values:
        row.interval_days = _interval(values["interval_days"])
    if "version" in values:
        row.version = (values["version"] or "").strip()[:60]
    row.save()
    audit.record(
        actor=actor, action="docs_hub.set_care", subject=f"care:{row.pk}", owner=row.owner_name,
        interval_days=row.interval_days, version=row.version, **_words(place),
    )  # fmt: skip
    clear_on_commit()
    return row


@transaction.atomic
def check_page(
    *, page: DocPage, user: User, anchor: str = "", version: str | None = None, at: datetime | None = None
) -> Care:
    """`user` says that the page (or one section) is right as it stands, for this version of the product (None: for the
    one that its place names). Raises NotAllowedError, InvalidInputError.
    """
    place = place_of(page, anchor)
    book = CareBook(rows_above(source_id=place.source_id, page_id=page.pk, path=page.source_path))
    rows = book.of_page(source_id=place.source_id, page_id=page.pk, path=page.source_path)
    sections = [row for row in book.sections(page.pk) if row.anchor == anchor]
    if not may_check(user, rows + sections):
        raise NotAllowedError("Only those who look after this page or write here can say that they checked it.")
    row = Care.objects.select_for_update().filter(**_where(place)).first() or Care(**_where(place))
    named = next((one.version for one in [*sections, *rows] if one.version), "")
    row.checked_at, row.checked_by = at or timezone.now(), person_of_user(user=user)
    row.checked_version = (named if version is None else version).strip()[:60]
    row.checked_sha = page.text_sha
    row.save()
    CheckMark.objects.filter(page=page).delete()
    audit.record(
        actor=user, action="docs_hub.check_page", subject=f"page:{page.pk}", anchor=anchor, version=row.checked_version
    )
    clear_on_commit()
    return row


@transaction.atomic
def mark_checked_text(*, page: DocPage, user: User) -> None:
    """Keep that `user` checked the text they are saving; it counts once exactly this text is published."""
    CheckMark.objects.update_or_create(
        page_id=page.pk, defaults={"text_sha": page.text_sha, "user": user, "made_at": timezone.now()}
    )


@transaction.atomic
def apply_check_mark(*, page: DocPage) -> bool:
    """When a page was published; True where somebody had checked this text. Idempotent."""
    mark = CheckMark.objects.select_related("user").filter(page_id=page.pk).first()
    if mark is None or mark.text_sha != page.text_sha:
        return False
    try:
        check_page(page=page, user=mark.user)
    except (InvalidInputError, NotAllowedError):
        mark.delete()
        return False
    return True


def _where(place: Place) -> dict[str, Any]:
    if place.page_id is not None:
        return {"doc_source_id": place.source_id, "page_id": place.page_id, "folder": "", "anchor": place.anchor}
    return {"doc_source_id": place.source_id, "page_id": None, "folder": place.folder, "anchor": ""}


def _give(row: Care, owner: User | None, team: Group | None) -> None:
    if owner is not None and team is not None:
        raise InvalidInputError("Choose a person or a team, not both.")
    if owner is not None and not owner.is_active:
        raise InvalidInputError(f"{owner} has no active account.")
    row.owner = person_of_user(user=owner) if owner is not None else None
    row.team = team
    row.owner_name = row.owner.name if row.owner else team.name[:255] if team else ""


def _interval(days: Any) -> int | None:
    if days is None:
        return None
    if not 1 <= int(days) <= LONGEST:
        raise InvalidInputError(f"An interval has between 1 and {LONGEST} days.")
    return int(days)


def _check_may_set(actor: User, row: Care, place: Place, values: dict[str, Any]) -> None:
    if roles.has_role(actor, *ASSIGNERS):
        return
    is_writer = roles.has_role(actor, roles.WRITERS)
    person = person_for(actor)
    is_own = person is not None and row.owner_id == person.pk
    takes = is_writer and values == {"owner": actor} and place.page_id is not None and (not row.owner_name or is_own)
    hands_back = values == {"owner": None} and is_own
    if not (takes or hands_back):
        raise NotAllowedError("Only a maintainer or an operator can give pages to others. You can take free ones.")


def _words(place: Place) -> dict[str, Any]:
    return {"page": place.page_id, "folder": place.folder, "anchor": place.anchor}
