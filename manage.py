#!/usr/bin/env python
"""Entry point of every command; without Redis it also works off what the command put in the queue."""

import gc
import os
import sys


def main() -> None:
    gc.set_threshold(20_000, 50, 100)  # thousands of modules are no garbage, and looking them through takes a tenth
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)

        from common.queue import work_off_embedded_queue

        work_off_embedded_queue()
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    finally:
        gc.freeze()  # nor are they when all ends


if __name__ == "__main__":
    main()
