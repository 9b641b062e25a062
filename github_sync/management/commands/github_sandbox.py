import argparse
import contextlib
import signal
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from github_sync.sandbox import Sandbox
from github_sync.sandbox.access import Access


class Command(BaseCommand):
    help = "Serve a dataset folder as GitHub would, on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the dataset's folder")
        parser.add_argument("--port", type=int, default=0)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--log", type=Path, help="write one JSON line a request to this file")
        parser.add_argument("--rate-limit", type=int, default=5000, help="requests and points an hour of a token")

    def handle(self, *args: Any, **options: Any) -> None:
        access = Access(core_limit=options["rate_limit"], points_limit=options["rate_limit"])
        try:
            sandbox = Sandbox(
                options["data"], port=options["port"], host=options["host"], log=options["log"], access=access
            )
        except (MainstayError, OSError) as error:
            raise CommandError(str(error)) from error
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(f"GitHub sandbox at {sandbox.url} (API: {sandbox.api_url})")
        self.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            sandbox.serve_forever()
