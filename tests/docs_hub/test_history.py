"""Each page names who wrote it and when, as the mirrored history tells; without a mirror it names nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from contributors.models import Identity, Person
from contributors.services.board_version import bump
from docs_hub.models import DocPage, FormerPath, PageHistory
from docs_hub.services.editing import prepare_edit
from tests.fixtures.sandbox import commit

pytestmark = [pytest.mark.usefixtures("site_root"), pytest.mark.django_db(transaction=True)]
PAGES = {
    "mkdocs.yml": "site_name: Ferry\n",
    "docs/index.md": "# Ferry\n",
    "docs/tickets.md": "# Tickets\n",
    "docs/quiet.md": "# Quiet\n",
}
Run = Callable[[], Any]


def history() -> list[dict[str, Any]]:
    return [
        commit("1", "alice", 1, "Begin", ["docs/index.md", "docs/fares.md"]),
        commit("2", "bob", 2, "Tickets", ["docs/tickets.md", "src/x.py"]),
        commit("3", "bob", 5, "More", ["docs/tickets.md"]),
        commit("4", "alice", 4, "Tidy\n\nCo-authored-by: Nell <nell@example.org>", ["docs/tickets.md"]),
    ]


@pytest.fixture
def ferry(make_sandbox: Callable[..., Any], run_queue: Run) -> None:
    make_sandbox({"ferry/manual": {"contents": PAGES, "commits": history()}})
    call_command("import_docs", "--repository", "ferry/manual", "--path", "docs", "--slug", "ferry", "--json")


def foot(client: Client, address: str) -> str:
    shown = client.get(f"{address}?{id(object())}").content.decode()
    return " ".join(shown[shown.index('<footer class="docs-foot">') :].split())


def test_without_a_mirror_nothing_is_said(ferry: None, client: Client) -> None:
    assert not PageHistory.objects.exists()
    assert "Written by" not in foot(client, "/docs/ferry/tickets/")
    assert "Last changed here" in foot(client, "/docs/ferry/tickets/")


def test_after_a_sync_a_page_names_its_people_who_did_most_first(ferry: None, client: Client, run_queue: Run) -> None:
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    row = PageHistory.objects.get(source_path="tickets.md")
    told = [(one["login"] or one["name"], one["changes"]) for one in row.people]
    assert told == [("bob", 2), ("alice", 1), ("Nell", 1)]
    shown = foot(client, "/docs/ferry/tickets/")
    assert '<time datetime="2026-03-05' in shown
    assert "Written by" in shown
    assert "/bob" in shown
    assert "Nell" in shown
    assert "Last changed here" not in shown, "the text came as it is with an import"
    page = DocPage.objects.get(source_path="tickets.md")
    page.source += "Bring change.\n"
    prepare_edit(page=page, parent=None, is_changed=True)
    page.save_revision().publish()
    assert "Last changed here" in foot(client, "/docs/ferry/tickets/")
    assert "nell@example.org" not in client.get("/docs/ferry/tickets/").content.decode()
    assert not PageHistory.objects.filter(source_path="quiet.md").exists()
    assert "Written by" not in foot(client, "/docs/ferry/quiet/")


def test_changes_under_a_former_name_count_too(ferry: None, run_queue: Run) -> None:
    FormerPath.objects.create(page=DocPage.objects.get(source_path="quiet.md"), path="fares.md")
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    assert [one["login"] for one in PageHistory.objects.get(source_path="quiet.md").people] == ["alice"]


def test_a_second_import_writes_nothing_anew(ferry: None, run_queue: Run) -> None:
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    before = list(PageHistory.objects.order_by("pk").values_list("pk", flat=True))
    call_command("import_docs", "--repository", "ferry/manual", "--path", "docs", "--slug", "ferry", "--json")
    assert list(PageHistory.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_page_with_a_history_makes_three_queries_more(
    ferry: None, client: Client, run_queue: Run, django_assert_num_queries: Any
) -> None:
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    bump()
    client.get("/docs/ferry/tickets/")
    with django_assert_num_queries(7):
        client.get("/docs/ferry/tickets/?fresh")


def test_who_is_hidden_is_counted_and_not_named(ferry: None, client: Client, run_queue: Run) -> None:
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    bob = Identity.objects.get(login="bob").person
    Person.objects.filter(pk__in=[bob.pk, *Person.objects.filter(name="Nell").values_list("pk", flat=True)]).update(
        is_public=False
    )
    shown = foot(client, "/docs/ferry/tickets/")
    assert "and 2 others" in shown
    assert "bob" not in shown.lower()
    assert "Nell" not in shown


def test_a_person_with_two_accounts_stands_there_once(ferry: None, client: Client, run_queue: Run) -> None:
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    alice = Identity.objects.get(login="alice").person
    Identity.objects.filter(login="bob").update(person=alice)
    shown = foot(client, "/docs/ferry/tickets/")
    assert shown.count(f'href="{alice.get_absolute_url()}"') == 1
    assert "/bob" not in shown


@pytest.mark.parametrize(("ref", "is_told"), [("main", True), ("v1", False)])
def test_a_branch_that_is_named_has_a_history_where_it_is_the_mirrored_one(
    make_sandbox: Callable[..., Any], run_queue: Run, ref: str, is_told: bool
) -> None:
    server = make_sandbox({"ferry/manual": {"contents": PAGES, "commits": history()}})
    if ref != "main":
        server.change.push("ferry/manual", {"docs/tickets.md": "# Old\n"}, "Old", branch=ref, login="bob")
    call_command("import_docs", "--repository", "ferry/manual", "--path", "docs", "--slug", "ferry", "--ref", ref)
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    assert PageHistory.objects.exists() is is_told
