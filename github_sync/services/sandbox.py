"""The demo community for the sandbox."""

from datetime import date
from pathlib import Path

from github_sync.sandbox.generate import write_community


def write_demo_community(folder: Path, *, until: date, seed: int = 7) -> None:
    """Write the invented community as a dataset; the same seed and day give the same bytes."""
    write_community(folder, seed=seed, until=until)
