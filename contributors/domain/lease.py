"""How long a claim keeps a task, and how many one person may hold."""

from datetime import timedelta

LEASE = timedelta(days=14)
MAX_LIVE_CLAIMS = 2
ENDS_SOON = timedelta(days=3)
