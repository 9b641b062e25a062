"""A child process that renders pages of one source."""

from contextlib import ExitStack
from functools import partial
from typing import Any

from common.apart.errors import ApartError, NotStartedError
from common.apart.process import ApartProcess
from common.apart.too_long import KnownTooLong
from common.apart.turns import asking, turn
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.opened import open_source, render_opened
from docs_hub.domain.render.renderer import Rendered, RenderingError

PAGE_SECONDS = 10.0
ASKED_SECONDS = 5.0
"""Of processor time for a page; less where somebody waits for the answer."""


class RenderChild:
    """For any number of pages, born at the first; close it when done."""

    def __init__(self, dialect: str, extensions: tuple[Any, ...], around: Surroundings) -> None:
        self._dialect = dialect
        self._open_source = partial(open_source, dialect, extensions, around)
        self._process = ApartProcess()
        self._turn = ExitStack()
        self._problems: list[tuple[int, str]] | None = None

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive

    @property
    def problems(self) -> list[tuple[int, str]]:
        """What concerns the whole source. Raises BusyError and NotStartedError."""
        if self._problems is None:
            self._open()
            self.close()
        return self._problems or []

    def render(self, text: str, path: str) -> Rendered:
        """Raises RenderingError, also where the page takes too long; BusyError and NotStartedError, of which no page is
        the reason."""
        seconds = _seconds()
        try:
            with KnownTooLong(text, what=f"{self._dialect} {seconds}"):
                if not self.is_alive:
                    self._open()
                rendered = self._process.call(partial(render_opened, text, path), seconds=seconds)
        except NotStartedError:
            raise
        except ApartError as error:
            raise RenderingError(str(error)) from error
        if isinstance(rendered, str):
            raise RenderingError(rendered)
        return rendered

    def _open(self) -> None:
        self._turn.close()
        self._turn.enter_context(turn())
        self._problems = self._process.call(self._open_source, seconds=PAGE_SECONDS)

    def close(self) -> None:
        self._process.close()
        self._turn.close()


def _seconds() -> float:
    return PAGE_SECONDS if asking.get() is None else min(ASKED_SECONDS, PAGE_SECONDS)
