import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from sustainability.services.csv_format import MAX_BYTES, decode
from sustainability.services.importing import Preview, import_funding, preview_funding


class Command(BaseCommand):
    help = "Import funding entries from a CSV file; a file imported twice adds nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            text = decode(_read(path))
            if options["dry_run"]:
                found = preview_funding(text)
            else:
                found = import_funding(text=text, actor=None, file_name=path.name)
        except MainstayError as error:
            raise CommandError(str(error)) from error
        self._report(found, options["dry_run"], options["json"])
        if found.errors:
            raise CommandError(f"{len(found.errors)} of {found.total} rows cannot be used.")

    def _report(self, found: Preview, is_dry_run: bool, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(_as_json(found, is_dry_run)))
            return
        verb = "would be added" if is_dry_run else "added"
        self.stdout.write(
            f"{len(found.new)} {verb}, {len(found.known)} known already, {len(found.repeated)} repeated in the file"
        )
        for error in found.errors:
            self.stdout.write(str(error))


def _as_json(found: Preview, is_dry_run: bool) -> dict[str, Any]:
    return {
        "rows": found.total,
        "added": 0 if is_dry_run else len(found.new),
        "new": len(found.new),
        "known": len(found.known),
        "repeated": [{"row": row, "same_as": first} for row, first in found.repeated],
        "errors": [vars(error) for error in found.errors],
    }


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
