"""Rules that no linter knows: the layout of `site/`, and nothing of one machine or registry in a file."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile(
    r"p[y]pi\.org|p[y]thonhosted|n[p]mjs\.(org|com)|d[e]b\.debian|(?<![\w.])/(w[o]rk|r[o]ot|h[o]me/\w+)/"
)


def main() -> int:
    faults = [*_site_is_no_package(), *_lines_of_one_machine()]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _site_is_no_package() -> list[str]:
    """A module directly in `site/` would hide the standard library's or an installed one."""
    return [f"{path.relative_to(ROOT)}: no module may lie directly in site/" for path in (ROOT / "site").glob("*.py")]


def _lines_of_one_machine() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    found = []
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if not name or path.suffix in {".png", ".ico", ".woff2"} or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{name}:{number}: names a machine's path or a registry: {line.strip()[:80]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
