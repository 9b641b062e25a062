"""The Celery application: Redis when `REDIS_URL` is set, a queue inside the process when it is not."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mainstay")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="common.ping", ignore_result=False)
def ping() -> str:
    """Answer through the result backend, so that a caller knows the queue before it was worked off."""
    return "pong"
