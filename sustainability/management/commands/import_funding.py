import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from sustainability.services import csv_format
from sustainability.services.csv_import import import_funding


class Command(BaseCommand):
    help = f"Import funding entries from a CSV file with the columns {','.join(csv_format.COLUMNS)}."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what is wrong, row by row")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            if options["dry_run"]:
                self._preview(content)
                return
            result = import_funding(content=content, actor=None)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except MainstayError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(vars(result)))
        else:
            self.stdout.write(f"{result.added:,} rows added, {result.skipped:,} were there already.")

    def _preview(self, content: bytes) -> None:
        preview = csv_format.read(content)
        for error in preview.errors:
            self.stderr.write(f"row {error.row}, {error.column or 'cells'}: {error.message}")
        if preview.errors:
            raise CommandError(f"{len(preview.errors)} faults; nothing would be imported.")
        self.stdout.write(f"{len(preview.rows):,} rows would be imported.")
