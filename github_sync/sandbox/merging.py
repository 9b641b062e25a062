"""Three trees made one, line by line where both sides changed a file, as Git does it."""

import subprocess
import tempfile
from pathlib import Path

from github_sync.sandbox.git import Files, Objects

MOST_CONFLICTS = 127
"""`git merge-file` exits with the number of conflicts, at most this; more is an error."""


def merge_files(objects: Objects, origin: Files, ours: Files, theirs: Files) -> Files | None:
    """None where both sides changed the same lines, or one changed what the other took away."""
    merged = dict(ours)
    for path in origin.keys() | theirs.keys():
        old, mine, new = origin.get(path), ours.get(path), theirs.get(path)
        if old == new or mine == new:
            continue
        if mine != old:
            if not (old and mine and new):
                return None
            content = _merged_lines(*(objects.blobs[entry[1]] for entry in (mine, old, new)))
            if content is None:
                return None
            new = (mine[0], objects.add_blob(content))
        if new is None:
            merged.pop(path, None)
        else:
            merged[path] = new
    return merged


def _merged_lines(ours: bytes, origin: bytes, theirs: bytes) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        names = ("ours", "origin", "theirs")
        for name, content in zip(names, (ours, origin, theirs), strict=True):
            (Path(folder) / name).write_bytes(content)
        done = subprocess.run(["git", "merge-file", "-p", *names], cwd=folder, capture_output=True, check=False)
    if done.returncode > MOST_CONFLICTS or done.returncode < 0:
        return None  # no text
    return None if done.returncode else done.stdout
