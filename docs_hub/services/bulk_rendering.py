"""Renders many pages, on two processors where there are two."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Thread

from common.apart.errors import NotStartedError
from docs_hub.domain.render.renderer import Rendered, RenderingError
from docs_hub.services.rendering import SourceRenderer
from docs_hub.services.spool import Spool

WORTH_IT = 60
"""Pages; to tell a second child of a large tree takes about as long as to render these."""
Render = Callable[[str, str], Rendered]


class BulkRendering:
    """`rendered` holds the pages; `failed` says by path why one could not be rendered."""

    def __init__(self, renderer: SourceRenderer, text_of: Callable[[str], str]) -> None:
        self.renderer, self.text_of = renderer, text_of
        self.rendered = Spool[Rendered]()
        self.failed: dict[str, str] = {}
        self._waiting: deque[str] = deque()

    def run(self, paths: Iterable[str], progress: Callable[[int], None]) -> None:
        """`progress` is told how many are done."""
        self._waiting.extend(paths)
        helper = Thread(target=self._help, daemon=True)
        is_helped = len(self._waiting) >= WORTH_IT and (os.cpu_count() or 1) > 1
        try:
            if is_helped:
                helper.start()
                self._work(progress)
                helper.join()
            self._work(progress)  # all, or what the helper gave back
        finally:
            self._waiting.clear()
            if is_helped:
                helper.join()
        progress(self._done)

    @property
    def _done(self) -> int:
        return len(self.rendered) + len(self.failed)

    def _work(self, progress: Callable[[int], None]) -> None:
        for path in _taken(self._waiting.popleft):
            self._render(path, self.renderer.render)
            progress(self._done)

    def _help(self) -> None:
        """From the other end, in a process of its own; where anything but a page fails, who asked for help does it."""
        for path in _taken(self._waiting.pop):
            try:
                self._render(path, self.renderer.render_beside)
            except Exception:  # no process, no room on the disk: who does it next says so
                self._waiting.append(path)
                return

    def _render(self, path: str, render: Render) -> None:
        try:
            self.rendered[path] = render(self.text_of(path), path)
        except NotStartedError:
            raise
        except RenderingError as error:
            self.failed[path] = str(error)


def _taken(take: Callable[[], str]) -> Iterator[str]:
    """Until there is none, which another thread may bring about at any moment."""
    with suppress(IndexError):
        while True:
            yield take()
