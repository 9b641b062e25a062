"""Three years of a community's time: when much happens, when little, and how long people take to answer."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

MONTHS = 36
BOUGHT = 22.0  # the month in which the host company was bought and its people left
_MONTH = timedelta(days=365.25 / 12)
_SEASON = {1: 0.95, 2: 1.0, 3: 1.15, 4: 1.0, 5: 1.0, 6: 0.95, 7: 0.75, 8: 0.6, 9: 1.05, 10: 1.35, 11: 1.2, 12: 0.7}
_HOURS = [1, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 7, 8, 9, 9, 8, 7, 6, 7, 8, 7, 5, 3]


@dataclass(frozen=True)
class Calendar:
    until: date

    @property
    def end(self) -> datetime:
        return datetime.combine(self.until, time(16, 0), UTC)

    @property
    def start(self) -> datetime:
        return self.end - _MONTH * MONTHS

    def month_of(self, moment: datetime) -> float:
        return (moment - self.start) / _MONTH

    def at(self, month: float) -> datetime:
        return self.start + _MONTH * month

    def activity(self, month: float) -> float:
        """How lively the project is, 1 being an ordinary month."""
        grown = 0.45 + 1.0 * month / BOUGHT
        recovering = 0.42 + 0.95 * (month - BOUGHT) / (MONTHS - BOUGHT)
        return (grown if month < BOUGHT else recovering) * _SEASON[self.at(month).month]

    def moment(self, rng: Random, since: float = 0.0, until: float = MONTHS) -> datetime:
        """A moment between two months, more likely in lively months, on weekdays and by day."""
        while True:
            month = rng.uniform(since, until)
            day = self.at(month)
            weekday = 0.45 if day.weekday() > 4 else 1.0
            if rng.random() * 2.0 < self.activity(month) * weekday:
                break
        moment = day.replace(hour=hour(rng), minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
        return max(self.start, min(moment, self.end - timedelta(minutes=30)))

    def slowness(self, moment: datetime) -> float:
        """For some months after the sale fewer people were left to answer."""
        return 2.6 if BOUGHT < self.month_of(moment) < BOUGHT + 5 else 1.0


def hour(rng: Random) -> int:
    return rng.choices(range(24), _HOURS)[0]


def delay(rng: Random, median_hours: float, spread: float = 1.3) -> timedelta:
    """A waiting time with the long tail that waiting times have."""
    return timedelta(seconds=round(3600 * median_hours * math.exp(rng.gauss(0, spread))))


def between(rng: Random, low: datetime, high: datetime) -> datetime:
    return low + timedelta(seconds=rng.randrange(max(1, int((high - low).total_seconds()))))


def stamp(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
