"""For whom people work, as far as their GitHub profile says it; every better source stays untouched."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from contributors.domain.companies import organization_name
from contributors.models import Affiliation, Organization


@transaction.atomic
def note_companies(*, companies: dict[int, str]) -> int:
    """Take the company text of each person's profile as their affiliation; a change counts from today on.

    Returns how many affiliations changed; idempotent.
    """
    current = dict(
        Affiliation.objects.filter(source=Affiliation.Source.PROFILE, ends_on=None).values_list(
            "person_id", "organization__name"
        )
    )
    today = timezone.localdate()
    changed = 0
    for person_id, company in sorted(companies.items()):
        name = organization_name(company)
        if name.casefold() != current.get(person_id, "").casefold():
            _change(person_id, name, person_id in current, today)
            changed += 1
    return changed


def _change(person_id: int, name: str, had_one: bool, today: date) -> None:
    open_ones = Affiliation.objects.filter(person_id=person_id, source=Affiliation.Source.PROFILE, ends_on=None)
    open_ones.filter(starts_on=today).delete()
    open_ones.update(ends_on=today)
    if name:
        Affiliation.objects.create(
            person_id=person_id, organization=_organization(name), starts_on=today if had_one else None
        )


def _organization(name: str) -> Organization:
    found = Organization.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    base = slugify(name)[:100] or "organization"
    slug, count = base, 1
    while Organization.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return Organization.objects.create(name=name, slug=slug)
