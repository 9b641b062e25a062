"""For whom people work, as far as their GitHub profile says it; every better source stays untouched."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from common import audit, page_cache
from common.models import User
from contributors.domain.companies import organization_key, organization_name
from contributors.models import Affiliation
from contributors.services.organizations import organization_named

PROFILE = Affiliation.Source.PROFILE


@transaction.atomic
def note_companies(*, companies: dict[int, str]) -> int:
    """Take the company text of each person's profile as their affiliation; a change counts from today on.

    An organization about which a better source has spoken (also that the person left it) is not taken from the
    profile. Returns how many affiliations changed; idempotent.
    """
    open_ones = Affiliation.objects.filter(source=PROFILE, ends_on=None)
    current = dict(open_ones.values_list("person_id", "organization__key"))
    better = Affiliation.objects.filter(source__gt=PROFILE)
    spoken = set(better.values_list("person_id", "organization__key"))
    today = timezone.localdate()
    changed = 0
    for person_id, company in sorted(companies.items()):
        name = organization_name(company)
        key = organization_key(name) if name else ""
        if (person_id, key) in spoken:
            name, key = "", ""
        if key != current.get(person_id, ""):
            _change(person_id, name, person_id in current, today)
            changed += 1
    return changed


@transaction.atomic
def keep_affiliation(*, actor: User, affiliation: Affiliation) -> None:
    """What somebody entered by hand: from now on theirs to say, so that no sync overwrites it.

    What a profile or an address told becomes the word of a maintainer once one changes it.
    """
    if affiliation.source < Affiliation.Source.MAINTAINER:
        affiliation.source = Affiliation.Source.MAINTAINER
    affiliation.save()
    audit.record(
        actor=actor, action="contributors.keep_affiliation", subject=f"affiliation:{affiliation.pk}",
        person=affiliation.person_id, organization=affiliation.organization_id, source=affiliation.source,
        starts_on=str(affiliation.starts_on or ""), ends_on=str(affiliation.ends_on or ""),
    )  # fmt: skip
    page_cache.clear_on_commit()


def _change(person_id: int, name: str, had_one: bool, today: date) -> None:
    open_ones = Affiliation.objects.filter(person_id=person_id, source=PROFILE, ends_on=None)
    open_ones.filter(starts_on=today).delete()
    open_ones.update(ends_on=today)
    if name:
        Affiliation.objects.create(
            person_id=person_id, organization=organization_named(name=name), source=PROFILE,
            starts_on=today if had_one else None,
        )  # fmt: skip
