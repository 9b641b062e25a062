"""Imports the last commits of a documentation repository one by one and compares the end with a fresh import.

`python -m bench.docs.replay BUNDLE [--commits 200] [--first-parent]`: a database of its own under var/bench. What Git
calls a rename must be the same page afterwards, with its old address leading to it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "var" / "bench" / "docs-replay"


@dataclass
class Figures:
    """`differs`, `lost_identity` and `lost_redirect` name what is not as it should be, and are empty when all is."""

    commits: int = 0
    renames: int = 0
    pages: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_commit: str = ""
    differs: list[str] = field(default_factory=list)
    lost_identity: list[str] = field(default_factory=list)
    lost_redirect: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.differs or self.lost_identity or self.lost_redirect)


def replay(bundle: Path, folder: Path, *, commits: int = 200, first_parent: bool = False) -> Figures:
    """On the database that Django is set up with; `folder` takes the checkouts and is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    _git(folder.parent, "clone", "-q", "--no-checkout", str(bundle), str(folder))
    order = ["--first-parent"] if first_parent else []
    shas = _git(folder, "rev-list", "--reverse", *order, "HEAD").split()[-commits:]
    figures = Figures(commits=len(shas))
    before: dict[str, tuple[int, str]] = {}
    last = ""
    for sha in shas:
        _git(folder, "checkout", "-q", "--force", "--detach", sha)
        started = time.monotonic()
        _bring_in(folder, "replay")
        taken = time.monotonic() - started
        figures.seconds += taken
        if last and taken > figures.slowest:
            figures.slowest, figures.slowest_commit = taken, sha
        after = _pages("replay")
        if last:
            _check_step(figures, before, after, _renames(folder, last, sha))
        before, last = after, sha
    _bring_in(folder, "fresh1")
    figures.pages = len(before)
    figures.differs = _differences(_state("replay"), _state("fresh1", "replay"))
    return figures


def _check_step(
    figures: Figures, before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]], moved: dict[str, str]
) -> None:
    from wagtail.contrib.redirects.models import Redirect

    for path in before.keys() & after.keys() - moved.keys() - set(moved.values()):
        if before[path][0] != after[path][0]:
            figures.lost_identity.append(path)
    for old, new in moved.items():
        if old not in before or new not in after:
            continue
        figures.renames += 1
        if before[old][0] != after[new][0]:
            figures.lost_identity.append(f"{old} -> {new}")
        address = Redirect.normalise_path(f"/docs/replay/{before[old][1]}")
        is_led = Redirect.objects.filter(old_path=address).exists()
        if before[old][1] != after[new][1] and not is_led:
            figures.lost_redirect.append(f"{old} -> {new}")


def _bring_in(folder: Path, slug: str) -> None:
    from docs_hub.services.importing import import_source
    from docs_hub.services.sources import prepare_source

    import_source(source=prepare_source(repository="", path=str(folder), slug=slug))


def _pages(slug: str) -> dict[str, tuple[int, str]]:
    from docs_hub.models import DocPage

    rows = DocPage.objects.filter(doc_source__slug=slug, live=True).exclude(source_path="")
    return {path: (pk, address) for path, pk, address in rows.values_list("source_path", "pk", "address")}


def _state(slug: str, as_slug: str = "") -> dict[str, str]:
    """All that a reader sees, by address; the address of the source itself replaced."""
    from docs_hub.models import DocPage, DocSource

    source = DocSource.objects.get(slug=slug)
    found: dict[str, Any] = {"navigation": source.nav_html, "links": source.paths["pages"], "report": _told(source)}
    for page in DocPage.objects.filter(doc_source=source, live=True).prefetch_related("sections"):
        sections = [[part.anchor, part.title, part.heading_path, part.text] for part in page.sections.all()]
        found[f"page {page.address}"] = [
            page.source_path, page.source, page.blob_sha, page.title, page.html, page.place, page.toc, page.links,
            page.url_path.partition(f"/{slug}/")[2], sections,
        ]  # fmt: skip
    texts = {name: json.dumps(value, sort_keys=True) for name, value in found.items()}
    return {name: text.replace(f"/{slug}/", f"/{as_slug}/") if as_slug else text for name, text in texts.items()}


def _told(source: Any) -> dict[str, Any]:
    return {key: value for key, value in source.report.items() if key not in ("seconds", "moved", "merged")}


def _differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _renames(folder: Path, old: str, new: str) -> dict[str, str]:
    """Of pages, below the folder of the pages, as Git tells them from the two trees."""
    told = _git(folder, "diff", "-M", "--diff-filter=R", "--name-status", "-z", old, new).split("\0")
    found: dict[str, str] = {}
    for number in range(0, len(told) - 2, 3):
        before, after = told[number + 1], told[number + 2]
        if before.startswith("docs/") and after.startswith("docs/") and after.endswith(".md"):
            found[before.removeprefix("docs/")] = after.removeprefix("docs/")
    return found


def _git(folder: Path, *arguments: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bundle", type=Path)
    options.add_argument("--commits", type=int, default=200)
    options.add_argument("--first-parent", action="store_true", help="only what the branch itself was at")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if "DOCS_REPLAY" not in os.environ:
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        environment = {**os.environ, "DOCS_REPLAY": "1", "DATA_DIR": str(WORK / "data")}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "MEDIA_ROOT": str(WORK / "media")}
        raise SystemExit(
            subprocess.run([sys.executable, "-m", "bench.docs.replay", *sys.argv[1:]], env=environment).returncode
        )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("setup_site", verbosity=0)
    figures = replay(chosen.bundle, WORK / "tree", commits=chosen.commits, first_parent=chosen.first_parent)
    print(json.dumps(asdict(figures), indent=None if chosen.json else 2))
    raise SystemExit(0 if figures.holds else 1)


if __name__ == "__main__":
    main()
