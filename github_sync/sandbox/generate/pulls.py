"""Plan a repository's pull requests: those that settle issues, those that improve something, those of the bots."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import MONTHS, Calendar, delay
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.changes import bumps, changes
from github_sync.sandbox.generate.drafts import Change, Issue, Pull, Story
from github_sync.sandbox.generate.first_tasks import first_tasks
from github_sync.sandbox.generate.people import DEPENDABOT, WEBLATE, Crowd
from github_sync.sandbox.generate.texts import lines

_BUMP_SHARE = 0.11
_ABANDONED_SHARE = 0.1
_FIXED_BY_PULL = 0.9


@dataclass(frozen=True)
class PullPlanner:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random

    def pulls(self, issues: list[Issue], spare: list[Story]) -> list[Pull]:
        """Exactly as many as planned; ordered by age."""
        fixes = [
            self._fix(issue)
            for issue in issues
            if issue.state_reason == "completed" and self.rng.random() < _FIXED_BY_PULL
        ]
        fixes += self._open_fixes(issues)
        open_left = self.plan.open_pulls - sum(pull.state == "open" for pull in fixes)
        count = self.plan.pulls - len(fixes)
        bump_count = round(self.plan.pulls * _BUMP_SHARE)
        moments = sorted(self.calendar.moment(self.rng) for _ in range(bump_count))
        others = [
            self._bump(story, moment)
            for story, moment in zip(bumps(self.plan, bump_count, self.rng), moments, strict=True)
        ]
        rest = changes(self.plan.name, count - bump_count, self.rng, spare)
        abandoned = round(self.plan.pulls * _ABANDONED_SHARE)
        others += [self._open(story) for story in rest[:open_left]]
        others += [self._abandoned(story, issues) for story in rest[open_left : open_left + abandoned]]
        others += [self._merged(story) for story in rest[open_left + abandoned :]]
        return sorted([*fixes, *others], key=lambda pull: pull.created_at)

    def _draft(self, story: Story, author: str | None, opened: datetime, origin: str) -> Pull:
        author = WEBLATE if story.kind == "weblate" else author
        pull = Pull(story, author, opened, origin=origin, heading=story.fix, labels=[])
        pull.changes = self._changes(story)
        pull.head_ref = f"{story.kind[:3]}/{slug(story.fix)}" if self.rng.random() < 0.5 else slug(story.fix)
        pull.labels = [label for label in story.labels if label in ("documentation", "translation", "infrastructure")]
        return pull

    def _changes(self, story: Story) -> list[Change]:
        return [(path, *self._size(path)) for path in dict.fromkeys(story.paths)]

    def _size(self, path: str) -> tuple[int, int]:
        added = max(1, int(self.rng.lognormvariate(2.6, 0.9)))
        return added, int(added * self.rng.random() * 0.9) if "test" not in path else added // 6

    def _fix(self, issue: Issue) -> Pull:
        """Merged at the moment its issue was closed."""
        assert issue.closed_at is not None  # noqa: S101  completed issues have an end
        room = (issue.closed_at - issue.created_at) * 0.8
        opened = issue.closed_at - min(delay(self.rng, 30, 1.2), room)
        newcomer = "good first issue" in issue.labels or "help wanted" in issue.labels
        pull = self._draft(
            issue.story, self.crowd.author(opened, self.plan.name, newcomer=newcomer), _whole(opened), "fix"
        )
        pull.closes = issue
        self._merge(pull, issue.closed_at)
        issue.closed_by = pull.merged_by
        return pull

    def _open_fixes(self, issues: list[Issue]) -> list[Pull]:
        linked = {task.story.title for task in first_tasks(self.plan.name) if task.state == "linked"}
        return [self._open_fix(issue) for issue in issues if issue.is_first_task and issue.title in linked]

    def _open_fix(self, issue: Issue) -> Pull:
        since = max(self.calendar.month_of(issue.created_at) + 0.1, MONTHS - 1.5)
        opened = self.calendar.moment(self.rng, min(since, MONTHS - 0.05))
        opened = max(opened, issue.created_at + timedelta(hours=2))
        pull = self._draft(issue.story, self.crowd.author(opened, self.plan.name, newcomer=True), opened, "fix")
        pull.closes = issue
        pull.draft = self.rng.random() < 0.3
        return pull

    def _merged(self, story: Story) -> Pull:
        opened = self.calendar.moment(self.rng)
        pull = self._draft(story, self.crowd.author(opened, self.plan.name), opened, "change")
        waited = max(delay(self.rng, 26, 1.4) * self.calendar.slowness(opened), timedelta(minutes=25))
        if opened + waited > self.calendar.end:
            waited = (self.calendar.end - opened) * self.rng.uniform(0.3, 0.95)
        self._merge(pull, _whole(opened + waited))
        return pull

    def _open(self, story: Story) -> Pull:
        since = MONTHS - 1.6 if self.rng.random() < 0.7 else MONTHS - 9
        opened = self.calendar.moment(self.rng, since)
        pull = self._draft(story, self.crowd.author(opened, self.plan.name), opened, "change")
        pull.draft = self.rng.random() < 0.35
        return pull

    def _abandoned(self, story: Story, issues: list[Issue]) -> Pull:
        opened = self.calendar.moment(self.rng, 0, MONTHS - 0.8)
        pull = self._draft(story, self.crowd.author(opened, self.plan.name), opened, "change")
        until = min(_whole(opened + delay(self.rng, 24 * 16)), self.calendar.end)
        pull.state, pull.closed_at = "closed", max(until, opened + timedelta(minutes=5))
        pull.closed_by = pull.author if self.rng.random() < 0.4 else self.crowd.maintainer(until, self.plan.name)
        older = [issue for issue in issues if issue.created_at < opened]
        pull.mentions = self.rng.choice(older) if older and self.rng.random() < 0.2 else None
        return pull

    def _bump(self, story: Story, opened: datetime) -> Pull:
        pull = self._draft(story, DEPENDABOT, opened, "bump")
        pull.labels = ["dependencies"]
        pull.head_ref = f"dependabot/{self.plan.ecosystem}/{slug(story.fix.removeprefix('Bump '))}"
        merged = min(_whole(opened + delay(self.rng, 40)), self.calendar.end - timedelta(minutes=5))
        if self.rng.random() < 0.86 and merged > opened:
            self._merge(pull, merged)
        else:
            pull.state, pull.closed_at, pull.closed_by = "closed", max(merged, opened), DEPENDABOT
        return pull

    def _merge(self, pull: Pull, moment: datetime) -> None:
        pull.state, pull.closed_at, pull.merged_at = "closed", moment, moment
        pull.merged_by = self.crowd.maintainer(moment, self.plan.name, *self._not_by_author(pull))
        pull.closed_by = pull.merged_by
        pull.is_squashed = self.rng.random() < 0.68
        if pull.origin != "bump" and self.rng.random() < 0.09:
            mate = self.crowd.helper(moment, self.plan.name, pull.author)
            pull.co_authors = [mate] if mate else []

    def _not_by_author(self, pull: Pull) -> list[str | None]:
        """Most people let somebody else merge."""
        return [pull.author] if self.rng.random() < 0.85 else []


def slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    small = set(lines("small_words.txt")[0].split())
    return "-".join([word for word in words if word not in small][:5]) or "patch"


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
