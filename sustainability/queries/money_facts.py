"""Rows of money for one window, with givers named only as they may be."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from common.names import same_name_key
from sustainability.domain.agreements import Payment, Renewal, Running, period_of, renewals, running_on, shared_out
from sustainability.domain.answers import Window
from sustainability.domain.classes import IN_KIND, ONE_TIME
from sustainability.domain.periods import add_months, counted_in, days_after, month_measure
from sustainability.domain.rows import IncomeRow, PositionRow, RenewalRow
from sustainability.models import Entry, Funder, Reserve
from sustainability.queries.conversion import Rates, without_rate_in_words
from sustainability.queries.givers import UNKNOWN_GIVER, Giver, givers

YEAR = 12


@dataclass
class MoneyFacts:
    """`without_rate`: of each part how many rows could not be converted, and of how many; `missing` in words."""

    income: list[IncomeRow] = field(default_factory=list)
    in_kind: list[IncomeRow] = field(default_factory=list)
    position: list[PositionRow] = field(default_factory=list)
    renewals: list[RenewalRow] = field(default_factory=list)
    expense_months: Fraction = Fraction(YEAR)
    without_rate: dict[str, tuple[int, int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


class MoneyReader:
    """Reads the ledger once and answers for any window; a fixed number of queries."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.givers = givers(Funder.objects.all())
        self.entries = list(Entry.objects.select_related("source").order_by("occurred_on", "id"))
        self.reserves = list(Reserve.objects.order_by("account", "as_of", "id"))
        self.converted = {
            entry.pk: rates.convert(entry.amount_minor, entry.currency, entry.occurred_on) for entry in self.entries
        }
        self.by_id = {entry.pk: entry for entry in self.entries}
        self.payments = [self._payment(entry) for entry in self.entries if _is_recurring_income(entry)]

    def facts(self, window: Window, today: date) -> MoneyFacts:
        year = Window(add_months(window.end, -YEAR), window.end)
        cash = [one for one in self._within(window) if one.kind == Entry.Kind.INCOME and not _is_in_kind(one)]
        spent = [one for one in self._within(year) if one.kind == Entry.Kind.EXPENSE and not _is_in_kind(one)]
        in_kind = [one for one in self._within(window) if one.kind == Entry.Kind.INCOME and _is_in_kind(one)]
        on_last_day = running_on(self.payments, days_after(window.end, -1))
        running = [self.by_id[one.payment.number] for one in on_last_day]
        held = self._latest_reserves(window)
        entries = {one.pk: one for one in (*cash, *spent, *in_kind, *running)}.values()
        return MoneyFacts(
            income=self.income(window),
            in_kind=self._income_rows(in_kind, window),
            position=[*self._recurring(on_last_day), *self._expenses(spent, year), *self._reserve_rows(held)],
            renewals=self._renewals(window, today),
            expense_months=self._expense_months(year),
            without_rate={
                "income": self._without_rate(cash),
                "recurring": self._without_rate(running),
                "expense": self._without_rate(spent),
                "reserve": (sum(self._held(one) is None for one in held), len(held)),
            },
            missing=[
                *without_rate_in_words(
                    (one.currency for one in entries if self.converted[one.pk] is None), "entry", "entries"
                ),
                *without_rate_in_words(
                    (one.currency for one in held if self._held(one) is None), "reserve statement", "reserve statements"
                ),
            ],
        )

    def income(self, window: Window) -> list[IncomeRow]:
        """Cash income."""
        cash = [one for one in self._within(window) if one.kind == Entry.Kind.INCOME and not _is_in_kind(one)]
        return self._income_rows(cash, window)

    def _within(self, window: Window) -> list[Entry]:
        return [one for one in self.entries if _begins(one) < window.end and _ends(one) >= window.start]

    def _without_rate(self, entries: list[Entry]) -> tuple[int, int]:
        return sum(self.converted[one.pk] is None for one in entries), len(entries)

    def _counted(self, entry: Entry, window: Window) -> int:
        """The part of a converted amount that falls in the window; 0 where it could not be converted."""
        amount = self.converted[entry.pk]
        if amount is None:
            return 0
        if entry.period_start and entry.period_end:
            return counted_in(amount, entry.period_start, entry.period_end, window.start, window.end)
        return amount if window.start <= entry.occurred_on < window.end else 0

    def _giver(self, entry: Entry) -> Giver:
        funder_id = entry.source.funder_id if entry.source else None
        return self.givers.get(funder_id or 0, UNKNOWN_GIVER)

    def _income_rows(self, entries: list[Entry], window: Window) -> list[IncomeRow]:
        counted = [(entry, self._counted(entry, window)) for entry in entries]
        return [self._income_row(entry, minor) for entry, minor in counted if minor]

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

    def _payment(self, entry: Entry) -> Payment:
        first, last = period_of(entry.recurrence, entry.occurred_on, entry.period_start, entry.period_end)
        return Payment(
            number=entry.pk,
            source=entry.source_id,
            has_funder=entry.source is not None and entry.source.funder_id is not None,
            description=same_name_key(entry.description),
            recurrence=entry.recurrence,
            first=first,
            last=last,
            amount=self.converted[entry.pk],
        )

    def _recurring(self, running: list[Running]) -> list[PositionRow]:
        """Amounts a month."""
        known = [one for one in running if one.payment.amount is not None]
        months = shared_out([one.payment.monthly for one in known])
        return [
            self._position_row("recurring", self.by_id[one.payment.number], minor, one.is_carried_forward)
            for one, minor in zip(known, months, strict=True)
        ]

    def _expenses(self, entries: list[Entry], year: Window) -> list[PositionRow]:
        counted = [(entry, self._counted(entry, year)) for entry in entries]
        return [self._position_row("expense", entry, minor) for entry, minor in counted if minor]

    def _expense_months(self, year: Window) -> Fraction:
        """Months of the year that have books: from the month of the first recorded cash expense."""
        begun = min(
            (_begins(one) for one in self.entries if one.kind == Entry.Kind.EXPENSE and not _is_in_kind(one)),
            default=year.start,
        ).replace(day=1)
        return Fraction(YEAR) if begun <= year.start else month_measure(begun, year.end)

    def _position_row(self, part: str, entry: Entry, counted: int, is_carried_forward: bool = False) -> PositionRow:
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
            is_carried_forward=is_carried_forward,
        )

    def _latest_reserves(self, window: Window) -> list[Reserve]:
        """Of each account and currency the latest statement before the end of the window."""
        latest = {(one.account_key, one.currency): one for one in self.reserves if one.as_of < window.end}
        return list(latest.values())

    def _held(self, one: Reserve) -> int | None:
        return self.rates.convert(one.unrestricted_minor, one.currency, one.as_of)

    def _reserve_rows(self, held: list[Reserve]) -> list[PositionRow]:
        rows = []
        for one in held:
            for part, minor in (("reserve", one.unrestricted_minor), ("restricted_reserve", one.restricted_minor)):
                converted = self.rates.convert(minor, one.currency, one.as_of)
                if converted is not None and (minor or part == "reserve"):
                    rows.append(_reserve_row(part, one, minor, converted))
        return rows

    def _renewals(self, window: Window, today: date) -> list[RenewalRow]:
        return [
            self._renewal_row(one)
            for one in renewals(self.payments, window.start, window.end, today)
            if one.ended.amount is not None and (one.by is None or one.by.amount is not None)
        ]

    def _renewal_row(self, one: Renewal) -> RenewalRow:
        entry = self.by_id[one.ended.number]
        giver = self._giver(entry)
        return RenewalRow(
            funder=giver.name,
            source="" if giver.is_private or not entry.source else entry.source.name,
            period_end=one.ended.last.isoformat(),
            up_minor=round(one.ended.yearly),
            renewed_minor=round(one.by.yearly) if one.by else 0,
            state=one.state,
        )


def _begins(entry: Entry) -> date:
    return entry.period_start or entry.occurred_on


def _ends(entry: Entry) -> date:
    return entry.period_end or entry.occurred_on


def _is_recurring_income(entry: Entry) -> bool:
    return entry.kind == Entry.Kind.INCOME and entry.recurrence != ONE_TIME and not _is_in_kind(entry)


def _is_in_kind(entry: Entry) -> bool:
    return entry.source is not None and entry.source.funding_class == IN_KIND


def _reserve_row(part: str, one: Reserve, minor: int, converted: int) -> PositionRow:
    is_restricted = part == "restricted_reserve"
    return PositionRow(
        part, "", one.account, "", one.as_of.isoformat(), "", is_restricted, minor, one.currency, converted
    )
