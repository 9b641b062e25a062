"""How gunicorn serves the site: one process with threads on the embedded queue, several where Redis joins them."""

import os
from typing import Any

from django.conf import settings

wsgi_app = "config.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = 1 if settings.EMBEDDED_QUEUE else int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 5
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    if settings.EMBEDDED_QUEUE:
        from common.queue import start_embedded_queue

        start_embedded_queue()
