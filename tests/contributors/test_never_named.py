"""Who does not want to be named is not, in anything that this site writes on GitHub."""

import pytest

from contributors.services.people import person_of_user
from docs_hub.services.edit_people import named
from github_sync.models import OutboxAction
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.talking import comment_on
from github_sync.services.outbox.voices import author_of, site_author

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hidden(alice):
    alice.first_name, alice.last_name = "Alice", "Ade-Unseen"
    alice.save()
    person = person_of_user(user=alice)
    person.is_public = False
    person.save()
    return alice


def said(sandbox):
    return [record["body"] for record in sandbox.community.repo("harbor", "core").comments_of_thread[1]][-1]


def test_a_comment_of_a_hidden_person_bears_the_sites_name_alone(harbor, hidden, run_queue):
    comment_on(by=By(hidden), repository="harbor/core", number=1, body="Welcome aboard.")
    run_queue()
    assert said(harbor).startswith("Welcome aboard.\n\n– Mainstay")
    assert "Unseen" not in said(harbor)
    assert "alice" not in said(harbor).lower()


def test_who_hides_before_it_is_sent_is_not_named_either(harbor, alice, run_queue):
    comment_on(by=By(alice), repository="harbor/core", number=1, body="Welcome aboard.")
    person = person_of_user(user=alice)
    person.is_public = False
    person.save()
    run_queue()
    assert "alice" not in said(harbor).lower()


def test_a_commit_of_a_hidden_person_is_the_sites(hidden, bob):
    assert author_of(OutboxAction(owner=hidden, actor_name="Alice Ade-Unseen")) == site_author()
    assert author_of(OutboxAction(owner=bob, actor_name="Bob"))["name"] == "Bob"


def test_edits_and_trailers_name_only_who_is_shown(hidden, bob):
    assert [who.name for who in named([hidden.pk, bob.pk])] == ["bob"]
