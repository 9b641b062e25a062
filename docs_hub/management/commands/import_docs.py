"""`manage.py import_docs`: documentation from a repository or a folder becomes pages."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import MainstayError
from docs_hub.models import DocSource
from docs_hub.models.versioned import Versioned
from docs_hub.services.history import refresh_history
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source, show_anyway
from docs_hub.services.version_import import import_version
from docs_hub.services.versions import describe_source, find_version


class Command(BaseCommand):
    requires_system_checks = []
    help = "Import a tree of Markdown files as documentation pages, or bring it up to date."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version, which tells Django's, gives way to ours."""
        return super().create_parser(prog_name, subcommand, **kwargs, conflict_handler="resolve")

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
            choices=["", *dict(DocSource.DIALECTS)],
            help="default: as the tree's configuration tells",
        )
        parser.add_argument(
            "--replace", action="store_true", help="let another repository or folder take over a known slug"
        )
        parser.add_argument("--version", dest="label", default="", metavar="LABEL", help="as readers see it: 5.2")
        parser.add_argument("--status", default="", choices=["", *dict(Versioned.STATUSES)], help="of this version")
        parser.add_argument("--language", default="", metavar="TAG", help="such as en or pt-BR")
        parser.add_argument("--family", default="", help="one word for all translations of one documentation")
        parser.add_argument(
            "--show",
            action="append",
            metavar="FILE",
            help="show this file although the documentation hides it; may be given several times and is kept",
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
        path = str(Path(folder).resolve()) if folder else options["path"].strip("/")
        version = find_version(
            repository=repository,
            path=path,
            ref=options["ref"],
            slug=options["slug"],
            label=options["label"],
            status=options["status"],
            language=options["language"],
        )
        if version is not None:
            return import_version(version=version)
        source = prepare_source(
            repository=repository,
            path=path,
            ref=options["ref"],
            title=options["title"],
            slug=options["slug"],
            dialect=options["dialect"],
            replace=options["replace"],
        )
        describe_source(source=source, **{name: options[name] for name in ("label", "status", "language", "family")})
        show_anyway(source=source, files=options["show"] or [])
        report = _with_a_bar(source) if sys.stderr.isatty() else import_source(source=source)
        refresh_history(source=source)
        return report

    def _summarize(self, report: dict[str, Any]) -> None:
        counts = ", ".join(
            f"{report[name]['resolved']}/{report[name]['total']} {name}" for name in ("links", "anchors", "files")
        )
        self.stdout.write(f"{_pages(len(report['pages']))}, {counts} resolved, in {report['seconds']} s.")
        for entry in report["withheld"]:
            self.stdout.write(f"withheld {entry['path']}:{entry['line']}: {entry['what']}")
        for entry in report["skipped"]:
            self.stdout.write(f"skipped {entry['path']}: {entry['why']}")
        for kind in ("unresolved", "unknown_syntax"):
            for entry in report[kind][:50]:
                self.stdout.write(f"{kind.replace('_', ' ')} {entry['path']}:{entry['line']}: {entry['what']}")


def _with_a_bar(source: DocSource) -> dict[str, Any]:
    """What draws it takes a moment to load, which nobody should wait for who sees none."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        return import_source(source=source, progress=show)


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
