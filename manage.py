#!/usr/bin/env python
"""Entry point of every command; without Redis it also works off what the command put in the queue."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from common.queue import work_off_embedded_queue

    execute_from_command_line(sys.argv)
    work_off_embedded_queue()


if __name__ == "__main__":
    main()
