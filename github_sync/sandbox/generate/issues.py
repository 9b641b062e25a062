"""Plan a repository's issues: who opened them, when, and how each of them ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import MONTHS, Calendar, delay
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Issue, Story
from github_sync.sandbox.generate.first_tasks import FirstTask, first_tasks
from github_sync.sandbox.generate.people import Crowd
from github_sync.sandbox.generate.stories import Shelf

_EFFORTS = ("effort: 1h", "effort: half a day", "effort: 2 days")


@dataclass(frozen=True)
class IssuePlanner:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random

    def issues(self, shelf: Shelf) -> list[Issue]:
        """First tasks, which are open, and everything else, most of which is settled; ordered by age."""
        tasks = [self._first_task(task) for task in first_tasks(self.plan.name)]
        stories = shelf.take(self.plan.ordinary_issues)
        moments = sorted(self.calendar.moment(self.rng) for _ in stories)
        others = [self._ordinary(story, moment) for story, moment in zip(stories, moments, strict=True)]
        self._mark_duplicates(others)
        return sorted([*tasks, *others], key=lambda issue: issue.created_at)

    def _first_task(self, task: FirstTask) -> Issue:
        month = MONTHS - task.age_months
        opened = self.calendar.moment(self.rng, max(0.5, month - 0.4), min(MONTHS - 0.02, month + 0.4))
        author = self.crowd.maintainer(opened, self.plan.name)
        issue = Issue(task.story, author, opened, labels=task.labels, body=task.story.body)
        issue.is_first_task, issue.locked = True, task.state == "locked"
        if task.state == "assigned":
            issue.assignees = [
                self.crowd.author(self.calendar.at(MONTHS - 0.3), self.plan.name, newcomer=True) or author
            ]
        return issue

    def _ordinary(self, story: Story, opened: datetime) -> Issue:
        issue = Issue(
            story, self.crowd.reporter(opened, self.plan.name), opened, labels=list(story.labels), body=story.body
        )
        self._add_labels(issue)
        self._settle(issue)
        return issue

    def _add_labels(self, issue: Issue) -> None:
        if self.rng.random() < 0.22:
            issue.labels.append("help wanted" if self.rng.random() < 0.4 else "good first issue")
        if self.rng.random() < 0.4:
            issue.labels.append(self.rng.choice(_EFFORTS))
        if self.rng.random() < 0.55:
            issue.milestone = int(self.calendar.month_of(issue.created_at) // 3) + 1

    def _settle(self, issue: Issue) -> None:
        """Young issues are often open still, old ones seldom."""
        remaining = self.calendar.end - issue.created_at
        age = remaining / timedelta(days=1)
        waited = max(delay(self.rng, 24 * 11, 1.5), timedelta(minutes=40))
        if self.rng.random() < 0.05 or (waited > remaining and (age < 60 or self.rng.random() < 0.4)):
            issue.labels = [name for name in issue.labels if name not in ("good first issue", "help wanted")]
            if age < 12:
                issue.labels.append("needs triage")
            return
        if waited > remaining:
            waited = remaining * self.rng.uniform(0.2, 0.95)
        issue.state = "closed"
        issue.closed_at = issue.created_at + timedelta(seconds=int(waited.total_seconds()))
        issue.state_reason = "not_planned" if self.rng.random() < 0.155 else "completed"
        issue.closed_by = self.crowd.maintainer(issue.closed_at, self.plan.name)
        self._assign_before_closing(issue)

    def _assign_before_closing(self, issue: Issue) -> None:
        if issue.closed_at and issue.state_reason == "completed" and self.rng.random() < 0.35:
            issue.assignees = [self.crowd.maintainer(issue.closed_at, self.plan.name)]

    def _mark_duplicates(self, issues: list[Issue]) -> None:
        """Some settled ones turn out to be what another issue of the same family already said."""
        first: dict[str, Issue] = {}
        for issue in sorted(issues, key=lambda issue: issue.created_at):
            known = first.setdefault(issue.story.family, issue)
            near = issue.created_at - known.created_at < timedelta(days=200)
            if known is not issue and near and issue.state_reason == "not_planned" and self.rng.random() < 0.24:
                issue.duplicate_of = known
                issue.state_reason = "duplicate"
                issue.labels.append("duplicate")
            first[issue.story.family] = issue
