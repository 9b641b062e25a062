"""The WSGI entry that gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

site = get_wsgi_application()

from github_sync.door import WebhookDoor  # noqa: E402 - its models need the settings, which the line above reads

application = WebhookDoor(site)
