"""Who holds a lease, and whether that process still lives."""

import os
import socket


def machine() -> str:
    """Names this machine or container; process ids mean something only within it."""
    try:
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        space = ""
    return f"{socket.gethostname()[:50]}/{space[:20]}"


def has_died(holder: str) -> bool:
    place, _, process = holder.rpartition(":")[0].rpartition(":")
    if place != machine() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
