"""Two folders of one repository, imported as two sources, and one of another repository."""

import io
import json
from typing import Any

from django.core.management import call_command

from docs_hub.queries.broken_links import dead_links

HUB = "https://github.com"
MANUAL = {
    "guide/index.md": "# Guide\n",
    "guide/start/first.md": "# First\n\n[ropes](../../tools/ropes.md#knots)\n",
    "tools/README.md": "# Tools\n",
    "tools/ropes.md": "# Ropes\n\n## Knots\n",
    "src/x.py": "print(1)\n",
}
FIRST = "start/first.md"
"""The page of the guide with the links."""


def run(name: str, path: str, slug: str, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(
        "import_docs", "--repository", name, "--path", path, "--slug", slug, "--json", *more, verbosity=0, stdout=out
    )
    return dict(json.loads(out.getvalue()))


def guide(*more: str) -> dict[str, Any]:
    return run("ferry/manual", "guide", "guide", *more)


def tools(*more: str) -> dict[str, Any]:
    return run("ferry/manual", "tools", "tools", *more)


def dead() -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.what) for one in dead_links()]
