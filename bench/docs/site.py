"""A site of the benchmark's own: an SQLite database and a media folder below var/bench/docs."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import Cost, measured

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "bench" / "docs"
ROOMS = ("site", "contributors", "docs_hub", "github_sync", "sustainability")


@dataclass(frozen=True)
class Site:
    """Reached by commands, by gunicorn, or from this process once `enter` was called (one site a process)."""

    name: str

    @property
    def folder(self) -> Path:
        return WORK / self.name

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONDONTWRITEBYTECODE": "",  # compiled once, as on a machine in use
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'mainstay.sqlite3'}",
            "REDIS_URL": "",
            "SITE_URL": "http://127.0.0.1:8000",
            "GITHUB_API_URL": "http://127.0.0.1:9",
        }

    def make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "compileall", "-q", *ROOMS], cwd=ROOT, check=True)  # as MkDocs' is
        self.manage("migrate", "-v", "0")
        self.manage("setup_site")
        self.manage("collectstatic", "--noinput", "-v", "0")

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        environment = {**os.environ, **self.environment}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

    def import_tree(self, folder: Path, slug: str, *options: str) -> tuple[Cost, dict[str, Any]]:
        """What the whole command cost, from its start to pages that can be searched, and its report."""
        command = [sys.executable, str(ROOT / "manage.py"), "import_docs", "--from", str(folder), "--slug", slug]
        environment = {**os.environ, **self.environment}
        cost = measured([*command, "--json", *options], folder=ROOT, environment=environment)
        return cost, json.loads(cost.told.strip().splitlines()[-1])

    def enter(self) -> None:
        os.environ.update(self.environment)
        import django

        django.setup()
