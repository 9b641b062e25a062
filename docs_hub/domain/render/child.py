"""Renders pages in a process of its own, which can be ended when a page takes too long.

Started as `python -m docs_hub.domain.render.child FD`; FD is its end of the pipe to the parent.
"""

import os
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Rendered, Renderer, RenderingError

PAGE_SECONDS = 10.0
START_SECONDS = 20.0
MEMORY = 2 * 1024**3
NOT_STARTED = "the process that renders did not start"


class NotStartedError(RenderingError):
    """No page is at fault: there is no process to render any."""


class RenderProcess:
    """Starts at once, and waits for a setting and pages at the other end of `pipe`; close it when done."""

    def __init__(self) -> None:
        """Raises OSError."""
        self.pipe, theirs = Pipe()
        number = theirs.fileno()
        command = [sys.executable, "-m", "docs_hub.domain.render.child", str(number)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        with theirs:
            self._process = subprocess.Popen(command, pass_fds=[number], env=environment, stdin=subprocess.DEVNULL)

    def close(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.wait()


def started_ahead() -> RenderProcess | None:
    """For whoever will render many pages in a moment, where another processor can load the parsers meanwhile."""
    try:
        return RenderProcess() if (os.cpu_count() or 1) > 1 else None
    except OSError:  # who renders starts one, or says why not
        return None


class RenderChild:
    """One process for any number of pages of one source, `ahead` or started at the first; close it when done."""

    def __init__(
        self, dialect: str, extensions: tuple[Any, ...], around: Surroundings, ahead: RenderProcess | None = None
    ) -> None:
        self._setting = (dialect, extensions, around)
        self._process = ahead
        self._pipe: Connection[Any, Any] | None = None

    def render(self, text: str, path: str) -> Rendered:
        """Raises RenderingError, also where the page takes longer than PAGE_SECONDS."""
        try:
            pipe = self._pipe or self._started()
            pipe.send((text, path))
            if not pipe.poll(PAGE_SECONDS):
                raise RenderingError(
                    f"it takes longer than {PAGE_SECONDS:g} seconds; look for a long row of brackets or other marks"
                )
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise RenderingError("its rendering broke off, perhaps for want of memory") from error
        except RenderingError:
            self.close()
            raise
        if isinstance(answer, str):
            raise RenderingError(answer)
        return answer

    def _started(self) -> "Connection[Any, Any]":
        try:
            return self._start()
        except (EOFError, OSError) as error:
            raise NotStartedError(NOT_STARTED) from error

    def _start(self) -> "Connection[Any, Any]":
        self._process = self._process or RenderProcess()
        pipe = self._process.pipe
        pipe.send(self._setting)
        if not pipe.poll(START_SECONDS):
            raise NotStartedError(NOT_STARTED)
        pipe.recv()
        self._pipe = pipe
        return pipe

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
        self._process = self._pipe = None


def serve(pipe: "Connection[Any, Any]") -> None:
    dialect, extensions, around = pipe.recv()
    renderer = Renderer(dialect, extensions)
    pipe.send("ready")
    while True:
        try:
            text, path = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(renderer.render(text, path=path, around=around))
        except Exception as error:  # whatever a parser does with hostile text is the parent's to say
            pipe.send(str(error) if isinstance(error, RenderingError) else type(error).__name__)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # not everywhere, and the time limit holds all the same
        pass


if __name__ == "__main__":
    _limit_memory()
    serve(Connection(int(sys.argv[1])))
