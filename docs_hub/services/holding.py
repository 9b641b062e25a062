"""A text whose documentation is edited by nobody here stays a draft, whichever way somebody wanted to publish it."""

import logging

from django.utils.timezone import localtime
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from docs_hub.models import DocPage
from docs_hub.queries.writing import CLOSED, ClosedError, is_closed

HELD = "docs_hub.hold_publishing"
SCHEDULED = "wagtail.publish.scheduled"  # what Wagtail's own command says that it publishes for
logger = logging.getLogger(__name__)


def hold_publishing(*, page: DocPage, revision: Revision, log_action: object) -> bool:
    """Whether it is held. Raises ClosedError but for a schedule, which must not keep others from their time.

    What was scheduled stays so, and is noted once in the page's history and in the log.
    """
    if not is_closed(page):
        return False
    if log_action != SCHEDULED:
        raise ClosedError(page)
    known = PageLogEntry.objects.filter(page=page.pk, action=HELD, revision=revision)
    if not known.exists():
        log(instance=page, action=HELD, revision=revision)
        due = localtime(revision.approved_go_live_at) if revision.approved_go_live_at else "now"
        logger.warning("Not published, though due at %s: “%s”. %s", due, page, CLOSED)
    return True
