"""A marked private repository is looked for at every public address, in every file and feed, as anybody who can ask."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.models import User
from contributors.models import Claim, Contribution, Person, Task
from contributors.services.board import refresh_board
from contributors.services.claims import claim_task
from contributors.services.recording import record_contributions
from github_sync.models import IssueComment, OutboxAction, Release, Repository
from github_sync.services.visibility import tell_visibility
from sustainability.services.reporting import refresh_reports
from tests.contributors import mirror
from tests.home.public_addresses import ARGUMENTS, NO_CONTENT, addresses, names, pages_of_the_site

MARK = "zorblax"
SOUGHT = ("lantern", "quill")
"""Words of the marked titles and names that are no mark themselves: a search page repeats what was asked."""


def test_every_public_address_is_walked() -> None:
    known = ARGUMENTS.keys() | NO_CONTENT | {"wagtail_serve", "docs_hub:page", "docs_hub:markdown"}
    new = names() - known
    assert not new, f"Say in tests/home/public_addresses.py how these are asked for: {sorted(new)}"


@pytest.fixture
def marked(harbor: Any, charlie: User) -> Repository:
    """A repository whose every title, name and address is marked; its tasks, credit, people and rows are all there."""
    now = timezone.now()
    row = mirror.repository(f"{MARK}/{MARK}-quay", github_id=7001, stargazers=3)
    quill = mirror.account(f"{MARK}-quill", name="Zorblax Quill", html_url=f"https://github.com/{MARK}-quill")
    pull = mirror.merged(
        row, 7, quill, f"{MARK}.py", title="Hang a zorblax lantern", merged_at=now - timedelta(days=2),
        created_at=now - timedelta(days=4), closed_at=now - timedelta(days=2), html_url=f"https://github.com/{MARK}/7",
        merged_by=quill,
    )  # fmt: skip
    mirror.review(pull, mirror.account("carol"), submitted_at=now - timedelta(days=3))
    mirror.commit(row, MARK * 5, quill, message="zorblax lantern", committed_at=now)
    mirror.issue(
        row, 1, "good first issue", MARK, title="Zorblax lantern wanted", body=f"The {MARK} lantern", author=quill
    )
    mirror.issue(row, 2, "good first issue", title="Old zorblax lantern", state="closed", closed_at=now, created_at=now,
                 state_reason="completed", author=quill)  # fmt: skip
    IssueComment.objects.create(
        repository=row, number=1, github_id=777, body=MARK, author=quill, created_at=now, updated_at=now
    )
    Release.objects.create(repository=row, github_id=778, tag_name=f"{MARK}-1", name=MARK, published_at=now)
    record_contributions(repository_id=row.pk)
    refresh_board(repository_id=row.pk)
    claim_task(user=charlie, task_id=Task.objects.get(title="Zorblax lantern wanted").pk)
    OutboxAction.objects.create(
        repository=row, full_name=row.full_name, number=1, kind=OutboxAction.Kind.COMMENT, actor=charlie, owner=charlie,
        state=OutboxAction.State.SENT, payload={"body": MARK, "body_as_self": MARK},
        answer={"id": 777, "url": f"https://github.com/{MARK}"},
    )  # fmt: skip
    refresh_reports()
    return row


@pytest.fixture
def everybody(charlie: User) -> Callable[[], dict[str, Client]]:
    """A stranger, and a newcomer who had taken a task of the marked repository."""

    def make() -> dict[str, Client]:
        signed_in = Client()
        signed_in.force_login(charlie)
        return {"stranger": Client(), "newcomer": signed_in}

    return make


def found(clients: dict[str, Client]) -> Iterator[str]:
    """Where somebody sees the mark."""
    urls = [url for name in sorted(ARGUMENTS) for url in addresses(name, list(SOUGHT))] + pages_of_the_site()
    for who, client in clients.items():
        for url in urls:
            answer = client.get(url, follow=MARK not in url)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code < 500, url
            if MARK in said.decode(errors="replace").lower().replace(url.lower(), ""):
                yield f"{who} {url}"


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_private_repository_is_seen_anywhere(
    marked: Repository, everybody: Callable[[], dict[str, Client]], run_queue: Callable[[], Any]
) -> None:
    seen = set(found(everybody()))
    for kind in ("/", "/tasks/", "/tasks/feed/", "/people/", "/search/?q=lantern", "/sustainability/metrics/"):
        assert any(f"stranger {kind}" in one for one in seen), f"the mark was to be seen before, at {kind}"
    assert "newcomer /account/" in seen
    marked.is_private = True
    marked.save()
    tell_visibility(marked)
    assert sorted(found(everybody())) == []  # before anything in the queue had its turn
    run_queue()
    assert sorted(found(everybody())) == []
    assert Contribution.objects.filter(title__icontains=MARK).exists()
    assert Person.objects.filter(name__icontains=MARK).exists()
    assert Claim.objects.filter(task__title__icontains=MARK).exists()
