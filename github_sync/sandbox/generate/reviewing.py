"""Who reviews a pull request, what they find, and what is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, between, delay
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Comment, Pull, Review
from github_sync.sandbox.generate.people import CI_BOT, Crowd
from github_sync.sandbox.generate.talk import Voice


@dataclass(frozen=True)
class Reviewing:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random

    def review(self, pull: Pull) -> None:
        end = pull.closed_at or self.calendar.end
        self._greet_by_bot(pull, end)
        if pull.origin == "bump":
            if pull.merged_at and self.rng.random() < 0.3:
                pull.reviews.append(Review(pull.merged_by, self._late(pull, end), "APPROVED", "approve"))
            return
        self._reviews(pull, end)
        self._thread(pull, end)
        pull.reviews.sort(key=lambda review: review.at)
        pull.comments.sort(key=lambda comment: comment.at)
        pull.review_comments.sort(key=lambda comment: comment.at)

    def _late(self, pull: Pull, end: datetime) -> datetime:
        return max(pull.created_at, end - timedelta(seconds=self.rng.randrange(60, 900)))

    def _greet_by_bot(self, pull: Pull, end: datetime) -> None:
        moment = pull.created_at + timedelta(minutes=self.rng.randint(4, 9))
        if self.plan.name != "handbook" and self.rng.random() < 0.3 and moment < end:
            pull.comments.append(Comment(CI_BOT, moment, "coverage"))

    def _reviews(self, pull: Pull, end: datetime) -> None:
        if not pull.merged_at and self.rng.random() < 0.35:
            return
        if pull.merged_at and self.rng.random() < 0.12:
            return
        moment = min(pull.created_at + delay(self.rng, 8, 1.4) * self.calendar.slowness(pull.created_at), end)
        reviewer = self._reviewer(pull, moment)
        if not reviewer:
            return
        rounds = self.rng.choices([0, 1, 2], [0.62, 0.3, 0.08])[0]
        for _ in range(rounds):
            state = "CHANGES_REQUESTED" if self.rng.random() < 0.6 else "COMMENTED"
            self._add(pull, reviewer, moment, state, self.rng.choices([1, 2, 3], [0.5, 0.35, 0.15])[0])
            moment = between(self.rng, moment, end)
        if self.rng.random() < 0.16 and (second := self.crowd.helper(moment, self.plan.name, pull.author, reviewer)):
            self._add(pull, second, between(self.rng, pull.created_at, end), "COMMENTED", self.rng.randint(0, 2))
        if pull.merged_at:
            self._add(pull, reviewer, self._late(pull, end) if rounds else moment, "APPROVED", self.rng.random() < 0.25)

    def _reviewer(self, pull: Pull, moment: datetime) -> str | None:
        if pull.merged_by and pull.merged_by != pull.author and self.rng.random() < 0.7:
            return pull.merged_by
        return self.crowd.helper(moment, self.plan.name, pull.author)

    def _add(self, pull: Pull, reviewer: str, moment: datetime, state: str, remarks: int) -> None:
        moment = moment.replace(microsecond=0)
        is_new = self.crowd.is_new(pull.author, pull.created_at) and self.rng.random() < 0.5
        topic = {
            "APPROVED": "approve_new" if is_new else "approve",
            "CHANGES_REQUESTED": "request",
            "COMMENTED": "comment",
        }[state]
        pull.reviews.append(Review(reviewer, max(moment, pull.created_at), state, topic))  # type: ignore[arg-type]
        for _ in range(int(remarks)):
            path = self.rng.choice(pull.changes)[0]
            pull.review_comments.append(
                Comment(reviewer, max(moment, pull.created_at), f"line_{sort_of(path)}", path=path)
            )
            answered = moment + delay(self.rng, 5)
            if self.rng.random() < 0.45 and answered < (pull.closed_at or self.calendar.end):
                pull.review_comments.append(Comment(pull.author, answered.replace(microsecond=0), "reply", path=path))

    def _thread(self, pull: Pull, end: datetime) -> None:
        for _ in range(self.rng.choices([0, 1, 2], [0.62, 0.28, 0.1])[0]):
            moment = between(self.rng, pull.created_at, end)
            speaker = pull.author if self.rng.random() < 0.7 else self.crowd.helper(moment, self.plan.name, pull.author)
            pull.comments.append(Comment(speaker, moment, "thread"))
        if pull.closed_at and not pull.merged_at:
            pull.comments.append(Comment(pull.closed_by, pull.closed_at, "closing"))


def sort_of(path: str) -> str:
    """Which remarks fit a file."""
    if path.endswith(".po") or "/i18n/" in path:
        return "translation"
    if path.endswith((".md", ".svg", ".txt")) or path == "mkdocs.yml":
        return "doc"
    if path.startswith(".github") or path.endswith((".sh", ".yml", ".bats")):
        return "infra"
    if "test" in path:
        return "test"
    return "app" if path.endswith((".ts", ".tsx")) else "code"


def put_into_words(pull: Pull, voice: Voice, older: list[int], rng: Random) -> None:
    reviewer = pull.reviews[0].author if pull.reviews else None
    rows: list[Review | Comment] = [*pull.reviews, *pull.comments, *pull.review_comments]
    for row in rows:
        if row.topic == "coverage":
            row.body = coverage(pull.number, rng)
        else:
            row.body = voice.say(row.topic, reviewer=reviewer or "all", other=str(rng.choice(older) if older else 1))


def coverage(number: int, rng: Random) -> str:
    before = 84 + number * 0.007 + rng.gauss(0, 0.1)
    change = rng.gauss(0.05, 0.2)
    return (
        f"**Checks passed** in {rng.randint(2, 6)} min {rng.randint(1, 59)} s.\n\n"
        f"| | main | this change |\n|---|---|---|\n| Coverage | {before:.1f} % | {before + change:.1f} % |\n"
        f"| Tests | {700 + number} | +{rng.randint(0, 6)} |"
    )
