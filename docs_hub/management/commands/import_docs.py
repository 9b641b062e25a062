"""`manage.py import_docs`: documentation from a repository or a folder becomes pages."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from common.errors import MainstayError
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source


class Command(BaseCommand):
    help = "Import a tree of Markdown files as documentation pages, or bring it up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repository", metavar="OWNER/NAME", help="read through the GitHub API")
        parser.add_argument("--from", dest="folder", metavar="DIR", help="read a local folder")
        parser.add_argument("--path", default="", help="folder in the repository")
        parser.add_argument("--ref", default="", help="branch or tag (default: the repository's default branch)")
        parser.add_argument("--title", default="", help="name of the documentation")
        parser.add_argument("--slug", default="", help="its address: /docs/SLUG/")
        parser.add_argument(
            "--dialect",
            default="",
            choices=["", "mkdocs", "docusaurus", "gfm"],
            help="default: as the tree's configuration tells",
        )
        parser.add_argument(
            "--replace", action="store_true", help="let another repository or folder take over a known slug"
        )
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._import(options)
        except MainstayError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._summarize(report)

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        repository, folder = _origin(options)
        source = prepare_source(
            repository=repository,
            path=str(Path(folder).resolve()) if folder else options["path"].strip("/"),
            ref=options["ref"],
            title=options["title"],
            slug=options["slug"],
            dialect=options["dialect"],
            replace=options["replace"],
        )
        with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(what: str, done: int, total: int) -> None:
                task = tasks.setdefault(what, None)
                if task is None:
                    task = tasks[what] = bar.add_task(what, total=total)
                bar.update(task, completed=done)

            return import_source(source=source, progress=show)

    def _summarize(self, report: dict[str, Any]) -> None:
        counts = ", ".join(
            f"{report[name]['resolved']}/{report[name]['total']} {name}" for name in ("links", "anchors", "files")
        )
        self.stdout.write(f"{_pages(len(report['pages']))}, {counts} resolved, in {report['seconds']} s.")
        for entry in report["skipped"]:
            self.stdout.write(f"skipped {entry['path']}: {entry['why']}")
        for kind in ("unresolved", "unknown_syntax"):
            for entry in report[kind][:50]:
                self.stdout.write(f"{kind.replace('_', ' ')} {entry['path']}:{entry['line']}: {entry['what']}")


def _origin(options: dict[str, Any]) -> tuple[str, str]:
    """Repository and folder, one of them empty."""
    repository, folder = options["repository"], options["folder"]
    if (repository is None) == (folder is None):
        raise CommandError("Say where the documentation lies: either --repository OWNER/NAME or --from DIR.")
    if not (repository or folder or "").strip():
        name = "--repository" if folder is None else "--from"
        raise CommandError(f"{name} is empty. Name a repository (--repository OWNER/NAME) or a folder (--from DIR).")
    return (repository or "").strip(), folder or ""


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"
