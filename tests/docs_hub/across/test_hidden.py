"""Links to pages that a reader may not see."""

from collections.abc import Callable
from typing import Any

from common.models import User
from docs_hub.models import DocPage, DocSource
from docs_hub.services.removing import take_pages_off
from docs_hub.services.sources import remove_source
from tests.docs_hub.across.two_trees import FIRST, dead, guide, tools

Push = Callable[..., Any]


def test_what_readers_do_not_see_is_not_linked(there: Any, link: Any, alice: User) -> None:
    guide(), tools()
    ropes = DocPage.objects.get(source_path="ropes.md")
    take_pages_off(pages=[ropes], actor=alice)
    assert link() == "dead"
    DocPage.objects.filter(pk=ropes.pk).update(live=True)
    assert link() == "/docs/tools/ropes/#knots"
    remove_source(source=DocSource.objects.get(slug="tools"))
    assert link() == "dead"
    assert dead() == [(FIRST, 3, "../../tools/ropes.md#knots")]


def test_a_version_page_that_readers_do_not_see_is_not_linked(says: Push, link: Any, alice: User) -> None:
    says("[x](/docs/tools/1/ropes/)")
    guide(), tools(), tools("--version", "1", "--ref", "main")
    assert link() == "/docs/tools/1/ropes/"
    ropes, root = (DocPage.objects.get(doc_source__slug="tools", address=at) for at in ("ropes", ""))
    kept = ropes.view_restrictions.create(restriction_type="login")
    assert link() == "dead"
    assert dead() == [(FIRST, 3, "/docs/tools/1/ropes/")]
    kept.delete()
    for page in (ropes, root):
        assert link() == "/docs/tools/1/ropes/"
        take_pages_off(pages=[page], actor=alice)
        assert link() == "dead"
        DocPage.objects.filter(pk=page.pk).update(live=True)


def test_a_version_leads_into_no_hidden_page_of_its_branch(says: Push, link: Any, alice: User) -> None:
    guide(), tools(), guide("--version", "1", "--ref", "main"), tools("--version", "1", "--ref", "main")
    old = "/docs/guide/1/start/first/"
    assert link(old) == "/docs/tools/1/ropes/#knots"
    take_pages_off(pages=[DocPage.objects.get(source_path="ropes.md")], actor=alice)
    assert link(old) == "dead"


def test_a_closed_page_is_linked_for_whoever_is_behind_the_same_door(says: Push, link: Any) -> None:
    guide(), tools()
    ropes = DocPage.objects.get(source_path="ropes.md")
    kept = ropes.view_restrictions.create(restriction_type="login")
    assert link() == "dead"
    says(files={"tools/ropes.md": None, "tools/deck/lines.md": "# Ropes\n\n## Knots\n"})
    tools()
    assert link() == "dead", "where a closed page lies now is told to nobody"
    assert dead() == [(FIRST, 3, "../../tools/ropes.md#knots")]
    kept.delete()
    ropes.get_parent().get_parent().view_restrictions.create(restriction_type="login")
    assert dead() == []
