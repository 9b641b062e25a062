"""docutils keeps roles and directives in registries of the whole process; a page leaves them as it found them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from docutils.parsers.rst import directives, roles

_turn = threading.RLock()


@contextmanager
def own_names() -> Iterator[None]:
    """What is made known inside is forgotten after, and no other thread sees it meanwhile."""
    with _turn:
        kept_roles, kept_directives = dict(roles._roles), dict(directives._directives)
        try:
            yield
        finally:
            roles._roles.clear()
            roles._roles.update(kept_roles)
            directives._directives.clear()
            directives._directives.update(kept_directives)
