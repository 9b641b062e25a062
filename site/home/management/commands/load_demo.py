from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from home.demo.loading import load, write_summary


class Command(BaseCommand):
    help = "Load the demo community into this database; `demo` calls it with the sandbox running."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load()
        except MainstayError as error:
            raise CommandError(str(error)) from error
        write_summary(settings.DATA_DIR / "loaded.json")
