"""The database tells states as the rules do, and lists of pages cost what is shown, not what there is."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from common.models import User
from contributors.services.people import person_of_user
from docs_hub.domain.freshness import STATES
from docs_hub.models import Care, DocPage, DocSource
from docs_hub.queries.care_queue import CareItem, CareItems, Wanted, theirs
from tests.docs_hub.watching import at_each_call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]
Import = Callable[..., dict[str, Any]]
FOLDERS = ["", "a", "a/b", "a/b/c", "A", "ab", "a_b", "%"]


def some_care(seed: int, owners: list[dict[str, Any]]) -> None:
    """For about half of all folders and pages, and for some sections."""
    luck, now, source = random.Random(seed), timezone.now(), DocSource.objects.get()

    def ago() -> Any:
        return now - timedelta(days=luck.randint(0, 99), hours=luck.randint(1, 23))

    places: list[dict[str, Any]] = [{"folder": folder} for folder in FOLDERS]
    pages = DocPage.objects.exclude(source_path="").values_list("pk", flat=True)
    places += [{"page_id": pk, "anchor": anchor} for pk in pages for anchor in ("", "one")]
    Care.objects.bulk_create(
        Care(
            doc_source=source, **place, **luck.choice(owners), since=ago(), checked_at=luck.choice([None, ago()]),
            interval_days=luck.choice([None, 1, 5, 27, 28, 29, 90]), version=luck.choice(["", "1", "2"]),
            checked_version=luck.choice(["", "1", "2"]),
        )
        for place in places if luck.random() < 0.6
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_database_tells_states_and_owners_as_the_rules_do(
    bring_in: Import, alice: User, bob: User, wendy: User, seed: int
) -> None:
    bring_in({f"{folder}/p{number}.md".lstrip("/"): "# P\n\n## One\n" for folder in FOLDERS for number in range(3)})
    User.objects.filter(pk=bob.pk).update(is_active=False)
    here, left = Group.objects.create(name="here"), Group.objects.create(name="left")
    alice.groups.add(here)
    owners = [{"owner": person_of_user(user=one), "owner_name": one.username} for one in (alice, bob)]
    owners += [{"team": here, "owner_name": "here"}, {"team": left, "owner_name": "left"}, {"owner_name": "gone"}, {}]
    some_care(seed, owners)
    items = CareItems()
    told = Counter(item.freshness.state for item in items)
    assert (items.counts, len(items)) == (told, told.total())
    assert told.total() > len(FOLDERS) * 3, "sections, too"
    for state in STATES:
        assert {item.freshness.state for item in CareItems(Wanted((state,)))} <= {state}
    for owner in ("alice", "bob", "here", "left", "gone"):
        assert list(CareItems(Wanted(owner=owner))) == [one for one in items if one.freshness.owner == owner]
    mine = [one for one in items if one.owner_id == alice.person.pk or one.team_id == here.pk]
    assert list(CareItems(theirs(alice))) == mine
    order = [(list(STATES).index(one.freshness.state), one.path) for one in items]
    assert [state for state, _ in order] == sorted(state for state, _ in order)


@pytest.mark.parametrize("screen", ["docs_care", "docs_desk"])
def test_only_what_a_screen_shows_is_read(
    bring_in: Import, client: Client, wendy: User, alice: User, screen: str, django_assert_max_num_queries: Any
) -> None:
    bring_in({f"m/p{number}.md": f"# P{number}\n" for number in range(120)})
    then = timezone.now() - timedelta(days=99)
    Care.objects.create(
        doc_source=DocSource.objects.get(),
        owner=person_of_user(user=alice),
        owner_name="alice",
        interval_days=9,
        since=then,
    )
    client.force_login(wendy)
    client.get(f"/admin/{screen}/")
    read: list[None] = []
    with at_each_call(CareItem.__init__, lambda: read.append(None)), django_assert_max_num_queries(45):
        shown = client.get(f"/admin/{screen}/").content.decode()
    assert "120" in shown, "all are counted"
    assert 0 < len(read) <= 50


def test_each_page_of_the_list_has_its_part(bring_in: Import, client: Client, wendy: User) -> None:
    bring_in({f"m/p{number}.md": f"# P{number}\n" for number in range(120)})
    client.force_login(wendy)
    parts = [client.get(f"/admin/docs_care/?page={page}").context["items"].object_list for page in (1, 2, 3)]
    assert [len(part) for part in parts] == [50, 50, 20]
    assert len({item.page_id for part in parts for item in part}) == 120
