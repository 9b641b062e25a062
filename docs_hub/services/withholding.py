"""Documentation of a repository that stops being public is kept for the own people of the site."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import PageViewRestriction

from common import audit, page_cache, roles
from docs_hub.models import DocPage, DocSource

READERS = (roles.OPERATORS, roles.MAINTAINERS, roles.WRITERS)


@transaction.atomic
def withhold(*, repository: str) -> int:
    """Close what was read in from it to the public, as *Privacy* of its first page does; returns how many. Idempotent.

    All that heeds a page's privacy heeds this: pages, other versions, search, feeds, lists and files for machines.
    Whoever takes the privacy off again in the admin publishes it knowingly, and is not overruled.
    """
    closed = 0
    for source in DocSource.objects.filter(repository__iexact=repository):
        first = DocPage.objects.filter(doc_source=source, address="").first()
        if first is None or PageViewRestriction.objects.filter(page=first).exists():
            continue
        kept = PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.GROUPS)
        kept.groups.set([Group.objects.get_or_create(name=name)[0] for name in READERS])
        source.withheld_by = kept
        source.save(update_fields=["withheld_by"])
        audit.record(actor=None, action="docs_hub.withhold", subject=f"documentation:{source.slug}")
        closed += 1
    if closed:
        page_cache.clear_on_commit()
    return closed


@transaction.atomic
def give_back(*, repository: str) -> int:
    """Open again what `withhold` closed, and nothing that a person did; returns how many. Idempotent."""
    sources = list(DocSource.objects.filter(repository__iexact=repository, withheld_by__isnull=False))
    for source in sources:
        PageViewRestriction.objects.filter(pk=source.withheld_by_id).delete()
        audit.record(actor=None, action="docs_hub.give_back", subject=f"documentation:{source.slug}")
    if sources:
        page_cache.clear_on_commit()
    return len(sources)
