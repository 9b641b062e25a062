"""What the generator plans before numbers and texts are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Change = tuple[str, int, int]  # path, additions, deletions


@dataclass(frozen=True)
class Person:
    """`joins` and `leaves` are months of the story; `leaves` is infinite for those who stay."""

    id: int
    login: str
    name: str
    company: str
    joins: float
    leaves: float
    weight: float
    repositories: frozenset[str]
    role: str

    @property
    def email(self) -> str:
        return f"{self.id}+{self.login}@users.noreply.github.com"


@dataclass
class Story:
    """One concrete problem or wish: what an issue says and what the pull request that settles it is called."""

    kind: str  # bug, enhancement, documentation, translation, design, question
    title: str
    fix: str
    paths: list[str]
    labels: list[str]
    body: str = ""
    now: str = ""
    want: str = ""
    how: list[str] = field(default_factory=list)
    family: str = ""


@dataclass
class Comment:
    author: str | None
    at: datetime
    topic: str
    body: str = ""
    path: str = ""


@dataclass
class Review:
    author: str | None
    at: datetime
    state: Literal["APPROVED", "CHANGES_REQUESTED", "COMMENTED"]
    topic: str
    body: str = ""


@dataclass
class Thread:
    story: Story
    author: str | None
    created_at: datetime
    number: int = 0
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    milestone: int | None = None
    state: str = "open"
    closed_at: datetime | None = None
    closed_by: str | None = None
    locked: bool = False
    comments: list[Comment] = field(default_factory=list)
    body: str = ""

    @property
    def title(self) -> str:
        return self.story.title


@dataclass
class Issue(Thread):
    state_reason: str | None = None
    duplicate_of: Issue | None = None
    is_first_task: bool = False


@dataclass
class Pull(Thread):
    """`origin` says why it exists: fix, change, bump; the title is its own, the story that of what it settles."""

    origin: str = "change"
    heading: str = ""
    closes: Issue | None = None
    mentions: Issue | None = None
    draft: bool = False
    merged_at: datetime | None = None
    merged_by: str | None = None
    changes: list[Change] = field(default_factory=list)
    head_ref: str = ""
    commits: list[str] = field(default_factory=list)
    merge_commit_sha: str | None = None
    is_squashed: bool = True
    co_authors: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    review_comments: list[Comment] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading
