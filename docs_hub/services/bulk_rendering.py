"""Renders many pages, on two processors where there are two."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Thread

from docs_hub.domain.render.child import NotStartedError
from docs_hub.domain.render.renderer import Rendered, RenderingError
from docs_hub.services.rendering import SourceRenderer
from docs_hub.services.spool import Spool

WORTH_IT = 60
"""Pages; a second process takes about as long to start as these take to render."""
Render = Callable[[str, str], Rendered]


class BulkRendering:
    """`rendered` holds the pages; `failed` says by path why one could not be rendered."""

    def __init__(self, renderer: SourceRenderer, text_of: Callable[[str], str]) -> None:
        self.renderer, self.text_of = renderer, text_of
        self.rendered = Spool[Rendered]()
        self.failed: dict[str, str] = {}
        self._waiting: deque[str] = deque()
        self._slow: deque[str] = deque()
        """What needs a process that can be ended; the helper has one."""

    def run(self, paths: Iterable[str], progress: Callable[[int], None]) -> None:
        """`progress` is told how many are done."""
        self._waiting.extend(paths)
        helper = Thread(target=self._help, daemon=True)
        is_helped = len(self._waiting) >= WORTH_IT and (os.cpu_count() or 1) > 1
        try:
            if is_helped:
                helper.start()
                self._work(progress, self._next_quick)
                helper.join()
            self._work(progress, self._next)  # all, or what the helper gave back
        finally:
            self._waiting.clear()
            self._slow.clear()
            if is_helped:
                helper.join()
        progress(self._done)

    @property
    def _done(self) -> int:
        return len(self.rendered) + len(self.failed)

    def _work(self, progress: Callable[[int], None], take: Callable[[], str]) -> None:
        for path in _taken(take):
            self._render(path, self.renderer.render)
            progress(self._done)

    def _next(self) -> str:
        return self._slow.pop() if self._slow else self._waiting.popleft()

    def _next_quick(self) -> str:
        while True:
            path = self._waiting.popleft()
            if self.renderer.is_quick(self.text_of(path), path):
                return path
            self._slow.append(path)

    def _help(self) -> None:
        """From the other end, in a process of its own; where anything but a page fails, who asked for help does it."""
        for path in _taken(self._next_beside):
            try:
                self._render(path, self.renderer.render_beside)
            except Exception:  # no process, no room on the disk: who does it next says so
                self._waiting.append(path)
                return

    def _next_beside(self) -> str:
        with suppress(IndexError):
            return self._slow.pop()
        return self._waiting.pop()

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
