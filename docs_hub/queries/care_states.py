"""The state of pages and sections as the database tells it, so that lists of them are filtered, counted and cut there.

The rules are those of `docs_hub.domain.freshness`, in terms of the nearest place that says something: the row of the
section, that of its page, then those of the folders above it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left, Length, NullIf
from django.db.models.lookups import Exact

from common.models import User
from docs_hub.domain.freshness import DUE, FRESH, NOTICE, ORPHAN, OVERDUE, STATES, UNOWNED
from docs_hub.models import Care, DocPage

RANK = {state: rank for rank, state in enumerate(STATES)}
"""The most urgent first."""
LONG = 2 * NOTICE.days
"""From that interval on, in days, notice is given NOTICE ahead, else for the last half."""


@dataclass(frozen=True)
class Names:
    """How a queryset calls the page's fields and the rows of Care from the nearest on; `above` are those of folders."""

    page: str
    rows: tuple[str, ...]
    above: list[Care]

    def of_page(self, name: str) -> str:
        return f"{self.page}__{name}" if self.page else name

    def of_rows(self, name: str) -> list[str]:
        return [f"{row}__{name}" if row else name for row in self.rows]

    def is_below(self, row: Care) -> Q:
        """By the exact spelling, which LIKE does not look at in SQLite."""
        is_of = Q(**{self.of_page("doc_source"): row.doc_source_id})
        folder = f"{row.folder}/"
        start = Left(self.of_page("source_path"), len(folder))
        return is_of & Q(Exact(start, Value(folder))) if row.folder else is_of


def rows_of_folders() -> list[Care]:
    """What is said of whole sources and folders, which are few, the longest path first; one query."""
    fields = ("doc_source_id", "folder", "interval_days", "version", "owner_name", "since")
    return list(Care.objects.filter(page=None).only(*fields).order_by(Length("folder").desc(), "pk"))


def judged_pages(above: list[Care], now: datetime) -> QuerySet[DocPage, Any]:
    """What readers see, annotated with `rank`, `owned_by` (the row of Care that names the owner), `owner_said`,
    and with `key`, `tree`, `part` and `nth` to be put in order beside sections."""
    own = FilteredRelation("care", condition=Q(care__anchor=""))
    pages = DocPage.objects.filter(_is_read("")).order_by().annotate(own=own)
    named = {"key": F("pk"), "tree": F("path"), "part": Value(""), "nth": Value(0)}
    checked = {"was_checked": F("own__checked_at"), "checked_for": F("own__checked_version")}
    return _judged(pages.annotate(**named, **checked), Names("", ("own",), above), now)


def judged_sections(above: list[Care], now: datetime) -> QuerySet[Care, Any]:
    """The same of sections that have a row of their own; whoever checked the page checked them, too."""
    own = FilteredRelation("page__care", condition=Q(page__care__anchor=""))
    sections = Care.objects.filter(_is_read("page__")).exclude(anchor="").order_by().annotate(own=own)
    is_by_page = Q(own__checked_at__isnull=False) & (Q(checked_at=None) | Q(own__checked_at__gt=F("checked_at")))
    at = Case(When(is_by_page, then=F("own__checked_at")), default=F("checked_at"))
    version = Case(When(is_by_page, then=F("own__checked_version")), default=F("checked_version"))
    named = {"key": F("page_id"), "tree": F("page__path"), "part": F("anchor"), "nth": F("pk")}
    rows = sections.annotate(**named, was_checked=at, checked_for=version)
    return _judged(rows, Names("page", ("", "own"), above), now)


def _is_read(page: str) -> Q:
    read = {f"{page}live": True, f"{page}doc_source__isnull": False}
    return Q(**read) & ~Q(**{f"{page}source_path": ""})


def _judged(rows: QuerySet[Any], names: Names, now: datetime) -> QuerySet[Any]:
    rows = rows.annotate(
        interval=_said(names, "interval_days", IntegerField()),
        version_said=_text(names, "version"),
        owner_said=_text(names, "owner_name"),
        owned_by=_owner_row(names),
        start=Coalesce("was_checked", _said(names, "since", DateTimeField())),
    )
    is_older = Q(was_checked__isnull=False) & ~Q(version_said="") & ~Q(version_said=F("checked_for"))
    is_there = Exists(Care.objects.filter(_has_somebody(), pk=OuterRef("owned_by")))
    rank = Case(
        When(owner_said="", then=Value(RANK[UNOWNED])),
        When(~is_there, then=Value(RANK[ORPHAN])),
        When(_is_over(now), then=Value(RANK[OVERDUE])),
        When(_is_soon(now) | is_older, then=Value(RANK[DUE])),
        default=Value(RANK[FRESH]),
    )
    return rows.annotate(rank=rank)


def _said(names: Names, name: str, field: "Field[Any, Any]") -> Coalesce:
    return Coalesce(*names.of_rows(name), _above(names, name, name, field), output_field=field)


def _text(names: Names, name: str) -> Coalesce:
    own = (NullIf(one, Value("")) for one in names.of_rows(name))
    return Coalesce(*own, _above(names, name, name, CharField()), Value(""))


def _owner_row(names: Names) -> Coalesce:
    own = [
        Case(When(Q(**{f"{name}__gt": ""}), then=F(pk)))
        for name, pk in zip(names.of_rows("owner_name"), names.of_rows("pk"), strict=True)
    ]
    return Coalesce(*own, _above(names, "owner_name", "pk", IntegerField()), output_field=IntegerField())


def _above(names: Names, said: str, name: str, field: "Field[Any, Any]") -> Case:
    """`name` of the nearest folder that says `said`."""
    rows = [row for row in names.above if getattr(row, said) not in ("", None)]
    found = [When(names.is_below(row), then=Value(getattr(row, name), output_field=field)) for row in rows]
    return Case(*found, default=Value(None, output_field=field), output_field=field)


def _has_somebody() -> Q:
    members = User.objects.filter(groups=OuterRef("team"), is_active=True)
    return Q(owner__user__is_active=True) | Q(Exists(members))


def _is_over(now: datetime) -> Q:
    return Q(interval__isnull=False, start__lte=_before(now, F("interval") * Value(timedelta(days=1))))


def _is_soon(now: datetime) -> Q:
    is_long = Q(interval__gte=LONG, start__lte=_before(now + NOTICE, F("interval") * Value(timedelta(days=1))))
    return is_long | Q(interval__lt=LONG, start__lte=_before(now, F("interval") * Value(timedelta(hours=12))))


def _before(moment: datetime, span: Any) -> ExpressionWrapper:
    moment_value = Value(moment, output_field=DateTimeField())
    return ExpressionWrapper(moment_value - ExpressionWrapper(span, DurationField()), output_field=DateTimeField())
