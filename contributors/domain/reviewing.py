"""Which of the reviews that GitHub lists are acts of their own: it makes one of every line comment and every reply."""

from datetime import date, datetime


class ReviewActs:
    """Told of the reviews from the earliest on. What counts never stops counting when later ones come.

    A reviewer's first review of a pull request counts, and of the later ones that decide or say something the first
    of each day (UTC).
    """

    def __init__(self) -> None:
        self._days: dict[tuple[str, int], set[date]] = {}

    def is_new(self, reviewer: str, pull_number: int, submitted_at: datetime, *, is_wordless: bool) -> bool:
        days = self._days.setdefault((reviewer, pull_number), set())
        day = submitted_at.date()
        if day in days or (days and is_wordless):
            return False
        days.add(day)
        return True
