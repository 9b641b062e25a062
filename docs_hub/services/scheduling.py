"""Sets the time at which a text is published, for pages that an import brought and nobody published by hand yet.

Wagtail takes a page whose live text is no revision off the site until then.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from docs_hub.models import DocPage


@transaction.atomic
def schedule_over_import(*, page: DocPage, revision: Revision, **options: object) -> bool:
    """Whether it was scheduled here, with the imported text shown until then; `options` are those of `publish`."""
    action = PublishPageRevisionAction(revision, **options)
    due, imported = action.object.go_live_at, DocPage.objects.filter(pk=page.pk, live=True, live_revision=None)
    if due is None or due <= timezone.now() or not imported.update(has_unpublished_changes=True):
        return False
    revision.approved_go_live_at = due
    revision.save(update_fields=["approved_go_live_at"])
    page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    if action.log_action:
        action.log_scheduling_action()
    return True
