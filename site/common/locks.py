"""Work that must not overlap takes a named lock until its transaction ends."""

from django.db import connection


def hold(name: str) -> None:
    """Wait for `name` to be free. SQLite's immediate transactions already run one after another."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
