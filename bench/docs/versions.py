"""A Docusaurus tree with the older versions that its versions.json names; each differs in a tenth of its pages."""

import json
import shutil
from pathlib import Path

from bench.docs.site import WORK

CHANGED = 10
"""Of so many pages in a row one has another text than in any other version."""


def with_versions(tree: Path) -> tuple[Path, int]:
    """The tree anew with a folder for each of its versions, and how many those are."""
    target = WORK / f"{tree.name}-versions"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(tree, target)
    names = json.loads((tree / "versions.json").read_text())
    for place, name in enumerate(names):
        folder = target / "versioned_docs" / f"version-{name}"
        shutil.copytree(tree / "docs", folder)
        for number, page in enumerate(sorted(folder.rglob("*.md"))):
            if number % CHANGED == place % CHANGED:
                page.write_text(f"{page.read_text()}\n\nThis is how it was in {name}.\n")
    return target, len(names)
