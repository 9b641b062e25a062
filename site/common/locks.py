"""Work that must not overlap takes a named lock until its transaction ends.

SQLite's immediate transactions already run one after another, so that nothing is to be done there.
"""

from django.db import connection


def hold(name: str) -> None:
    """Wait for `name` to be free."""
    _ask("pg_advisory_xact_lock", name)


def share(name: str) -> None:
    """Any number may share `name`; meanwhile nobody holds it."""
    _ask("pg_advisory_xact_lock_shared", name)


def hold_if_free(name: str) -> bool:
    """False, without waiting, where somebody holds or shares it."""
    return _ask("pg_try_advisory_xact_lock", name) is not False


def _ask(function: str, name: str) -> object:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s))", [name])
        return cursor.fetchone()[0]
