import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from github_sync.queries.activity import canonical_name
from sustainability.domain.answer import Answer, Window
from sustainability.services.metrics import compute, gather


class Command(BaseCommand):
    help = "Compute every metric of a window; the day --from is in, the day --to is not."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="from", required=True, metavar="DATE")
        parser.add_argument("--to", required=True, metavar="DATE")
        parser.add_argument("--repository", metavar="OWNER/NAME")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        window = _window(options["from"], options["to"])
        repository = options["repository"]
        if repository:
            repository = canonical_name(repository)
            if repository is None:
                raise CommandError(f"No repository {options['repository']} is mirrored. Sync it first.")
        answers = compute(gather(window, repository))
        if options["json"]:
            as_of = timezone.now().isoformat(timespec="seconds")
            self.stdout.write(json.dumps({name: a.as_json(window, as_of) for name, a in answers.items()}))
            return
        for name, answer in answers.items():
            self.stdout.write(f"{name:<34} {_in_words(answer):<28} n={answer.n:,}")


def _window(start: str, end: str) -> Window:
    try:
        window = Window(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError as error:
        raise CommandError(f"{error}. Write dates like 2026-03-31.") from error
    if window.start >= window.end:
        raise CommandError("--from must be before --to.")
    return window


def _in_words(answer: Answer) -> str:
    value = answer.value
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:.3f} {answer.unit}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {share:.0%}" for name, share in value.items())
    return f"{value} {answer.unit}"
