"""Computes reports and keeps them, so that readers only read."""

import hashlib
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from common.page_cache import clear_on_commit
from contributors.queries import ledger
from github_sync.queries import activity
from sustainability.domain.answers import Window
from sustainability.domain.windows import CUSTOM, PERIODS, window_of
from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Report, ReportRows, Reserve
from sustainability.models.settings import SustainabilitySettings
from sustainability.queries.facts import Facts, gather
from sustainability.queries.work_facts import BEGINNING
from sustainability.services import charts

CHUNK = 100
CUSTOM_KEPT = timedelta(days=1)
CUSTOM_AT_MOST = 50
PAST_ANY_DATE = datetime(2201, 1, 1, tzinfo=BEGINNING.tzinfo)


def data_version() -> str:
    """Changes whenever something that a figure rests on may have changed."""
    parts: list[Any] = [activity.data_version(), ledger.coverage(BEGINNING, PAST_ANY_DATE)]
    for model in (Entry, Reserve, ExchangeRate):
        parts.append(model._default_manager.aggregate(n=Count("pk"), last=Max("updated_at")))
    parts.append(list(Funder.objects.order_by("pk").values_list("pk", "name", "kind", "group_id", "is_anonymous")))
    parts.append(list(FundingSource.objects.order_by("pk").values_list("pk", "name", "funder_id", "funding_class")))
    parts.append(SustainabilitySettings.load().updated_at)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def refresh_reports(*, today: date | None = None) -> int:
    """Compute the standing reports whose data or window moved on; idempotent; returns how many were computed."""
    day, version, computed = today or timezone.now().date(), data_version(), 0
    there = {report.period: report for report in Report.objects.filter(repository="").defer("figures", "charts")}
    for period in PERIODS:
        window, kept = window_of(period, day), there.get(period)
        is_current = kept and (kept.data_version, kept.starts_on, kept.ends_on) == (version, window.start, window.end)
        if not is_current:
            compute_report(period=period, window=window, version=version)
            computed += 1
    Report.objects.filter(period=CUSTOM).exclude(data_version=version).delete()
    return computed


def custom_report(*, window: Window) -> Report:
    """A window that someone asked for, kept while the data stays as it is."""
    version = data_version()
    kept = Report.objects.filter(
        period=CUSTOM, starts_on=window.start, ends_on=window.end, repository="", data_version=version
    ).first()
    if kept and kept.computed_at > timezone.now() - CUSTOM_KEPT:
        return kept
    surplus = Report.objects.filter(period=CUSTOM).order_by("-computed_at").values_list("pk", flat=True)
    Report.objects.filter(pk__in=list(surplus[CUSTOM_AT_MOST - 1 :])).delete()
    return compute_report(period=CUSTOM, window=window, version=version)


def compute_report(*, period: str, window: Window, version: str | None = None) -> Report:
    """Replace the report of this period, or of this custom window, with its rows, in one transaction."""
    facts = gather(window, timezone.now())
    figures = {name: answer.as_json() for name, answer in facts.answers().items()}
    drawn = charts.draw_all(facts)
    return _keep(period, facts, figures, drawn, version or data_version())


@transaction.atomic
def _keep(period: str, facts: Facts, figures: dict[str, Any], drawn: dict[str, Any], version: str) -> Report:
    window = facts.window
    old = Report.objects.filter(period=period, repository="")
    if period == CUSTOM:
        old = old.filter(starts_on=window.start, ends_on=window.end)
    old.delete()
    report = Report.objects.create(
        period=period,
        starts_on=window.start,
        ends_on=window.end,
        data_version=version,
        computed_at=facts.as_of,
        figures=figures,
        charts=drawn,
    )
    ReportRows.objects.bulk_create(
        [
            ReportRows(
                report=report,
                family=family,
                position=start // CHUNK,
                rows=[list(astuple(row)) for row in rows[start : start + CHUNK]],
            )
            for family, rows in facts.rows.items()
            for start in range(0, len(rows), CHUNK)
        ],
        batch_size=200,
    )
    clear_on_commit()
    return report
