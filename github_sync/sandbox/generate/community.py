"""The whole community, repository by repository, from plan to files."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from github_sync.sandbox.generate import contents, hostile, records, reviewing, talk
from github_sync.sandbox.generate.calendar import Calendar
from github_sync.sandbox.generate.catalog import PLANS, Plan, labels, milestones
from github_sync.sandbox.generate.drafts import Issue, Pull
from github_sync.sandbox.generate.history import Historian
from github_sync.sandbox.generate.issues import IssuePlanner
from github_sync.sandbox.generate.people import Crowd
from github_sync.sandbox.generate.presence import everyone_appears
from github_sync.sandbox.generate.pulls import PullPlanner
from github_sync.sandbox.generate.releases import ReleaseDesk
from github_sync.sandbox.generate.stories import shelf
from github_sync.sandbox.generate.wording import describe

Counts = dict[str, int]


def write_community(out: Path, *, seed: int = 7, until: date) -> dict[str, Counts]:
    """Write the dataset into `out`, replacing one that is there; the counts by repository."""
    calendar = Calendar(until)
    shutil.rmtree(out / "repos", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    worlds = [_World(plan, calendar, seed) for plan in PLANS]
    everyone_appears([world.threads for world in worlds], worlds[0].crowd)
    counts = {world.plan.full_name: world.write(out) for world in worlds}
    records.write_lines(out / "users.jsonl", worlds[0].crowd.rows())
    about = {
        "source": "An invented community, generated for demonstration; no person and no project in it is real.",
        "seed": seed,
        "until": until.isoformat(),
        "repositories": counts,
        "derived": {},
    }
    (out / "dataset.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return counts


class _World:
    """One repository while it is being made."""

    def __init__(self, plan: Plan, calendar: Calendar, seed: int) -> None:
        self.plan, self.calendar, self.seed = plan, calendar, seed
        self.rng = Random(f"{seed}/{plan.name}")  # noqa: S311  a story, not a secret
        self.crowd = Crowd(calendar, self.rng)
        stories = shelf(plan.problems, self.rng)
        self.issues = IssuePlanner(plan, self.crowd, calendar, self.rng).issues(stories)
        if plan.name == "ferrywell":
            hostile.put_among(self.issues)
        self.pulls = PullPlanner(plan, self.crowd, calendar, self.rng).pulls(
            self.issues, stories.spare(plan.ordinary_issues)
        )

    @property
    def threads(self) -> "Threads":
        return Threads(self.plan.name, self.issues, self.pulls)

    def write(self, out: Path) -> Counts:
        self._number()
        self._talk()
        folder = out / "repos" / "ferrywell" / self.plan.name
        folder.mkdir(parents=True)
        commits = Historian(self.plan, self.crowd, self.calendar, self.rng, self.seed).commits(self.pulls)
        releases = ReleaseDesk(self.plan, self.crowd, self.calendar, self.rng).releases(self.pulls)
        tables = records.tables(self.plan, self.issues, self.pulls)
        tables |= {"commits": commits, "releases": releases, "labels": labels(self.plan)}
        tables["milestones"] = milestones(self.plan, self.calendar, self.rng)
        for name, rows in tables.items():
            records.write_lines(folder / f"{name}.jsonl", rows)
        last = _head(commits)
        head = next(row for row in commits if row["sha"] == last)
        records.write_repository(folder / "repository.json", self.plan, self.calendar, head)
        contents.write(self.plan.name, folder / "contents")
        return {name: len(rows) for name, rows in tables.items()}

    def _number(self) -> None:
        threads: list[Issue | Pull] = [*self.issues, *self.pulls]
        for number, thread in enumerate(sorted(threads, key=lambda one: (one.created_at, one.title)), 1):
            thread.number = number

    def _talk(self) -> None:
        voice = talk.Voice(self.rng, talk.sayings("talk.txt"))
        critic = talk.Voice(self.rng, talk.sayings("reviews.txt"))
        fixes = {id(pull.closes): pull for pull in self.pulls if pull.closes and pull.merged_at}
        conversation = talk.IssueTalk(self.plan, self.crowd, self.calendar, self.rng, fixes)
        desk = reviewing.Reviewing(self.plan, self.crowd, self.calendar, self.rng)
        for issue in self.issues:
            older = [other.number for other in self.issues if other.number < issue.number]
            conversation.discuss(issue)
            fix = fixes.get(id(issue))
            talk.put_into_words(issue, voice, older, fix.number if fix else None, self.rng)
        for pull in self.pulls:
            older = [other.number for other in self.issues if other.number < pull.number]
            desk.review(pull)
            reviewing.put_into_words(pull, critic, older, self.rng)
            pull.body = describe(pull, self.rng)


@dataclass(frozen=True)
class Threads:
    repository: str
    issues: list[Issue]
    pulls: list[Pull]


def _head(commits: list[dict[str, object]]) -> str:
    """The commit that is nobody's parent."""
    parents = {sha for row in commits for sha in row["parents"]}  # type: ignore[attr-defined]
    return str(next(row["sha"] for row in reversed(commits) if row["sha"] not in parents))
