"""The link chooser writes what leads there here and on GitHub."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.across.two_trees import FIRST, HUB, guide, run, tools

Push = Callable[..., Any]


@pytest.fixture
def offered(there: Any, client: Client, wendy: User) -> Callable[..., dict[str, str]]:
    client.force_login(wendy)

    def find(words: str) -> dict[str, str]:
        page = DocPage.objects.get(source_path=FIRST)
        found = client.get(f"/documentation/{page.pk}/links/", {"q": words}).json()["results"]
        return {one["where"]: one["link"] for one in found}

    return find


def test_pages_and_headings_of_other_documentation_are_offered(offered: Any, link: Any, says: Push) -> None:
    guide(), tools("--title", "Tools"), run("ferry/ship", "docs", "ship")
    assert offered("knots") == {"Ropes: Tools · ropes.md#knots": "../../tools/ropes.md#knots"}
    assert offered("deck")["Ship · deck.md"] == f"{HUB}/ferry/ship/blob/HEAD/docs/deck.md"
    assert list(offered("")) == [FIRST, "index.md"]
    says(f"[x]({offered('deck')['Ship · deck.md']})")
    guide()
    assert link() == "/docs/ship/deck/"


def test_neither_older_nor_hidden_ones_are(offered: Any, there: Any) -> None:
    guide(), tools()
    page = DocPage.objects.get(source_path="ropes.md")
    page.view_restrictions.create(restriction_type="login")
    assert offered("ropes") == {}
    page.view_restrictions.all().delete()
    assert offered("ropes")
    DocSource.objects.filter(slug="tools").update(version_status="archived")
    assert offered("ropes") == {}


def test_documentation_without_a_repository_has_an_address_here(
    offered: Any, bring_in: Any, link: Any, says: Push
) -> None:
    guide(), bring_in({"log.md": "# Log\n\n## Days\n"})
    found = offered("days")
    assert list(found.values()) == ["/docs/handbook/log/#days"]
    says(f"[x]({next(iter(found.values()))})")
    guide()
    assert link() == "/docs/handbook/log/#days"
