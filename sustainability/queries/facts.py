"""Everything the metrics of one window rest on, gathered at one moment."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from common.money import currency_of
from github_sync.queries import activity
from sustainability.domain.answers import Answer, Window
from sustainability.domain.catalog import METRICS, MONEY, WORK, Metric
from sustainability.domain.context import Context
from sustainability.models import SustainabilitySettings
from sustainability.queries import work_facts
from sustainability.queries.conversion import Rates, report_currency
from sustainability.queries.money_facts import MoneyReader


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
    work = work_facts.WorkReader(window, repository)
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
        "threads": work_facts.threads(start, end, repository),
        "changes": work_facts.changes(start, end, repository),
        "open_issues": work_facts.open_issues(min(end, as_of), repository),
        "releases": work_facts.releases(start, end, repository),
        "funnel": work_facts.funnel(start, end, repository),
    }
    contexts = _contexts(window, as_of, currency, settings, rates, work, repository)
    return Facts(window, as_of, repository, currency, rows, contexts, money, work)


def _contexts(
    window: Window,
    as_of: datetime,
    currency: str,
    settings: SustainabilitySettings,
    rates: Rates,
    work: work_facts.WorkReader,
    repository: str | None,
) -> dict[str, Context]:
    shared: dict[str, Any] = {
        "window": window,
        "currency": currency,
        "sub_unit": currency_of(currency).sub_unit,
        "attribution_limit": Fraction(settings.attribution_limit, 100),
        "hourly_rate_minor": settings.hourly_rate_minor,
        "money_coverage": {"not_included": rates.missing_in_words()},
        "credit_coverage": {"repository": repository or "all", **work.coverage()},
        "interest": activity.interest(repository),
    }
    flow_as_of = as_of
    return {
        MONEY: Context(**shared, as_of=as_of),
        WORK: Context(**shared, as_of=as_of, is_about_work=True),
        "flow": Context(
            **{**shared, "credit_coverage": {"repository": repository or "all"}}, as_of=flow_as_of, is_about_work=True
        ),
    }
