import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from sustainability.services.csv_table import MAX_BYTES, decode
from sustainability.services.importing import (
    ADD,
    LEAVE_OUT,
    Choices,
    Preview,
    import_funding,
    preview_funding,
    told,
)

MARKS = {"point": ".", "comma": ","}


class Command(BaseCommand):
    help = "Import funding entries from a CSV file; a file imported twice adds nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--decimals", choices=sorted(MARKS), help="what stands before the decimals, where the file does not show it"
        )
        parser.add_argument(
            "--leave-out-repeats",
            action="store_true",
            help="rows equal to an earlier one were said twice (default: each is a payment of its own)",
        )
        parser.add_argument(
            "--add-deleted", action="store_true", help="bring rows back whose entries were deleted here"
        )
        parser.add_argument("--good-rows", action="store_true", help="add what can be used, let the rest wait")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            text, choices = decode(_read(path)), _choices(options)
            if options["dry_run"]:
                found = preview_funding(text, mark=choices.mark)
            else:
                found = import_funding(text=text, actor=None, file_name=path.name, choices=choices)
        except MainstayError as error:
            raise CommandError(str(error)) from error
        self._report(found, options["dry_run"], options["json"])
        if found.errors:
            raise CommandError(f"{len(found.errors)} of {found.total} rows cannot be used.")

    def _report(self, found: Preview, is_dry_run: bool, is_json: bool) -> None:
        if is_json:
            self.stdout.write(json.dumps(_as_json(found, is_dry_run)))
            return
        count = f"{found.takeable + len(found.again)} would be added" if is_dry_run else f"{found.added} added"
        self.stdout.write(f"{count}, {len(found.known)} known already, {len(found.repeated)} repeated in the file")
        for line in _remarks(found):
            self.stdout.write(line)


def _choices(options: dict[str, Any]) -> Choices:
    return Choices(
        mark=MARKS.get(options["decimals"] or "", ""),
        repeats=LEAVE_OUT if options["leave_out_repeats"] else ADD,
        again=None if options["add_deleted"] else frozenset(),
        only_good=options["good_rows"],
    )


def _remarks(found: Preview) -> list[str]:
    return [
        *found.notation.words,
        *(f"Row {row} is equal to row {first}." for row, first in found.repeated),
        *(f"Row {one.number} {told(one)}." for one in found.deleted),
        *(f"Row {number} waits for a row with an error." for number in sorted(found.waiting)),
        *(f"Row {row} {words}." for row, words in found.suspects),
        *(str(error) for error in found.errors),
    ]


def _as_json(found: Preview, is_dry_run: bool) -> dict[str, Any]:
    return {
        "rows": found.total,
        "added": 0 if is_dry_run else found.added,
        "new": len(found.new),
        "known": len(found.known),
        "repeated": [{"row": row, "same_as": first} for row, first in found.repeated],
        "deleted": [{"row": one.number, "words": told(one)} for one in found.deleted],
        "waiting": sorted(found.waiting),
        "decimal_mark": found.notation.mark,
        "errors": [vars(error) for error in found.errors],
    }


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
