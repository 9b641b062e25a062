"""The standing windows that readers choose from."""

from datetime import date

from sustainability.domain.answers import Window
from sustainability.domain.periods import DAY, add_months, days_after

DEFAULT_PERIOD = "last-12-months"
CUSTOM = "custom"
PERIODS = {
    DEFAULT_PERIOD: "Last 12 months",
    "last-quarter": "Last quarter",
    "this-year": "This year",
    "last-year": "Last year",
}


def window_of(period: str, today: date) -> Window:
    """Raises KeyError for a period that is not standing; windows that reach today include it."""
    tomorrow, january = today + DAY, date(today.year, 1, 1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return {
        DEFAULT_PERIOD: Window(add_months(tomorrow, -12), tomorrow),
        "last-quarter": Window(add_months(quarter, -3), quarter),
        "this-year": Window(january, tomorrow),
        "last-year": Window(date(today.year - 1, 1, 1), january),
    }[period]


def window_before(window: Window) -> Window:
    """Of the same length, up to where the window begins; in months where the window has whole ones.

    A year that is not over yet is set against the same days of the year before.
    """
    if window.start.day == window.start.month == 1 and window.start.year == days_after(window.end, -1).year:
        return Window(add_months(window.start, -12), add_months(window.end, -12))
    months = (window.end.year - window.start.year) * 12 + window.end.month - window.start.month
    if months > 0 and add_months(window.start, months) == window.end:
        return Window(add_months(window.start, -months), window.start)
    return Window(days_after(window.start, -(window.end - window.start).days), window.start)
