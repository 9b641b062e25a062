"""The open tasks for newcomers, each written by hand, and what can be taken of them."""

from dataclasses import dataclass
from functools import cache

from github_sync.sandbox.generate.drafts import Story
from github_sync.sandbox.generate.texts import Block, blocks, folder


@dataclass(frozen=True)
class FirstTask:
    """`state` is free, assigned, linked (an open pull request works on it) or locked."""

    repository: str
    story: Story
    labels: list[str]
    age_months: float
    state: str


@cache
def _all() -> tuple[FirstTask, ...]:
    return tuple(_task(block) for name in folder("first_tasks") for block in blocks(name))


def first_tasks(repository: str) -> list[FirstTask]:
    return [task for task in _all() if task.repository == repository]


def _task(block: Block) -> FirstTask:
    labels = block.listed("labels")
    story = Story(
        kind="bug" if "bug" in labels else "enhancement",
        title=block.heading,
        fix=block.fields.get("fix", block.heading),
        paths=block.listed("paths"),
        labels=labels,
        body=block.body,
        family=block.heading,
    )
    return FirstTask(
        block.fields["repo"], story, labels, float(block.fields.get("age", "2")), block.fields.get("state", "free")
    )
