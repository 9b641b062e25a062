"""Runs a command as a process of its own and reads from the system what it took."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Wall time, and the most memory that the process ever held (resident, in MB); `told` is its output."""

    seconds: float
    memory_mb: float
    told: str = ""


def measured(command: list[str], *, folder: Path, environment: Mapping[str, str]) -> Cost:
    """Raises RuntimeError where the command fails."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    said = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} failed: {said[-2000:]}")
    return Cost(time.monotonic() - began, usage.ru_maxrss / 1024, said)
