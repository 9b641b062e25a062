"""Figures as computed, with the exact rows behind them, so that a page only reads."""

import datetime

from django.db import models

from common.money import format_minor
from sustainability.domain.classes import CLASS_LABELS


class Report(models.Model):
    """All figures and charts of one window; `period` names a standing window, such as last-12-months.

    `before` has the same figures, by name, of the window before it, which began on `before_starts_on`.
    """

    period = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The first day after the window.")
    repository = models.CharField(max_length=301, blank=True)
    data_version = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    charts = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    before_starts_on = models.DateField(null=True)
    before_ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-computed_at"]
        constraints = [
            models.UniqueConstraint(fields=["period", "starts_on", "ends_on", "repository"], name="report_unique")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.starts_on}–{self.ends_on}"

    @property
    def last_day(self) -> datetime.date:
        return self.ends_on - datetime.timedelta(days=1)

    @property
    def before_last_day(self) -> datetime.date | None:
        return self.before_ends_on and self.before_ends_on - datetime.timedelta(days=1)

    @property
    def currency(self) -> str:
        return str(self.figures["total_income"]["unit"])

    def money(self, minor: int) -> str:
        return format_minor(minor, self.currency, decimals=False)

    def class_label(self, name: str) -> str:
        return CLASS_LABELS.get(name, name)


class ReportRows(models.Model):
    """A hundred rows of one family of facts, in order; chunked so that a page reads one chunk."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chunks")
    family = models.CharField(max_length=30)
    position = models.PositiveIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["family", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "family", "position"], name="report_rows_unique")]

    def __str__(self) -> str:
        return f"{self.family} {self.position}"
