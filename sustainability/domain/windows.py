"""The standing windows that readers choose from."""

from datetime import date

from sustainability.domain.answers import Window
from sustainability.domain.periods import DAY, add_months

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
