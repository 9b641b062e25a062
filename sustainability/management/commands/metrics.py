import argparse
import json
import re
from datetime import UTC, date, datetime
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from github_sync.queries.activity import find_repository
from sustainability.domain.answers import Answer, Window
from sustainability.domain.catalog import METRICS
from sustainability.domain.periods import FIRST_YEAR, LAST_YEAR
from sustainability.domain.wording import figure_text
from sustainability.queries.facts import gather
from sustainability.queries.whole_units import whole_unit_figure
from sustainability.queries.work_facts import midnight

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Command(BaseCommand):
    help = "Compute every metric of the window from --from until before --to (midnight UTC)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", required=True, metavar="DATE", help="first day, YYYY-MM-DD")
        parser.add_argument("--to", required=True, metavar="DATE", help="the day after the last")
        parser.add_argument("--repository", metavar="OWNER/NAME")
        parser.add_argument("--as-of", metavar="TIME", help="the present, for what still waits (default: now)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        window = Window(_day(options["from"], "--from"), _day(options["to"], "--to"))
        if window.start >= window.end:
            raise CommandError("--from must be before --to.")
        as_of = _as_of(options.get("as_of"))
        if as_of < midnight(window.start):
            raise CommandError("--as-of is before the window begins: then nothing in it has happened yet.")
        facts = gather(window, as_of, _repository(options["repository"]))
        answers = facts.answers()
        if options["json"]:
            told = {name: whole_unit_figure(one.as_json(), facts.currency) for name, one in answers.items()}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            Console(file=cast("IO[str]", self.stdout)).print(_table(answers))


def _day(value: str | date, name: str) -> date:
    try:
        if not isinstance(value, date) and not ISO_DAY.fullmatch(value):
            raise ValueError
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError as error:
        raise CommandError(f"{name}: “{value}” is not a date. Write it like 2026-03-31.") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CommandError(f"{name}: the year {found.year} is outside 1970 to 2200.")
    return found


def _as_of(value: str | None) -> datetime:
    if value is None:
        return timezone.now()
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise CommandError(f"--as-of: “{value}” is not a time. Write it like 2026-03-31T12:00:00Z.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _repository(name: str | None) -> str | None:
    if name is None:
        return None
    found = find_repository(name)
    if found is None:
        raise CommandError(f"The repository “{name}” is not mirrored. Sync it first: sync_github {name}")
    return found


def _table(answers: dict[str, Answer]) -> Table:
    table = Table("Figure", "Value", "n", "Note")
    for name, answer in answers.items():
        table.add_row(METRICS[name].title, figure_text(METRICS[name], answer.as_json()), str(answer.n), answer.note)
    return table
