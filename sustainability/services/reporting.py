"""Computes reports and keeps them, so that readers only read."""

import hashlib
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from common.locks import hold
from common.page_cache import clear_on_commit
from contributors.queries import ledger
from github_sync.queries import activity
from github_sync.queries.visibility import shown_version
from github_sync.services.visibility import LOCK as VISIBILITY
from sustainability.domain.answers import Window
from sustainability.domain.windows import CUSTOM, PERIODS, window_before, window_of
from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Report, ReportRows, Reserve
from sustainability.models.settings import SustainabilitySettings
from sustainability.queries.facts import Facts, gather
from sustainability.queries.formulas import formulas_version, shape
from sustainability.queries.work_facts import BEGINNING
from sustainability.services import charts
from sustainability.services.turns import one_at_a_time

CHUNK = 100
CUSTOM_KEPT = timedelta(days=1)
CUSTOM_AT_MOST = 50
PAST_ANY_DATE = datetime(2201, 1, 1, tzinfo=BEGINNING.tzinfo)


def data_version() -> str:
    """Changes whenever something that a figure rests on may have changed: rows, settings or the code's formulas.

    Begins with the shape of what is kept, so that readers can tell a report they could not read.
    """
    parts: list[Any] = [formulas_version(), activity.data_version(), ledger.coverage(BEGINNING, PAST_ANY_DATE)]
    for model in (Entry, Reserve, ExchangeRate):
        parts.append(model._default_manager.aggregate(n=Count("pk"), last=Max("updated_at")))
    parts.append(list(Funder.objects.order_by("pk").values_list("pk", "name", "kind", "group_id", "is_anonymous")))
    parts.append(list(FundingSource.objects.order_by("pk").values_list("pk", "name", "funder_id", "funding_class")))
    parts.append(SustainabilitySettings.load().updated_at)
    return f"{shape()}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:48]}"


def refresh_reports(*, today: date | None = None) -> int:
    """Compute the standing reports whose data or window moved on; idempotent; returns how many were computed."""
    day, version, computed = today or timezone.now().date(), data_version(), 0
    there = {
        report.period: report for report in Report.objects.filter(repository="").defer("figures", "charts", "before")
    }
    for period in PERIODS:
        window, kept = window_of(period, day), there.get(period)
        is_current = kept and (kept.data_version, kept.starts_on, kept.ends_on) == (version, window.start, window.end)
        if not is_current:
            compute_report(period=period, window=window, version=version)
            computed += 1
    Report.objects.filter(period=CUSTOM).exclude(data_version=version).delete()
    return computed


def custom_report(*, window: Window) -> Report:
    """A window that someone asked for, kept while the data stays as it is.

    Raises TooBusyError where others' windows are being worked out, since each costs as much as a standing one.
    """
    version = data_version()
    kept = Report.objects.filter(
        period=CUSTOM, starts_on=window.start, ends_on=window.end, repository="", data_version=version
    ).first()
    if kept and kept.computed_at > timezone.now() - CUSTOM_KEPT:
        return kept
    with one_at_a_time():
        surplus = Report.objects.filter(period=CUSTOM).order_by("-computed_at").values_list("pk", flat=True)
        Report.objects.filter(pk__in=list(surplus[CUSTOM_AT_MOST - 1 :])).delete()
        return compute_report(period=CUSTOM, window=window, version=version)


def compute_report(*, period: str, window: Window, version: str | None = None) -> Report:
    """Renew the report of this period, or of this custom window, with its rows, in one transaction.

    Where a repository is taken from the public meanwhile, all is computed anew without it.
    """
    while True:
        shown = shown_version()
        report, facts = _computed(period, window, version)
        if _keep(report, facts, shown):
            return report
        version = None


def _computed(period: str, window: Window, version: str | None) -> tuple[Report, Facts]:
    now, earlier = timezone.now(), window_before(window)
    facts = gather(window, now)
    report = Report(
        period=period,
        starts_on=window.start,
        ends_on=window.end,
        data_version=version or data_version(),
        computed_at=now,
        figures={name: answer.as_json() for name, answer in facts.answers().items()},
        charts=charts.draw_all(facts),
        before={name: answer.value for name, answer in gather(earlier, now).answers().items()},
        before_starts_on=earlier.start,
        before_ends_on=earlier.end,
    )
    return report, facts


@transaction.atomic
def drop_reports() -> None:
    """Whoever reads before they are computed anew is told so: they hold rows that nobody may see any more."""
    Report.objects.all().delete()
    clear_on_commit()


@transaction.atomic
def _keep(report: Report, facts: Facts, shown: str) -> bool:
    """The row of a period stays the same one, so that a reader who holds it can still read on.

    False, with nothing kept, where the public may see other repositories by now than those that were `shown`.
    """
    hold(VISIBILITY)
    if shown_version() != shown:
        return False
    old = Report.objects.select_for_update().filter(period=report.period, repository="")
    if report.period == CUSTOM:
        old = old.filter(starts_on=report.starts_on, ends_on=report.ends_on)
    ids = list(old.order_by("pk").values_list("pk", flat=True))
    if ids:
        report.pk = ids[0]
        Report.objects.filter(pk__in=ids[1:]).delete()
        ReportRows.objects.filter(report_id=report.pk).delete()
    report.save(force_update=bool(ids), force_insert=not ids)
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
    if report.period != CUSTOM:  # a reader's own window changes no other page
        clear_on_commit()
    return True
