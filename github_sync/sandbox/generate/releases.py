"""Releases every few weeks, with notes that people can read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, stamp
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Pull
from github_sync.sandbox.generate.people import BOTS, Crowd
from github_sync.sandbox.generate.texts import lines

_SECTIONS = (
    ("What is better", ("enhancement", "design", "code", "accessibility")),
    ("What was mended", ("bug",)),
    ("Words", ("doc", "documentation", "translation", "question")),
    ("Under the floor", ("test", "infra")),
)
_MOST = 9


@dataclass(frozen=True)
class ReleaseDesk:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random

    def releases(self, pulls: list[Pull]) -> list[dict[str, object]]:
        if not self.plan.release_weeks:
            return []
        rows: list[dict[str, object]] = []
        major, minor = self.plan.version
        since = self.calendar.start
        moment = self._next(since)
        while moment < self.calendar.end:
            minor += 1
            if minor > 12:
                major, minor = major + 1, 0
            merged = [pull for pull in pulls if pull.merged_at and since <= pull.merged_at < moment]
            rows.append(self._row(f"{major}.{minor}.0", moment, merged, len(rows)))
            since, moment = moment, self._next(moment)
        return rows

    def _next(self, since: datetime) -> datetime:
        days = self.plan.release_weeks * 7 + self.rng.randint(-6, 6)
        return (since + timedelta(days=days)).replace(hour=self.rng.randint(9, 15), minute=self.rng.randrange(60))

    def _row(self, version: str, moment: datetime, merged: list[Pull], index: int) -> dict[str, object]:
        names = lines("release_names.txt")
        greeting = names[index % len(names)].split("|")
        return {
            "id": self.plan.id * 1000 + index,
            "tag_name": f"v{version}",
            "name": f"{version}: {greeting[0].strip()}",
            "body": self._notes(greeting[1].strip(), merged),
            "published_at": stamp(moment.replace(second=0, microsecond=0)),
            "author": self.crowd.maintainer(moment, self.plan.name),
        }

    def _notes(self, greeting: str, merged: list[Pull]) -> str:
        parts = [greeting]
        for heading, kinds in _SECTIONS:
            mine = [pull for pull in merged if pull.origin != "bump" and pull.story.kind in kinds]
            if mine:
                rows = [f"- {pull.title} (#{pull.number})" for pull in mine[:_MOST]]
                rows += [f"- and {len(mine) - _MOST} more"] * (len(mine) > _MOST)
                parts.append(f"## {heading}\n\n" + "\n".join(rows))
        people = sorted({pull.author for pull in merged if pull.author and pull.author not in BOTS})
        if people:
            parts.append("Thank you: " + ", ".join(f"@{login}" for login in people))
        return "\n\n".join(parts)
