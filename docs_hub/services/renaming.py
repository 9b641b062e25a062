"""Repositories that have another name by now."""

from django.db import transaction

from common import page_cache
from docs_hub.models import DocSource, Proposal


@transaction.atomic
def follow_rename(*, former: str, name: str) -> None:
    """Sources and proposals go by the repository's name. Idempotent."""
    changed = DocSource.objects.filter(repository__iexact=former).update(repository=name)
    changed += Proposal.objects.filter(repository__iexact=former).update(repository=name)
    if changed:
        page_cache.clear_on_commit()
