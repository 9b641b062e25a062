"""The Celery application: Redis when `REDIS_URL` is set, a queue inside the process when it is not."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

BEHIND_PAGES = 5
"""How much nicer (nice(2)) a worker is than the processes that answer people."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mainstay")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="common.ping", ignore_result=False)
def ping() -> str:
    """Answer through the result backend, so that a caller knows the queue before it was worked off."""
    return "pong"


@worker_init.connect
def let_pages_go_first(**_kwargs: Any) -> None:
    """A worker beside the web server has the processor when nobody waits for a page; alone it has all of it."""
    if hasattr(os, "nice"):
        os.nice(BEHIND_PAGES)
