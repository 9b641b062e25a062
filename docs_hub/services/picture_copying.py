"""Fetches pictures of other sites that pages show, each once and then seldom, and keeps a copy."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.errors import InvalidInputError
from docs_hub.client.asking import bring
from docs_hub.domain.outside import BUSY, Answer, picture_due
from docs_hub.domain.source_text import blob_sha
from docs_hub.models import OutsidePicture
from docs_hub.services.outside_hosts import hold_first, let_rest, robots_of
from docs_hub.services.picture_files import LARGEST, checked_picture, hold_file, keep_picture

logger = logging.getLogger(__name__)
SECONDS = 50.0
Keep = Callable[[], str]
"""Writes a copy unless it is there already; returns its name."""


def copy_due_pictures(*, seconds: float = SECONDS) -> int:
    """Fetch what is due until the time is up or every host rests; returns how many were asked for."""
    until, done = time.monotonic() + seconds, 0
    while settings.LINK_CHECK and time.monotonic() < until:
        if (picture := hold_first(OutsidePicture.objects.filter(uses__isnull=False))) is None:
            break
        _copy(picture)
        done += 1
    return done


def _copy(picture: OutsidePicture) -> None:
    robots = robots_of(picture.host, picture.url)
    answer = bring(picture.url, robots, most=LARGEST)
    try:
        note_picture(picture=picture, answer=answer, now=timezone.now())
    finally:
        let_rest(picture.host, robots, answer)


def note_picture(*, picture: OutsidePicture, answer: Answer, now: datetime) -> None:
    """Keep what came; what was kept before stays where nothing usable did."""
    keep = None
    try:
        keep = _checked(answer)
        picture.file = keep()
        picture.error, picture.failures = "", 0
    except InvalidInputError as error:
        picture.error, picture.failures = str(error)[:300], picture.failures + 1
    except Exception:  # a stranger's bytes; one picture must not stop the others
        logger.exception("The picture %s could not be kept", picture.url)
        picture.error, picture.failures = "it could not be kept", picture.failures + 1
    picture.asked_at, picture.next_at = now, picture_due(answer, picture.failures, now)
    _save(picture, keep)


@transaction.atomic
def _save(picture: OutsidePicture, keep: Keep | None) -> None:
    """A file that was old and went since it was looked at is written once more before the row names it."""
    if keep is not None and picture.file:
        hold_file(picture.file)
        keep()
    picture.save(update_fields=["file", "error", "failures", "asked_at", "next_at"])


def _checked(answer: Answer) -> Keep:
    """What keeps the copy. Raises InvalidInputError."""
    if not 200 <= answer.status < 300:
        busy = "its site is busy" if answer.status in BUSY else f"its site answers {answer.status}"
        raise InvalidInputError(answer.error or busy)
    content, ending = checked_picture(answer.body)
    return partial(keep_picture, f"picture{ending}", blob_sha(answer.body), content)
