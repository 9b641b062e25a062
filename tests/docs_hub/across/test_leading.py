"""Links that leave their tree lead to the page that is read here, whatever was imported first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.page_cache import clear
from docs_hub.models import DocPage, DocSource, DocVersion, OutsideLink
from docs_hub.queries.broken_links import dead_links
from docs_hub.queries.findings import findings_in
from docs_hub.queries.sources import source_states
from docs_hub.services.outside_links import collect_links
from tests.docs_hub.across.two_trees import FIRST, HUB, MANUAL, dead, guide, run, tools

Push = Callable[..., Any]


def queries_of(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


@pytest.mark.parametrize("order", [(guide, tools), (tools, guide)])
def test_a_relative_link_leads_into_the_other_source_whatever_came_first(
    there: Any, link: Any, order: tuple[Callable[[], Any], ...]
) -> None:
    reports = [one() for one in order]
    assert link() == "/docs/tools/ropes/#knots"
    assert dead() == []
    assert reports[1]["unresolved"] == []


def test_before_the_other_source_is_there_the_link_is_dead_and_listed(there: Any, link: Any) -> None:
    report = guide()
    entry = {"path": FIRST, "line": 3, "what": "../../tools/ropes.md#knots"}
    assert report["unresolved"] == [entry]
    assert report["links"] == {"total": 1, "resolved": 0}
    assert link() == "dead"
    assert dead() == [(FIRST, 3, entry["what"])]
    tools()
    assert dead() == []
    assert [state.broken for state in source_states()] == [0, 0]
    assert guide()["links"] == {"total": 1, "resolved": 1}


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("../../tools/ropes", "/docs/tools/ropes/"),
        ("../../tools/", "/docs/tools/"),
        ("../../tools", "/docs/tools/"),
        ("/tools/ropes.md", "/docs/tools/ropes/"),
        ("../../tools/gone.md", "dead"),
        ("../../src/x.py", "dead"),
        ("../../../tools/ropes.md", "dead"),
        ("%2e%2e/%2e%2e/tools/ropes.md", "/docs/tools/ropes/"),
        ("%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd.md", "dead"),
        ("/docs/tools/ropes/#knots", "/docs/tools/ropes/#knots"),
        ("/docs/tools/ropes?x=1", "/docs/tools/ropes/?x=1"),
        ("/docs/tools/gone/", "dead"),
        ("/docs/nobody/", "dead"),
        ("/docs/", "/docs/"),
        ("/docs/tools/../../admin/", "dead"),
        ("https://docs.example/docs/tools/ropes/", "/docs/tools/ropes/"),
        ("https://docs.example/docs/tools/gone/", "dead"),
        ("https://docs.example/about/", "https://docs.example/about/"),
        ("https://docs.example.evil.test/docs/tools/ropes/", "https://docs.example.evil.test/docs/tools/ropes/"),
        (f"{HUB}/ferry/manual/blob/main/tools/ropes.md#knots", "/docs/tools/ropes/#knots"),
        (f"{HUB}/Ferry/Manual/blob/HEAD/tools/ropes.md", "/docs/tools/ropes/"),
        (f"{HUB}/ferry/manual/tree/main/tools", "/docs/tools/"),
        (f"{HUB}/ferry/manual/blob/main/guide/index.md", "/docs/guide/"),
    ],
)
def test_a_link_leads_to_the_page_here_or_says_that_it_is_dead(says: Push, link: Any, written: str, leads: str) -> None:
    says(f"[x]({written})")
    guide(), tools()
    assert link() == leads
    assert dead() == ([(FIRST, 3, written)] if leads == "dead" else [])
    page = DocPage.objects.get(source_path=FIRST)
    assert bool(findings_in(page, page.source)) == (leads == "dead")


@pytest.mark.parametrize(
    "address",
    [
        "ferry/manual/blob/v1/tools/ropes.md",
        "ferry/manual/blob/main/tools/gone.md",
        "ferry/manual/blob/main/src/x.py",
        "ferry/manual/blob/main/tools/ropes.md#L3",
        "ferry/manual/blob/main/tools/ropes.md?plain=1",
        "ferry/manual/blob/main/../../x",
        "ferry/manual/blob/main/guide/../tools/ropes.md",
        "ferry/manual/blob/main/guide/%2e%2e/tools/ropes.md",
        "ferry/manual/blob/main/guide%2f..%2ftools/ropes.md",
        "ferry/manual/blob/main/%2e%2e%2ftools/ropes.md",
        "nobody/manual/blob/main/tools/ropes.md",
        "ferry/manual/issues/1",
    ],
)
def test_what_is_no_page_here_stays_a_link_to_github(says: Push, link: Any, address: str) -> None:
    says(f"[x]({HUB}/{address})")
    guide(), tools()
    assert link() == f"{HUB}/{address}"
    assert dead() == []


def test_a_heading_that_the_other_page_has_not_is_listed(says: Push, link: Any) -> None:
    says("[x](../../tools/ropes.md#hitches)")
    tools()
    report = guide()
    assert link() == "/docs/tools/ropes/#hitches"
    assert dead() == [(FIRST, 3, "../../tools/ropes.md#hitches")]
    assert report["anchors"] == {"total": 1, "resolved": 0}
    page = DocPage.objects.get(source_path=FIRST)
    assert [one.says for one in findings_in(page, page.source)] == ["There is no heading “#hitches” there."]
    says(files={"tools/ropes.md": "# Ropes\n\n## Hitches\n"})
    tools()
    assert dead() == []


def test_links_are_told_by_page_whichever_came_first(says: Push) -> None:
    guide()
    says(files={"guide/a.md": "[x](../tools/ropes.md)\n"})
    guide()
    assert [link["page"] for link in DocSource.objects.get().report["across"]] == ["a.md", FIRST]


def test_another_repository_is_linked_by_its_address_on_github(there: Any, link: Any) -> None:
    run("ferry/ship", "docs", "ship")
    address = f"{HUB}/ferry/manual/blob/main/tools/ropes.md"
    assert link("/docs/ship/deck/") == address
    collect_links()
    assert [one.url for one in OutsideLink.objects.all()] == [address]
    tools()
    assert link("/docs/ship/deck/") == "/docs/tools/ropes/"
    DocPage.objects.update(text_sha="other")
    collect_links()
    assert not OutsideLink.objects.exists(), "what is read here is asked of nobody"


def test_a_page_of_the_other_source_that_moved_is_followed_and_one_that_went_is_dead(says: Push, link: Any) -> None:
    guide(), tools()
    text = "# Ropes\n\n## Knots\n"
    says(files={"tools/ropes.md": None, "tools/deck/lines.md": text})
    tools()
    assert DocPage.objects.get(doc_source__slug="tools", live=True, source_path="deck/lines.md")
    assert link() == "/docs/tools/deck/lines/#knots"
    assert dead() == []
    says(files={"tools/deck/lines.md": None})
    tools()
    assert link() == "dead"
    assert dead() == [(FIRST, 3, "../../tools/ropes.md#knots")]


def test_an_old_address_that_leads_on_is_alive(says: Push, link: Any) -> None:
    says("[x](/docs/tools/ropes/)")
    guide(), tools()
    says(files={"tools/ropes.md": None, "tools/deck/lines.md": "# Ropes\n\n## Knots\n"})
    tools()
    assert link() == "/docs/tools/ropes/"
    assert dead() == []


def test_the_list_of_all_documentation_is_read_once_for_all_links(there: Any, admin_client: Client) -> None:
    guide(), tools()
    for label in "12":
        guide("--version", label, "--ref", "main", "--status", "archived")
    source = DocSource.objects.get(slug="guide")
    assert source.versions.count() == 2
    DocPage.objects.filter(source_path=FIRST).update(text_sha="edited")
    for ask in (dead_links, lambda: admin_client.get(f"/admin/documentation/edit/{source.pk}/")):
        with CaptureQueriesContext(connection) as asked:
            ask()
        lists = [one["sql"] for one in asked if '"imported_at" IS NOT NULL' in one["sql"]]
        tables = [sql.partition(" FROM ")[2].split()[0] for sql in lists]
        assert tables.count('"docs_hub_docversion"') <= 1
        assert tables.count('"docs_hub_docsource"') in (1, 2), "the report asks for itself"


def test_the_folder_that_is_another_one_in_its_repository_now_is_noticed(says: Push, link: Any) -> None:
    guide(), tools()
    files: dict[str, str | None] = {f"old/{name}": text for name, text in MANUAL.items() if name.startswith("guide/")}
    says(files=files)
    run("ferry/manual", "old/guide", "guide", "--replace")
    assert link() == "dead", "there is no old/tools"
    assert dead() == [(FIRST, 3, "../../tools/ropes.md#knots")]


def test_an_older_version_leads_into_the_same_branch_else_to_the_current(says: Push, there: Any, link: Any) -> None:
    there.change.push("ferry/manual", {"tools/ropes.md": "# Old ropes\n\n## Knots\n"}, "Old", branch="v1")
    guide("--version", "2"), tools("--version", "2")
    guide("--version", "1", "--ref", "v1")
    old = "/docs/guide/1/start/first/"
    assert link(old) == "/docs/tools/ropes/#knots"
    tools("--version", "1", "--ref", "v1")
    assert link(old) == "/docs/tools/1/ropes/#knots"
    assert link() == "/docs/tools/ropes/#knots"
    shared = DocVersion.objects.get(doc_source__slug="guide").pages.get(source_path=FIRST).rendered
    assert shared is not None
    assert "/docs/" not in shared.html, "the same for every version"
    says("[x](/docs/tools/1/ropes/)")
    guide("--version", "2")
    assert link() == "/docs/tools/1/ropes/"


def test_a_page_of_an_older_version_names_its_file_on_that_branch(there: Any, client: Client) -> None:
    there.change.push("ferry/manual", {"tools/old.md": "# Old\n"}, "Old", branch="v1")
    guide("--version", "2"), guide("--version", "1", "--ref", "v1")
    shown = client.get("/docs/guide/1/start/first/").content.decode()
    assert f'<a href="{HUB}/ferry/manual/blob/v1/guide/{FIRST}" rel="noopener nofollow">' in shown
    assert "Read the file" not in client.get("/docs/guide/start/first/").content.decode()


def test_a_picture_from_beyond_the_tree_stays_missing(says: Push, there: Any) -> None:
    says("![x](../../tools/x) ![y](../../tools/y.png)")
    report = guide()
    assert [one["what"] for one in report["unresolved"]] == ["../../tools/x", "../../tools/y.png"]


@pytest.mark.parametrize("count", [1, 30])
def test_links_across_cost_three_queries_once_until_something_changes(
    says: Push, client: Client, settings: Any, count: int
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    says("\n".join(f"[x](../../tools/ropes.md#n{number}) [y](../../tools/p{number}.md)" for number in range(count)))
    says(files={f"tools/p{number}.md": f"# P{number}\n" for number in range(count)})
    guide(), tools()
    clear()
    client.get("/docs/guide/")
    plain = queries_of(lambda: client.get("/docs/guide/?plain"))
    assert queries_of(lambda: client.get("/docs/guide/start/first/?one")) == plain + 3
    assert queries_of(lambda: client.get("/docs/guide/start/first/?two")) == plain
    DocPage.objects.filter(source_path="ropes.md").update(address="other")
    clear()
    assert "/docs/tools/other/" in client.get("/docs/guide/start/first/?three").content.decode()
