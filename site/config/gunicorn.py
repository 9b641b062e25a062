"""How gunicorn serves the site: one process with threads on the embedded queue, several where Redis joins them."""

import gc
import os
from importlib import import_module
from typing import Any

from django.conf import settings

from common.apart.process import get_ready
from config import celery_app

wsgi_app = "config.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = 1 if settings.EMBEDDED_QUEUE else int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 5
control_socket_disable = True
preload_app = True
"""Loaded once, before the port is open: nobody waits for a process that still loads, and memory is shared."""


def when_ready(server: Any) -> None:
    """What is loaded by now stays for good, so the collector need not look through it again and again."""
    celery_app.connection_for_write().get_transport_cls()  # else the first delivery waits for it
    if settings.EMBEDDED_QUEUE:
        _load_for_tasks()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    get_ready()
    if settings.EMBEDDED_QUEUE:
        from common.queue import start_embedded_queue

        start_embedded_queue()
        celery_app.send_task("github_sync.sync_due_repositories")  # what became due while the site was away


def _load_for_tasks() -> None:
    """What this process would load at its first task, while the first answers wait for it."""
    celery_app.loader.import_default_modules()
    import_module("github")
