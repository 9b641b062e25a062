"""Where in the documentation a task is done or begun. The room that keeps documentation says it, and is above this one:
it hands in who knows."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DocPlace:
    """`suggest_url`: where an edit of the page is suggested; empty where it takes none."""

    title: str
    url: str
    suggest_url: str = ""


class KnowsDocumentation(Protocol):
    def pages_named(self, *, task_id: int, repository: str, text: str) -> list[DocPlace]:
        """The pages that a text names by address or file, and the one that the task came from; those only that
        everybody may read."""

    def setup_page(self, *, repository: str) -> DocPlace | None:
        """How to set the repository's code up, as its documentation tells, or that of its owner."""

    def front_page(self, *, repository: str) -> DocPlace | None:
        """Of the repository's own documentation."""


_knowing: list[KnowsDocumentation] = []


def provide(knows: KnowsDocumentation) -> None:
    """Called once, when the rooms are made ready."""
    _knowing[:] = [knows]


def knows_documentation() -> KnowsDocumentation | None:
    return _knowing[0] if _knowing else None
