"""Documentation of a repository that stops being public."""

import pytest
from wagtail.models import PageViewRestriction

from docs_hub.models import DocSource
from github_sync.services.visibility import tell_visibility
from tests.contributors.mirror import repository

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = (
    "/docs/harbor/",
    "/docs/harbor/start/",
    "/docs/harbor/start.md",
    "/docs/harbor/llms.txt",
    "/docs/harbor/feed.atom",
)


@pytest.fixture
def handbook(harbor):
    from django.utils import timezone

    return repository("harbor/docs", github_id=102, synced_at=timezone.now())


def turn(row, *, is_private):
    row.is_private = is_private
    row.save()
    tell_visibility(row)


def open_places(client):
    there = [url for url in PLACES if client.get(url).status_code == 200]
    lists = "".join(client.get(url).content.decode() for url in ("/llms.txt", "/sitemap.xml", "/docs/feed.atom"))
    found = client.get("/search/?q=hello").content.decode()
    return there, "/docs/harbor/" in lists, "/docs/harbor/start/" in found


def test_it_is_withheld_from_the_public_and_given_back(client, handbook, wendy):
    assert open_places(client) == (list(PLACES), True, True)
    turn(handbook, is_private=True)
    assert open_places(client) == ([], False, False)
    client.force_login(wendy)
    assert client.get("/docs/harbor/start/").status_code == 200
    client.logout()
    turn(handbook, is_private=False)
    assert open_places(client) == (list(PLACES), True, True)


def test_who_opens_it_knowingly_is_not_overruled(client, handbook):
    turn(handbook, is_private=True)
    PageViewRestriction.objects.all().delete()
    assert DocSource.objects.get().withheld_by is None
    assert client.get("/docs/harbor/start/").status_code == 200
    turn(handbook, is_private=False)
    assert client.get("/docs/harbor/start/").status_code == 200


def test_what_was_chosen_while_it_was_private_stays_as_it_was_chosen(client, harbor):
    turn(repository("harbor/docs", github_id=102), is_private=True)
    assert client.get("/docs/harbor/start/").status_code == 200
