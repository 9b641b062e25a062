"""Which threads the mirror holds, against how many GitHub counts."""

from dataclasses import dataclass

from github_sync.client.survey import Glance
from github_sync.models import Issue, PullRequest, Repository

AT_ONCE = 100
"""Threads read one by one in a run; more than a few can hardly be missing."""


@dataclass(frozen=True)
class Kind:
    """`field` lists them in GraphQL, `thread` asks for one."""

    model: type[Issue] | type[PullRequest]
    field: str
    thread: str


KINDS = (Kind(Issue, "issues", "issue"), Kind(PullRequest, "pullRequests", "pullRequest"))


def counted(glance: Glance, kind: Kind) -> int:
    return glance.issues if kind.model is Issue else glance.pulls


def held(repository: Repository, kind: Kind) -> int:
    return int(kind.model._default_manager.filter(repository=repository, gone_at=None).count())


def missing(repository: Repository, kind: Kind, present: set[int]) -> list[int]:
    """Numbers of a complete listing that the mirror has no row for."""
    rows = kind.model._default_manager.filter(repository=repository)
    return sorted(present - set(rows.values_list("number", flat=True)))[:AT_ONCE]
