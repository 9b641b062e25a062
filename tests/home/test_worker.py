"""A worker that shares a machine with the web server stands behind whoever waits for a page."""

import os

import pytest
from django.conf import settings

from config.celery import BEHIND_PAGES


@pytest.mark.django_db
@pytest.mark.skipif(settings.EMBEDDED_QUEUE, reason="the embedded queue is no process of its own")
def test_a_worker_is_nicer_than_what_answers_people(celery_worker_process):
    worker = os.getpriority(os.PRIO_PROCESS, celery_worker_process.pid)

    assert worker == min(19, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND_PAGES)
