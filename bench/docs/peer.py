"""`mkdocs build` in a virtual environment of its own (bench/mkdocs.txt)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.docs.site import ROOT, WORK
from bench.processes import Cost, measured

QUIETLY = {"DISABLE_MKDOCS_2_WARNING": "true", "PYTHONDONTWRITEBYTECODE": ""}


def build(tree: Path) -> Cost:
    target = WORK / "built"
    shutil.rmtree(target, ignore_errors=True)
    command = [str(_program()), "build", "--quiet", "--site-dir", str(target)]
    return measured(command, folder=tree, environment={**os.environ, **QUIETLY})


def without_guessing(tree: Path) -> Path:
    """The same tree whose configuration does not have the language of each piece of code guessed; we never guess."""
    plain = WORK / f"{tree.name}-plain"
    shutil.rmtree(plain, ignore_errors=True)
    shutil.copytree(tree, plain)
    config = plain / "mkdocs.yml"
    config.write_text(config.read_text().replace("guess_lang: true", "guess_lang: false"))
    return plain


def _program() -> Path:
    folder = WORK / "mkdocs"
    program = folder / "bin" / "mkdocs"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = ["-m", "pip", "install", "-q", "-r", str(ROOT / "bench" / "mkdocs.txt")]
        subprocess.run([str(folder / "bin" / "python"), *wanted], check=True)
    return program
