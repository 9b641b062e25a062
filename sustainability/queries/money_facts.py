"""Rows of money for one window, with givers named only as they may be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max

from sustainability.domain.answers import Window
from sustainability.domain.classes import IN_KIND, MONTHLY, ONE_TIME
from sustainability.domain.periods import DAY, add_months, counted_in, month_measure
from sustainability.domain.rows import IncomeRow, PositionRow, RenewalRow
from sustainability.models import Entry, Funder, Reserve
from sustainability.queries.conversion import Rates

GRACE_DAYS = 90


@dataclass(frozen=True)
class Giver:
    key: str
    name: str
    is_private: bool


@dataclass
class MoneyFacts:
    income: list[IncomeRow] = field(default_factory=list)
    in_kind: list[IncomeRow] = field(default_factory=list)
    position: list[PositionRow] = field(default_factory=list)
    renewals: list[RenewalRow] = field(default_factory=list)


class MoneyReader:
    """Reads entries once and answers for any window; a fixed number of queries."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.givers = _givers(Funder.objects.all())
        self.entries = list(Entry.objects.select_related("source").order_by("occurred_on", "id"))
        self.converted = {
            entry.pk: rates.convert(entry.amount_minor, entry.currency, _first_day(entry)) for entry in self.entries
        }

    def facts(self, window: Window, today: date) -> MoneyFacts:
        return MoneyFacts(
            income=self.income(window),
            in_kind=self.income(window, is_in_kind=True),
            position=[*self._recurring(window), *self._expenses(window), *self._reserves(window)],
            renewals=self._renewals(window, today),
        )

    def income(self, window: Window, is_in_kind: bool = False) -> list[IncomeRow]:
        rows = []
        for entry in self.entries:
            if entry.kind != Entry.Kind.INCOME or _is_in_kind(entry) != is_in_kind:
                continue
            counted = self._counted(entry, window)
            if counted:
                rows.append(self._income_row(entry, counted))
        return rows

    def _counted(self, entry: Entry, window: Window) -> int:
        amount = self.converted[entry.pk]
        if amount is None:
            return 0
        if entry.period_start and entry.period_end:
            return counted_in(amount, entry.period_start, entry.period_end, window.start, window.end)
        return amount if window.start <= entry.occurred_on < window.end else 0

    def _giver(self, entry: Entry) -> Giver:
        funder_id = entry.source.funder_id if entry.source else None
        return self.givers.get(funder_id or 0, Giver("", "", False))

    def _income_row(self, entry: Entry, counted: int) -> IncomeRow:
        giver, source = self._giver(entry), entry.source
        assert source is not None  # noqa: S101 (a constraint: income has a source)
        return IncomeRow(
            funder_key=giver.key,
            funder=giver.name,
            funding_class=source.funding_class,
            source="" if giver.is_private else source.name,
            description="" if giver.is_private else entry.description,
            occurred_on=entry.occurred_on.isoformat(),
            period_start=entry.period_start.isoformat() if entry.period_start else None,
            period_end=entry.period_end.isoformat() if entry.period_end else None,
            recurrence=entry.recurrence,
            is_restricted=entry.is_restricted,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            counted_minor=counted,
        )

    def _recurring(self, window: Window) -> list[PositionRow]:
        """What runs on the last day of the window, as an amount a month."""
        last_day, rows = window.end - DAY, []
        for entry in self.entries:
            amount = self.converted[entry.pk]
            if amount is None or entry.kind != Entry.Kind.INCOME or entry.recurrence == ONE_TIME or _is_in_kind(entry):
                continue
            first, last = service_period(entry)
            if first <= last_day <= last:
                rows.append(self._position_row("recurring", entry, round(amount / month_measure(first, last + DAY))))
        return rows

    def _expenses(self, window: Window) -> list[PositionRow]:
        year = Window(add_months(window.end, -12), window.end)
        rows = []
        for entry in self.entries:
            if entry.kind == Entry.Kind.EXPENSE and not _is_in_kind(entry):
                counted = self._counted(entry, year)
                if counted:
                    rows.append(self._position_row("expense", entry, counted))
        return rows

    def _position_row(self, part: str, entry: Entry, counted: int) -> PositionRow:
        giver = self._giver(entry)
        return PositionRow(
            part=part,
            funder_key=giver.key,
            label=giver.name or entry.category,
            funding_class=entry.source.funding_class if entry.source else "",
            on=entry.occurred_on.isoformat(),
            recurrence=entry.recurrence,
            is_restricted=entry.is_restricted,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            counted_minor=counted,
        )

    def _reserves(self, window: Window) -> list[PositionRow]:
        """Of each account the latest statement before the end of the window."""
        until = Reserve.objects.filter(as_of__lt=window.end)
        latest = dict(until.order_by().values_list("account").annotate(last=Max("as_of")))
        rows = []
        for one in until.order_by("account", "id"):
            if one.as_of != latest[one.account]:
                continue
            for part, minor in (("reserve", one.unrestricted_minor), ("restricted_reserve", one.restricted_minor)):
                converted = self.rates.convert(minor, one.currency, one.as_of)
                if converted is not None and (minor or part == "reserve"):
                    rows.append(_reserve_row(part, one, minor, converted))
        return rows

    def _renewals(self, window: Window, today: date) -> list[RenewalRow]:
        recurring = [
            entry
            for entry in self.entries
            if entry.kind == Entry.Kind.INCOME and entry.recurrence != ONE_TIME and not _is_in_kind(entry)
        ]
        starts: dict[int | None, list[tuple[date, Entry]]] = {}
        for entry in recurring:
            starts.setdefault(entry.source_id, []).append((service_period(entry)[0], entry))
        rows = [
            self._renewal(entry, starts[entry.source_id], today)
            for entry in recurring
            if window.start <= service_period(entry)[1] < window.end and self.converted[entry.pk] is not None
        ]
        return rows

    def _renewal(self, entry: Entry, followers: list[tuple[date, Entry]], today: date) -> RenewalRow:
        """The first entry of the same source and recurrence that begins after this one did and around its end."""
        begin, end = service_period(entry)
        next_one = next(
            (
                other
                for start, other in sorted(followers, key=lambda one: (one[0], one[1].pk))
                if other.pk != entry.pk
                and begin < start <= end + DAY * GRACE_DAYS
                and other.recurrence == entry.recurrence
            ),
            None,
        )
        renewed = (self.converted[next_one.pk] or 0) if next_one else 0
        is_open = next_one is None and today <= end + timedelta(days=GRACE_DAYS)
        giver = self._giver(entry)
        return RenewalRow(
            funder=giver.name,
            source="" if giver.is_private or not entry.source else entry.source.name,
            period_end=end.isoformat(),
            up_minor=self.converted[entry.pk] or 0,
            renewed_minor=renewed,
            state="renewed" if next_one else "open" if is_open else "lapsed",
        )


def service_period(entry: Entry) -> tuple[date, date]:
    """First and last day; without a period a recurring entry runs a month or a year from its date."""
    if entry.period_start and entry.period_end:
        return entry.period_start, entry.period_end
    return entry.occurred_on, add_months(entry.occurred_on, 1 if entry.recurrence == MONTHLY else 12) - DAY


def _first_day(entry: Entry) -> date:
    return entry.occurred_on


def _is_in_kind(entry: Entry) -> bool:
    return entry.source is not None and entry.source.funding_class == IN_KIND


def _reserve_row(part: str, one: Reserve, minor: int, converted: int) -> PositionRow:
    is_restricted = part == "restricted_reserve"
    return PositionRow(
        part, "", one.account, "", one.as_of.isoformat(), "", is_restricted, minor, one.currency, converted
    )


def _givers(funders: Iterable[Funder]) -> dict[int, Giver]:
    """Every funder by id, as the group it belongs to; people are numbered, never named."""
    by_id = {funder.pk: funder for funder in funders}
    return {funder.pk: _shown(_root(funder, by_id)) for funder in by_id.values()}


def _root(funder: Funder, by_id: dict[int, Funder]) -> Funder:
    seen = {funder.pk}
    while funder.group_id in by_id and funder.group_id not in seen:
        funder = by_id[funder.group_id]
        seen.add(funder.pk)
    return funder


def _shown(funder: Funder) -> Giver:
    if funder.is_anonymous:
        return Giver(f"funder-{funder.pk}", "Anonymous", True)
    if funder.kind == Funder.Kind.INDIVIDUAL:
        return Giver(f"funder-{funder.pk}", "Individual donor", True)
    return Giver(f"funder-{funder.pk}", funder.name, False)
