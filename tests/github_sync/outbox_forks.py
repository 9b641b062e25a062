"""A process of its own that forks a sender of the outbox for each line it reads, tells its pid and how it ended."""

import os
import sys

import django
from django.db import connections

from config import settings  # noqa: F401 (fails early where the environment is wrong)


def main() -> None:
    django.setup()
    from github_sync.services.outbox.sending import send_due

    connections.close_all()
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                send_due()
                status = 0
            finally:
                os._exit(status)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
