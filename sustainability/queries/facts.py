"""Everything the metrics of one window rest on, gathered at one moment."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from common.money import currency_of
from github_sync.queries import activity
from sustainability.domain.answers import Answer, Window
from sustainability.domain.catalog import FLOW, METRICS, MONEY, WORK, Metric
from sustainability.domain.context import Context
from sustainability.models import SustainabilitySettings
from sustainability.queries import flow_facts, work_facts
from sustainability.queries.conversion import Rates, report_currency
from sustainability.queries.money_facts import MoneyFacts, MoneyReader


@dataclass(frozen=True)
class Facts:
    """`rows` by family; `money` and `work` stay open for series over time."""

    window: Window
    as_of: datetime
    repository: str | None
    currency: str
    rows: dict[str, list[Any]]
    contexts: dict[str, Context]
    money: MoneyReader
    work: work_facts.WorkReader

    def answer(self, metric: Metric) -> Answer:
        return metric.compute(*(self.rows[family] for family in metric.families), self.contexts[metric.topic])

    def answers(self) -> dict[str, Answer]:
        return {name: self.answer(metric) for name, metric in METRICS.items()}


def gather(window: Window, as_of: datetime, repository: str | None = None) -> Facts:
    """A fixed number of queries, whatever the number of rows. Money is the project's, not a repository's."""
    settings = SustainabilitySettings.load()
    currency = report_currency(settings.currency)
    rates = Rates(currency)
    money = MoneyReader(rates)
    work = work_facts.WorkReader(window, repository, as_of)
    persons = flow_facts.Persons()
    found = money.facts(window, as_of.date())
    start, end = work.start, work.end
    rows: dict[str, list[Any]] = {
        "income": found.income,
        "in_kind": found.in_kind,
        "position": found.position,
        "renewals": found.renewals,
        "work": work.work(),
        "newcomers": work.newcomers(),
        "people": work.people(),
        "threads": flow_facts.threads(start, end, repository, persons),
        "changes": flow_facts.changes(start, end, repository, persons),
        "open_issues": flow_facts.open_issues(min(end, as_of), repository),
        "releases": flow_facts.releases(start, end, repository),
        "funnel": flow_facts.funnel(start, end, repository, persons),
    }
    contexts = _contexts(window, as_of, currency, settings, found, work)
    return Facts(window, as_of, repository, currency, rows, contexts, money, work)


def _contexts(
    window: Window,
    as_of: datetime,
    currency: str,
    settings: SustainabilitySettings,
    found: MoneyFacts,
    work: work_facts.WorkReader,
) -> dict[str, Context]:
    shared: dict[str, Any] = {
        "window": window,
        "as_of": as_of,
        "currency": currency,
        "sub_unit": currency_of(currency).sub_unit,
        "attribution_limit": Fraction(settings.attribution_limit, 100),
        "hourly_rate_minor": settings.hourly_rate_minor,
        "expense_months": found.expense_months,
        "without_rate": found.without_rate,
        "money_coverage": {"not_included": found.missing},
        "interest": activity.interest(work.repository),
    }
    credit = {"repository": work.repository or "all", **work.coverage()}
    flow = flow_facts.coverage(work.start, work.end, work.repository)
    return {
        MONEY: Context(**shared, credit_coverage=credit),
        WORK: Context(**shared, credit_coverage=credit, is_about_work=True),
        FLOW: Context(**shared, credit_coverage=flow, is_about_work=True),
    }
