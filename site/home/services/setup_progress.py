"""What an operator has done of setting the site up, where nothing else tells it."""

from django.db import transaction
from django.utils import timezone

from common import audit
from common.models import User
from github_sync.services.choosing import sync_soon
from home.models import HomePage, SetupProgress
from home.services.setup import rename_site

CONFIRMED = ("name", "labels", "documentation")


@transaction.atomic
def confirm(*, step: str, actor: User) -> None:
    """That `step`, one of CONFIRMED, is as the operator wants it; idempotent."""
    _set(f"{step}_confirmed_at", actor, f"home.confirm_{step}")


@transaction.atomic
def begin_first_sync(*, actor: User) -> int:
    """Have all followed repositories that are new read now; returns how many."""
    SetupProgress.objects.update_or_create(pk=1, defaults={"sync_started_at": timezone.now()})
    return sync_soon(actor=actor)


@transaction.atomic
def finish(*, actor: User) -> None:
    """The assistant steps back; it can be opened again at any time."""
    _set("finished_at", actor, "home.finish_setup")


@transaction.atomic
def name_site(*, name: str, tagline: str, introduction: str, actor: User) -> HomePage:
    """Pages and mails carry the new name from now on, and the home page its texts."""
    home = rename_site(name=name)
    home.title, home.tagline, home.introduction = name, tagline, introduction
    home.save_revision(user=actor).publish(user=actor)
    confirm(step="name", actor=actor)
    return home


def _set(field: str, actor: User, action: str) -> None:
    SetupProgress.objects.update_or_create(pk=1, defaults={field: timezone.now()})
    audit.record(actor=actor, action=action, subject="setup_progress:1")
