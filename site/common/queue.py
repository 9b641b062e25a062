"""The embedded queue: what runs tasks where there is no Redis.

A process either works off its own queue at its end (commands) or keeps a worker and the scheduler
in threads (the web server). Losing the queue loses nothing: scheduled tasks find due work in the database.
"""

import sys
import threading
from typing import Any

from celery import current_app as app
from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings
from django.db import close_old_connections, transaction
from kombu import Connection
from kombu.exceptions import OperationalError

WORKER = "queue-worker"
HAND_OVER = 0.0005
"""Seconds after which a computing task lets a thread go on that answers a request; Python's own 5 ms are felt."""


def enqueue_on_commit(name: str, *args: Any) -> None:
    """For a task of another room, which is known by its name only."""
    transaction.on_commit(lambda: app.tasks[name].delay(*args))


def is_worker_there() -> bool:
    """Whether anything takes tasks; asks over Redis and waits up to a second."""
    if settings.EMBEDDED_QUEUE:
        return any(thread.name == WORKER and thread.is_alive() for thread in threading.enumerate())
    try:
        return bool(app.control.ping(timeout=1.0, limit=1))
    except (OSError, OperationalError):
        return False


def work_off_embedded_queue() -> int:
    """Run every task this process enqueued, and those they enqueue, in order; returns how many ran.

    A failed task is logged by Celery and does not stop the others. Does nothing where Redis is the queue.
    """
    if not settings.EMBEDDED_QUEUE:
        return 0
    done = 0
    with app.connection_for_read() as connection:
        while message := _next_message(connection):
            headers = message.headers
            args, kwargs, _embed = message.decode()
            message.ack()
            app.tasks[headers["task"]].apply(args, kwargs, task_id=headers["id"])
            done += 1
    return done


def _next_message(connection: Connection) -> Any:
    channel = connection.default_channel
    queue = app.amqp.queues[app.conf.task_default_queue](channel)
    queue.declare()
    return queue.get(no_ack=False)


def start_embedded_queue() -> None:
    """Start a worker and the scheduler as daemon threads of this process."""
    sys.setswitchinterval(HAND_OVER)
    worker = WorkController(
        app=app,
        pool="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
        loglevel="WARNING",
    )
    threading.Thread(target=_run, args=(worker,), name=WORKER, daemon=True).start()
    EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler").start()


def _run(worker: WorkController) -> None:
    try:
        worker.start()
    finally:
        close_old_connections()
