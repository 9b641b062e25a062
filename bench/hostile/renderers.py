"""Every renderer in the child that it has in the product. Parsers of others may take long for a hostile text, and are
ended then; what is measured is what that costs the process that answers people, and that the end comes in time."""

import time
from collections.abc import Iterator

from bench.hostile.texts import all_texts
from common.apart.errors import ApartError
from contributors.services import issue_texts
from docs_hub.domain.links import LinkResolver, Target
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import DIALECTS, RenderingError
from docs_hub.services import render_child
from docs_hub.services.render_child import RenderChild

SIZE = 20_000
CHILD_SECONDS = 0.5
"""Less than in the product, where the same is waited for ten times as long."""
OURS = 0.15
"""Seconds of processor time in the process that answers people."""
BY_THE_CLOCK = 10 * CHILD_SECONDS
EVERY = 6
"""Of the texts, this part is rendered in each language; all patterns see all of them."""


def faults_of_renderers() -> Iterator[tuple[str, list[str], int]]:
    """By name, with how many texts were ended."""
    render_child.PAGE_SECONDS = render_child.ASKED_SECONDS = CHILD_SECONDS
    issue_texts.TEXT_SECONDS = CHILD_SECONDS
    around = Surroundings(LinkResolver({}, {}), _nowhere)
    for number, dialect in enumerate(DIALECTS):
        child = RenderChild(dialect, (), around)
        path = "a.rst" if dialect == "sphinx" else "a.md"
        yield _faults(f"renderer {dialect}", number, lambda text, child=child, path=path: child.render(text, path))
        child.close()
    with issue_texts.IssueTexts() as texts:
        yield _faults("renderer of issues", 0, texts.of)


def _nowhere(_target: Target) -> None:
    """No page leads to another."""


def _faults(name: str, start: int, render) -> tuple[str, list[str], int]:
    found, ended = [], 0
    render("All is loaded now.")
    for title, text in all_texts(SIZE)[start % EVERY :: EVERY]:
        began, ours = time.monotonic(), time.process_time()
        try:
            render(text)
        except (RenderingError, ApartError):
            ended += 1
        took, ours = time.monotonic() - began, time.process_time() - ours
        if ours > OURS:
            found.append(f"{title}: takes {ours:.2f} s of the process that answers people")
        if took > BY_THE_CLOCK:
            found.append(f"{title}: ends after {took:.1f} s only")
    return name, found, ended
