"""Organizations under one name each, and the joining of those that were two."""

from django.db import transaction
from django.utils.text import slugify

from common import audit, page_cache
from common.errors import InvalidInputError
from common.locks import hold
from common.models import User
from common.names import tidy_name
from contributors.domain.companies import organization_key
from contributors.models import Affiliation, Organization
from contributors.services.relations import move_relations

LOCK = "contributors.organizations"


@transaction.atomic
def organization_named(*, name: str) -> Organization:
    """The one organization of this name, however it is spelled; made where there is none."""
    hold(LOCK)
    found = Organization.objects.filter(key=organization_key(name)).first()
    return found or Organization.objects.create(name=tidy_name(name)[:255], slug=_free_slug(name))


@transaction.atomic
def join_organizations(*, actor: User, former_id: int, kept_id: int) -> Organization:
    """All that refers to the former belongs to the kept one, which keeps its name; the former is gone.

    The audit entry names every row that was moved. Raises InvalidInputError where one is gone or both are one.
    """
    hold(LOCK)
    rows = Organization.objects.select_for_update().in_bulk({former_id, kept_id})
    if len(rows) < 2:
        raise InvalidInputError("One of the two is not there any more, or they are one already. Look at the list.")
    former, kept = rows[former_id], rows[kept_id]
    moved = move_relations(former=former, kept=kept).moved
    said_twice = _drop_said_twice(kept)
    detail = {"kept": kept.pk, "name": former.name, "slug": former.slug, "moved": moved, "said_twice": said_twice}
    audit.record(actor=actor, action="contributors.join_organizations", subject=f"organization:{former.pk}", **detail)
    former.delete()
    page_cache.clear_on_commit()
    return kept


def _drop_said_twice(organization: Organization) -> list[dict[str, object]]:
    """Affiliations that say the very same; the oldest stays. Returns what the others said."""
    seen: set[tuple[object, ...]] = set()
    twice = []
    for row in Affiliation.objects.filter(organization=organization).order_by("pk"):
        said = (row.person_id, row.starts_on, row.ends_on, row.source)
        if said in seen:
            twice.append({"id": row.pk, "person": row.person_id, "source": row.source, "starts_on": str(row.starts_on)})
            row.delete()
        seen.add(said)
    return twice


def _free_slug(name: str) -> str:
    base = slugify(name)[:100] or "organization"
    slug, count = base, 1
    while Organization.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug
