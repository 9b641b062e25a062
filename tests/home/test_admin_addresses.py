"""Every address that Wagtail makes for a room's lists answers, whatever row it names; none breaks."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page

from common.models import User
from contributors.models import Affiliation, Contribution, Organization, Person, Task
from docs_hub.models import DocIndexPage, DocPage, DocSource, DocSuggestion, DocVersion
from github_sync.models import AccountMark, Delivery, OutboxAction, Repository, SyncRun
from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Reserve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]
OURS = {"contributors", "github_sync", "sustainability", "docs_hub", "home", "common"}
RIGHT = {200, 302, 403, 404}
UNKNOWN = (0, 987654321, 10**30)


def model_views(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, type[models.Model]]]:
    """Name and model of every address whose view shows rows of one of our models."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from model_views(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
            continue
        model = getattr(entry.callback, "view_initkwargs", {}).get("model")
        model = model or getattr(getattr(entry.callback, "view_class", None), "model", None)
        if entry.name and isinstance(model, type) and issubclass(model, models.Model) and model._meta.app_label in OURS:
            yield ":".join([*spaces, entry.name]), model


def addresses(name: str, pk: Any) -> list[str]:
    """With that row, and with a row's and a revision's or a step's number where there are two."""
    for args in ([], [pk], [pk, 1], [pk, "live", "latest"], [pk, "approve", 1]):
        try:
            return [reverse(name, args=args)]
        except NoReverseMatch:
            continue
    return []


@pytest.fixture
def rows(wendy: User) -> dict[type[models.Model], Any]:
    """One of each model."""
    now = timezone.now()
    repository = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")
    person = Person.objects.create(slug="ann", name="Ann")
    organization = Organization.objects.create(slug="harbor", name="Harbor")
    income = FundingSource.objects.create(name="Donations", funding_class="community")
    source = DocSource.objects.create(slug="manual", title="Manual")
    top = Page.get_first_root_node().add_child(instance=DocIndexPage(title="Docs", slug="docs"))
    page = top.add_child(instance=DocPage(title="Guide", slug="guide", doc_source=source, source="# Guide\n"))
    suggestion = DocSuggestion.objects.create(page=page, author=wendy, note="Why", text="# Guide 2\n", live=False)
    suggestion.save_revision(user=wendy)
    money = {"currency": "EUR"}
    made: list[models.Model] = [
        repository, person, organization, income, source, suggestion, wendy,
        Task.objects.create(owner="harbor", name="core", number=1, external_id="1/1", title="Paint"),
        Affiliation.objects.create(person=person, organization=organization),
        Contribution.objects.create(
            person=person, kind="doc", occurred_at=now, title="Edited", source="docs", external_id="1", provenance="here"
        ),
        AccountMark.objects.create(github_id=7, login="helper", is_robot=True),
        SyncRun.objects.create(repository=repository, started_at=now),
        Delivery.objects.create(guid=uuid4(), event="issues"),
        OutboxAction.objects.create(kind="comment", full_name="harbor/core", lane="harbor/core#1", number=1),
        Entry.objects.create(kind="income", source=income, amount_minor=100, occurred_on=now.date(), **money),
        Funder.objects.create(name="Pier Foundation"),
        Reserve.objects.create(account="Bank", unrestricted_minor=100, as_of=now.date(), **money),
        ExchangeRate.objects.create(currency="USD", into="EUR", on=now.date(), rate="0.9"),
        DocVersion.objects.create(doc_source=source, slug="v1"),
    ]  # fmt: skip
    return {type(one): one for one in made}


@pytest.mark.parametrize("who", ["an administrator", "an operator", "a maintainer", "a writer"])
def test_every_address_of_every_list_answers(
    rows: dict[type[models.Model], Any], who: str, admin_user: User, olga: User, alice: User, wendy: User
) -> None:
    client = Client(raise_request_exception=False)
    users = {"an administrator": admin_user, "an operator": olga, "a maintainer": alice, "a writer": wendy}
    client.force_login(users[who])
    asked, wrong = 0, []
    for name, model in model_views():
        assert model in rows, f"no row of {model} to try {name} with"
        for pk in (rows[model].pk, *UNKNOWN):
            for address in addresses(name, pk):
                answers = {"GET": client.get(address).status_code}
                if name.rpartition(":")[2] in ("edit", "add", "copy", "create"):
                    answers["POST"] = client.post(address, {}).status_code
                asked += 1
                wrong += [f"{verb} {address}: {status}" for verb, status in answers.items() if status not in RIGHT]
    assert not wrong, "\n".join(wrong)
    assert asked > 400
