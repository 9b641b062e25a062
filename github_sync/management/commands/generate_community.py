from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from github_sync.sandbox.generate import write_community


class Command(BaseCommand):
    help = "Write the made-up community that the GitHub sandbox serves in the demo."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="Folder to write the dataset into.")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--until", type=_day, default=date(2026, 11, 20), help="Last day of the three years.")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        if out.exists() and not out.is_dir():
            raise CommandError(f"{out} is a file; choose a folder.")
        try:
            counts = write_community(out, seed=options["seed"], until=options["until"])
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.") from error
        for name, rows in counts.items():
            self.stdout.write(f"{name}: " + ", ".join(f"{count} {table}" for table, count in rows.items()))


def _day(text: str) -> date:
    return date.fromisoformat(text)
