"""The funding rows of a window as plain items of one currency."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sustainability.domain.answer import Window
from sustainability.domain.funding import IN_KIND, Expense, Income
from sustainability.models import Entry, Reserve


@dataclass
class Money:
    """Cash only; `left_out` says what could not be added up and why."""

    currency: str = ""
    income: list[Income] = field(default_factory=list)
    expenses: list[Expense] = field(default_factory=list)
    reserve: Reserve | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    in_kind_minor: int = 0


def money_in(window: Window) -> Money:
    """Two queries. The currency is that of most entries; others are left out and counted, for no rate is stored."""
    rows = list(entries_touching(window).select_related("source__funder__group"))
    counted = Counter(row.currency for row in rows)
    if not counted:
        return Money(reserve=_reserve("", window))
    currency = counted.most_common(1)[0][0]
    money = Money(currency=currency, reserve=_reserve(currency, window))
    money.left_out = {code: n for code, n in counted.items() if code != currency}
    for row in rows:
        if row.currency == currency:
            _add(money, row)
    return money


def entries_touching(window: Window) -> QuerySet[Entry]:
    """Entries whose day or service period lies in the window at least in part."""
    on_day = Q(period_start=None, occurred_on__gte=window.start, occurred_on__lt=window.end)
    in_period = Q(period_start__lt=window.end, period_end__gt=window.start)
    monthly = Q(period_start=None, occurred_on__lt=window.end, occurred_on__gte=window.start - timedelta(days=366))
    return Entry.objects.filter(on_day | in_period | (monthly & ~Q(recurrence="one_time"))).order_by("occurred_on", "id")


def _reserve(currency: str, window: Window) -> Reserve | None:
    found = Reserve.objects.filter(as_of__lte=window.end)
    return (found.filter(currency=currency) if currency else found).order_by("-as_of").first()


def _add(money: Money, row: Entry) -> None:
    start, end = period_of(row)
    if row.kind == Entry.Kind.EXPENSE:
        money.expenses.append(Expense(row.amount_minor, start, end))
        return
    source = row.source
    if source is None or source.funding_class == IN_KIND:
        money.in_kind_minor += row.amount_minor
        return
    money.income.append(
        Income(row.amount_minor, funder_name(row), source.funding_class, start, end, row.recurrence, row.is_restricted)
    )


def period_of(row: Entry) -> tuple[date, date]:
    """The service period; without one, a recurring entry covers its month or year and any other its day."""
    if row.period_start and row.period_end:
        return row.period_start, row.period_end
    days = {"monthly": 30, "yearly": 365}.get(row.recurrence, 1)
    return row.occurred_on, row.occurred_on + timedelta(days=days)


def funder_name(row: Entry) -> str:
    """The group where the funder belongs to one; the source where no funder is named."""
    if row.source is None:
        return ""
    funder = row.source.funder
    if funder is None:
        return row.source.name
    return (funder.group or funder).name


def public_funder_name(row: Entry) -> str:
    """As readers see it: an anonymous funder has no name."""
    funder = row.source.funder if row.source else None
    return "Anonymous" if funder and funder.is_anonymous else funder_name(row)
