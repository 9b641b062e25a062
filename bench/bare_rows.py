"""The rows that a sync wrote, written once more by a bare bulk_create into another database of the same kind."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHUNK = 2_000
BATCH = 500


@dataclass(frozen=True)
class Rate:
    rows: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0


def measure(synced: Path, folder: Path) -> Rate:
    """The rate at which a bare bulk_create writes the rows of the synced database."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'mainstay.sqlite3'}",
        "REDIS_URL": "",
    }
    subprocess.run([sys.executable, "-m", "bench.one_sync", "migrate"], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "bench.bare_rows", str(synced)]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    rows, seconds = told.split()
    return Rate(int(rows), float(seconds))


def main() -> None:
    """In a process of its own: read chunk by chunk, write each in one transaction, and count only the writing."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, transaction

    source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    rows, seconds = 0, 0.0
    connection.disable_constraint_checking()  # models come in no order of their references
    models = [*apps.get_app_config("github_sync").get_models(include_auto_created=True)]
    for model in models:
        fields = list(model._meta.concrete_fields)
        columns = ", ".join(f'"{field.column}"' for field in fields)
        cursor = source.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')
        while chunk := cursor.fetchmany(CHUNK):
            objects = [model(**_values(fields, row)) for row in chunk]
            began = time.perf_counter()
            with transaction.atomic():
                model._default_manager.bulk_create(objects, batch_size=BATCH)
            seconds += time.perf_counter() - began
            rows += len(objects)
    print(rows, seconds)


def _values(fields: list, row: tuple) -> dict:
    from django.db import connection

    found = {}
    for field, value in zip(fields, row, strict=True):
        for convert in connection.ops.get_db_converters(field.get_col(field.model._meta.db_table)):
            value = convert(value, None, connection)
        for convert in field.get_db_converters(connection):
            value = convert(value, None, connection)
        found[field.attname] = value
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
