"""Work of the queue; each task can run twice without harm."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="home.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and take off what writers set a time for, of any kind of page."""
    call_command("publish_scheduled", verbosity=0)
