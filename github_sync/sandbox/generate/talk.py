"""Who says what under an issue, and when; the words come from texts/talk.txt."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, delay
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Comment, Issue
from github_sync.sandbox.generate.people import Crowd
from github_sync.sandbox.generate.texts import fill, lines


def sayings(name: str) -> dict[str, list[str]]:
    """Texts by topic."""
    by_topic: dict[str, list[str]] = defaultdict(list)
    for line in lines(name):
        topic, _, text = line.partition(":")
        by_topic[topic].append(text.strip())
    return dict(by_topic)


@dataclass
class Voice:
    """Draws sayings so that none comes again before all of its topic have come."""

    rng: Random
    texts: dict[str, list[str]]
    _bags: dict[str, list[str]] = field(default_factory=dict)

    def say(self, topic: str, **values: str) -> str:
        bag = self._bags.get(topic)
        if not bag:
            bag = self._bags[topic] = list(self.texts[topic])
            self.rng.shuffle(bag)
        return fill(bag.pop(), values)


@dataclass(frozen=True)
class IssueTalk:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random

    def discuss(self, issue: Issue) -> None:
        """Plan who speaks about what; `say` puts it into words once numbers are known."""
        last = issue.closed_at or self.calendar.end
        moment = issue.created_at
        for topic in self._topics(issue):
            median = 9 if moment == issue.created_at else 20
            moment += delay(self.rng, median, 1.5) * self.calendar.slowness(moment)
            if moment >= last:
                break
            self._add(issue, topic, moment)
        if issue.closed_at:
            self._add(issue, self._last_word(issue), issue.closed_at - timedelta(seconds=40))
        if issue.state_reason == "completed" and issue.closed_at and self.rng.random() < 0.2:
            after = issue.closed_at + delay(self.rng, 60)
            if after < self.calendar.end:
                self._add(issue, "tested", after)
        issue.comments.sort(key=lambda comment: comment.at)

    def _topics(self, issue: Issue) -> list[str]:
        chance = self.rng.random
        topics = ["triage"] * (chance() < 0.72)
        topics += ["question", "answer"] * (chance() < 0.33)
        topics += ["plus"] * (chance() < 0.28)
        taken = bool(issue.assignees) or (issue.state == "closed" and not issue.is_first_task)
        topics += ["offer", "welcome"] * (chance() < (0.8 if issue.assignees else 0.25) and taken)
        topics += ["progress"] * (chance() < 0.14 and not issue.is_first_task)
        return topics

    def _last_word(self, issue: Issue) -> str:
        if issue.duplicate_of:
            return "duplicate"
        return "declined" if issue.state_reason == "not_planned" else "fixed"

    def _add(self, issue: Issue, topic: str, moment: datetime) -> None:
        moment = moment.replace(microsecond=0)
        issue.comments.append(Comment(self._speaker(issue, topic, moment), max(moment, issue.created_at), topic))

    def _speaker(self, issue: Issue, topic: str, moment: datetime) -> str | None:
        if topic in ("triage", "question", "welcome", "declined", "duplicate"):
            return self.crowd.maintainer(moment, self.plan.name, issue.author)
        if topic in ("answer", "tested"):
            return issue.author
        if topic == "offer":
            return issue.assignees[0] if issue.assignees else self.crowd.author(moment, self.plan.name, newcomer=True)
        if topic == "fixed":
            return issue.closed_by
        return self.crowd.reporter(moment, self.plan.name)


def put_into_words(issue: Issue, voice: Voice, older: list[int], pull: int | None, rng: Random) -> None:
    """Fill what the comments say with the numbers that are settled now."""
    for comment in issue.comments:
        topic = comment.topic
        if topic == "fixed" and pull is None:
            topic = "settled"
        duplicate = issue.duplicate_of.number if issue.duplicate_of else None
        comment.body = voice.say(
            topic,
            author=issue.author or "ghost",
            path=issue.story.paths[0] if issue.story.paths else "README.md",
            pull=str(pull),
            other=str(duplicate or (rng.choice(older) if older else issue.number)),
            label=issue.labels[0] if issue.labels else "bug",
        )
