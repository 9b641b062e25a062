"""What other rooms read of the ledger."""

from datetime import UTC, date, datetime

import pytest

from contributors.models import Affiliation, Contribution, Organization, Uncredited
from contributors.queries import ledger
from contributors.queries.people import names_of, person_for
from tests.contributors.mirror import public

pytestmark = pytest.mark.django_db
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def day(month: int, number: int = 1) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


def credit(person, at: datetime, **fields) -> Contribution:
    number = Contribution.objects.count()
    return Contribution.objects.create(
        person=person, occurred_at=at, source="github", external_id=f"1/pull/{number}",
        repository_number=public(), **{"kind": "code", "title": "Work", "repository": "ferrywell/ferrywell", **fields},
    )  # fmt: skip


@pytest.fixture
def rosa(make_person):
    return make_person("Rosa")


def test_credits_are_counted_human_work_in_a_half_open_window(rosa, make_person):
    credit(rosa, START)
    credit(rosa, END)
    credit(rosa, day(2), status="void")
    credit(rosa, day(2), status="disputed")
    credit(rosa, day(3), status="confirmed", kind="doc", repository="ferrywell/handbook")
    credit(make_person("robot", is_bot=True), day(2))
    found = ledger.credits(START, END)
    assert [(one.person_id, one.kind, one.occurred_at) for one in found] == [
        (rosa.pk, "code", START),
        (rosa.pk, "doc", day(3)),
    ]
    assert len(ledger.credits(START, END, "ferrywell/handbook")) == 1


def test_the_organization_is_that_of_the_day_by_the_best_source(rosa):
    old, new, guess = (Organization.objects.create(name=name, slug=name) for name in ("old", "new", "guess"))
    Affiliation.objects.create(person=rosa, organization=guess, source=Affiliation.Source.PROFILE)
    Affiliation.objects.create(
        person=rosa,
        organization=old,
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 4, 1),
        source=Affiliation.Source.SELF,
    )
    Affiliation.objects.create(
        person=rosa, organization=new, starts_on=date(2026, 4, 1), source=Affiliation.Source.SELF
    )
    for month in (1, 2, 4):
        credit(rosa, day(month))
    assert [one.organization_id for one in ledger.credits(START, END)] == [guess.pk, old.pk, new.pk]


def test_coverage_says_what_is_not_credited(rosa):
    credit(rosa, day(2))
    for number, reason in enumerate(("bot", "bot", "unknown")):
        Uncredited.objects.create(
            kind="code", occurred_at=day(2), source="github", external_id=f"1/pull/9{number}", repository_number=public(),
            repository="ferrywell/ferrywell", reason=reason,
        )  # fmt: skip
    assert ledger.coverage(START, END) == ledger.Coverage(total=4, attributed=1, bots_removed=2, unattributed=1)
    assert ledger.coverage(START, END, "no/where") == ledger.Coverage(0, 0, 0, 0)


def test_first_and_latest_contributions(rosa, make_person):
    hidden = make_person("Hidden", is_public=False)
    credit(rosa, day(3)), credit(rosa, day(2)), credit(hidden, day(5)), credit(rosa, day(1), status="void")
    assert ledger.first_contributions() == {rosa.pk: day(2), hidden.pk: day(5)}
    assert [one.person_name for one in ledger.latest_contributions(2)] == ["A contributor", "Rosa"]
    assert ledger.helpers_since(day(4)) == 1


def test_names_hide_who_does_not_want_to_be_shown(rosa, make_person):
    hidden = make_person("Hidden", is_public=False)
    found = names_of([rosa.pk, hidden.pk])
    assert (found[rosa.pk].name, found[rosa.pk].url) == ("Rosa", "/people/rosa/")
    assert (found[hidden.pk].name, found[hidden.pk].url) == ("A contributor", "")


def test_the_person_of_a_user(make_person, bob, charlie):
    person = make_person("Bob", user=bob)
    assert person_for(bob) == person
    assert person_for(charlie) is None
