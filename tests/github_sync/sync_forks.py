"""A process of its own that forks a sync for each line it reads, tells its pid and then how it ended.

Django is set up once and nothing here has threads, so that fifty real processes can be started and killed in a minute.
"""

import os
import sys

import django
from django.db import connections

from config import settings  # noqa: F401 (fails early where the environment is wrong)


def main() -> None:
    django.setup()
    from github_sync.models import Repository
    from github_sync.services.sync import sync_repository

    connections.close_all()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                sync_repository(Repository.objects.get(full_name=line.strip()))
                status = 0
            finally:
                os._exit(status)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
