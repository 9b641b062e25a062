"""Who says what under an issue, and when; the words come from texts/talk.txt."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, delay
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Comment, Issue, Pull
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

    def say(self, topic: str, avoid: str = "", **values: str) -> str:
        """`avoid` is what must not be in it, such as the address of the one who speaks."""
        bag = self._bags.setdefault(topic, [])
        fitting = [text for text in bag if not avoid or avoid not in text]
        if not fitting:
            self.rng.shuffle(self.texts[topic])
            bag[:] = self.texts[topic]
            fitting = [text for text in bag if not avoid or avoid not in text]
        bag.remove(fitting[-1])
        return fill(fitting[-1], values)


@dataclass(frozen=True)
class IssueTalk:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random
    fixes: dict[int, Pull]  # by id of the issue

    def discuss(self, issue: Issue) -> None:
        """Plan who speaks about what; `say` puts it into words once numbers are known."""
        last = issue.closed_at or self.calendar.end
        moment = issue.created_at
        for topic in self._topics(issue):
            median = 9 if moment == issue.created_at else 20
            moment += delay(self.rng, median, 1.5) * self.calendar.slowness(moment)
            if topic == "offer" and issue.is_first_task:  # what is taken today was not taken years ago
                moment = max(moment, self.calendar.end - timedelta(days=self.rng.randint(3, 25)))
            if moment >= last:
                break
            if topic not in ("offer", "welcome") or self._is_free(issue, moment):
                self._add(issue, topic, moment)
        if issue.closed_at:
            self._add(issue, self._last_word(issue), issue.closed_at - timedelta(seconds=40))
        if issue.state_reason == "completed" and issue.closed_at and self.rng.random() < 0.2:
            after = issue.closed_at + delay(self.rng, 60)
            if after < self.calendar.end:
                self._add(issue, "tested", after)
        issue.comments.sort(key=lambda comment: comment.at)

    def _is_free(self, issue: Issue, moment: datetime) -> bool:
        """Nobody offers what is being done already."""
        pull = self.fixes.get(id(issue))
        return not pull or moment < pull.created_at

    def _topics(self, issue: Issue) -> list[str]:
        chance = self.rng.random
        if issue.is_first_task:
            asked = ["ask", "answer"] * (chance() < 0.4)
            return asked + (["offer", "welcome"] if issue.assignees else [])
        topics = ["triage"] * (chance() < 0.72)
        topics += ["question", "answer"] * (chance() < 0.33)
        topics += ["plus"] * (chance() < 0.28)
        taken = bool(issue.assignees) or id(issue) in self.fixes
        topics += ["offer", "welcome"] * (chance() < (0.8 if issue.assignees else 0.25) and taken)
        topics += ["progress"] * (chance() < 0.14)
        return topics

    def _last_word(self, issue: Issue) -> str:
        if issue.duplicate_of:
            return "duplicate"
        return "declined" if issue.state_reason == "not_planned" else "fixed"

    def _add(self, issue: Issue, topic: str, moment: datetime) -> None:
        moment = max(moment.replace(microsecond=0), issue.created_at)
        speaker = self._speaker(issue, topic, moment)
        if topic == "offer" and self.crowd.is_new(speaker, moment):
            topic = "offer_new"
        issue.comments.append(Comment(speaker, moment, topic))

    def _speaker(self, issue: Issue, topic: str, moment: datetime) -> str | None:
        if topic == "welcome":
            offered = [comment.author for comment in issue.comments if comment.topic.startswith("offer")]
            return self.crowd.maintainer(moment, self.plan.name, issue.author, *offered[-1:])
        if topic in ("triage", "question", "declined", "duplicate"):
            return self.crowd.maintainer(moment, self.plan.name, issue.author)
        if topic == "ask":
            curious = self.crowd.active(moment, self.plan.name, "regular", "once")
            return self.rng.choice(curious).login if curious else None
        if topic in ("answer", "tested"):
            return issue.author
        if topic == "offer":
            pull = self.fixes.get(id(issue))
            return pull.author if pull else next(iter(issue.assignees), issue.author)
        if topic == "fixed":
            return issue.closed_by
        return self.crowd.reporter(moment, self.plan.name)


def put_into_words(issue: Issue, voice: Voice, older: list[int], pull: int | None, rng: Random) -> None:
    """Fill what the comments say with the numbers that are settled now."""
    answer = ""
    for comment in issue.comments:
        topic = comment.topic
        if topic == "answer":
            comment.body = answer
            continue
        if topic == "fixed" and pull is None:
            topic = "settled"
        if issue.story.kind not in ("bug", "accessibility") and f"{topic}_wish" in voice.texts:
            topic = f"{topic}_wish"
        duplicate = issue.duplicate_of.number if issue.duplicate_of else None
        text = voice.say(
            topic,
            avoid="{author}" if comment.author == issue.author or not issue.author else "",
            author=issue.author or "ghost",
            path=issue.story.paths[0] if issue.story.paths else "README.md",
            pull=str(pull),
            other=str(duplicate or (rng.choice(older) if older else issue.number)),
            label=issue.labels[0] if issue.labels else "bug",
        )
        comment.body, _, asked = text.partition(" || ")
        answer = asked or answer
