"""What every change from outside stands on: finding what it is about, and one at a time."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from github_sync.sandbox.access import Access
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo


class Changing:
    """Every operation names its `repository` as OWNER/NAME and the `login` who does it (else the owner).

    Raises LookupError where there is no such thing. `doer` gives the one who acts.
    """

    def __init__(self, doer: Callable[[str], Doer], access: Access) -> None:
        self._doer, self._access = doer, access

    def apply(self, description: dict[str, Any]) -> Any:
        """The operation named by `do` with the rest as arguments; raises ValueError and LookupError."""
        rest = dict(description)
        name = str(rest.pop("do", ""))
        if name not in self.names():
            raise ValueError(f"There is no change “{name}”; there are {', '.join(self.names())}.")
        method = getattr(self, name)
        try:
            inspect.signature(method).bind(**rest)
        except TypeError as error:
            raise ValueError(f"{name}: {error}.") from error
        return method(**rest)

    def names(self) -> list[str]:
        return sorted(name for name in dir(type(self)) if hasattr(getattr(type(self), name), "is_change"))

    def _at(self, repository: str, login: str = "") -> tuple[Doer, Repo]:
        doer = self._doer(login)
        repo = doer.community.repo(*repository.partition("/")[::2])
        if repo is None:
            raise LookupError(f"There is no repository {repository}.")
        doer.login = doer.login or repo.record["owner"]
        return doer, repo

    def _on(self, repository: str, number: int, login: str = "") -> tuple[Doer, Repo, Record]:
        doer, repo = self._at(repository, login)
        thread = repo.thread(number)
        if thread is None:
            raise LookupError(f"{repository} has no #{number}.")
        return doer, repo, thread


def change[S: Changing, **P, R](method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """An operation that `apply` may call; no answer is computed while it happens."""

    @wraps(method)
    def locked(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        with self._doer("").community.lock:
            return method(self, *args, **kwargs)

    locked.is_change = True  # type: ignore[attr-defined]
    return locked
