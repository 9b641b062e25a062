import argparse
import contextlib
import gc
import json
import signal
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from github_sync.sandbox import Sandbox
from github_sync.sandbox.access import Access
from github_sync.sandbox.load import Size, generate


class Command(BaseCommand):
    help = "Serve a dataset folder, or a generated community, as GitHub would, on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--data", type=Path, help="the dataset's folder")
        source.add_argument("--generate", metavar="SIZE", help="such as threads=1000,comments=5,repositories=1,seed=1")
        parser.add_argument("--port", type=int, default=0)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--log", type=Path, help="write one JSON line a request to this file")
        parser.add_argument("--rate-limit", type=int, default=5000, help="requests an hour of a token, and points")
        parser.add_argument("--points-limit", type=int, help="points an hour, where they differ from requests")
        parser.add_argument("--token-seconds", type=int, default=3600, help="how long an App's token holds")
        parser.add_argument("--latency-ms", type=int, default=0, help="answer only after so long")
        parser.add_argument("--webhook-url", default="", help="send every event to this address")
        parser.add_argument("--webhook-secret", default="", help="sign the events with this")
        parser.add_argument(
            "--fault", action="append", default=[], metavar="JSON", help="as POST /_control/faults takes it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sandbox = _sandbox(options)
            for fault in options["fault"]:
                sandbox.faults.add_described(json.loads(fault))
        except (MainstayError, OSError, ValueError, TypeError) as error:
            raise CommandError(str(error)) from error
        gc.collect()
        gc.freeze()  # the records stay: looking through them again and again for garbage would cost a third
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(f"GitHub sandbox at {sandbox.url} (API: {sandbox.api_url})")
        self.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            sandbox.serve_forever()


def _sandbox(options: dict[str, Any]) -> Sandbox:
    limit = options["rate_limit"]
    points = limit if options["points_limit"] is None else options["points_limit"]
    access = Access(core_limit=limit, points_limit=points, token_seconds=options["token_seconds"])
    return Sandbox(
        options["data"] or generate(Size.parse(options["generate"])),
        port=options["port"],
        host=options["host"],
        log=options["log"],
        access=access,
        latency_ms=options["latency_ms"],
        webhook_url=options["webhook_url"],
        webhook_secret=options["webhook_secret"],
    )
