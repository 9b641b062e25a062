from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import InvalidInputError, MainstayError
from contributors.services.board import refresh_board
from contributors.services.recording import record_contributions
from github_sync.queries.outcomes import MirroredRepository, mirrored_repositories


class Command(BaseCommand):
    help = "Fill the ledger and the board from the mirror; running it twice adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "repositories", nargs="*", metavar="OWNER/NAME", help="All mirrored ones where none is named."
        )

    def handle(self, *args: Any, repositories: list[str], **options: Any) -> None:
        try:
            for repository in _named(repositories):
                self._record(repository)
        except MainstayError as error:
            raise CommandError(str(error)) from error

    def _record(self, repository: MirroredRepository) -> None:
        recorded = record_contributions(repository_id=repository.id)
        board = refresh_board(repository_id=repository.id)
        if recorded is not None:
            self.stdout.write(
                f"{recorded.repository}: {recorded.outcomes} outcomes, {recorded.added} contributions added, "
                f"{recorded.voided} voided, {board.on_board} tasks on the board"
            )


def _named(names: list[str]) -> list[MirroredRepository]:
    """Raises InvalidInputError for the first name that is not mirrored."""
    mirrored = {repository.full_name.lower(): repository for repository in mirrored_repositories()}
    for name in names:
        if name.lower() not in mirrored:
            raise InvalidInputError(f"{name} is not mirrored. Run: manage.py sync_github {name}")
    return [mirrored[name.lower()] for name in names] or list(mirrored.values())
