"""Links that leave their tree lead to the page that is read here, whatever was imported first."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from common.models import User
from common.page_cache import clear
from docs_hub.domain.across import Beyond, filled
from docs_hub.domain.addresses import marks_after
from docs_hub.domain.links import LinkResolver
from docs_hub.models import DocPage, DocSource, DocVersion, OutsideLink
from docs_hub.queries.broken_links import dead_links
from docs_hub.queries.findings import findings_in
from docs_hub.queries.reaching import reached
from docs_hub.queries.sources import source_states
from docs_hub.services.outside_links import collect_links
from docs_hub.services.removing import take_pages_off
from docs_hub.services.sources import remove_source

Push = Callable[..., Any]
HUB = "https://github.com"
MANUAL = {
    "guide/index.md": "# Guide\n",
    "guide/start/first.md": "# First\n\n[ropes](../../tools/ropes.md#knots)\n",
    "tools/README.md": "# Tools\n",
    "tools/ropes.md": "# Ropes\n\n## Knots\n",
    "src/x.py": "print(1)\n",
}


def run(name: str, path: str, slug: str, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(
        "import_docs", "--repository", name, "--path", path, "--slug", slug, "--json", *more, verbosity=0, stdout=out
    )
    return dict(json.loads(out.getvalue()))


def guide(*more: str) -> dict[str, Any]:
    return run("ferry/manual", "guide", "guide", *more)


def tools(*more: str) -> dict[str, Any]:
    return run("ferry/manual", "tools", "tools", *more)


@pytest.fixture
def there(site_root: None, make_sandbox: Any, settings: Any) -> Any:
    settings.SITE_URL, settings.PAGE_CACHE_SECONDS, settings.DEBUG = "https://docs.example", 0, False
    ship = {
        "docs/index.md": "# Ship\n",
        "docs/deck.md": f"# Deck\n\n[ropes]({HUB}/ferry/manual/blob/main/tools/ropes.md)\n",
    }
    return make_sandbox({"ferry/manual": {"contents": MANUAL}, "ferry/ship": {"contents": ship}})


@pytest.fixture
def says(there: Any) -> Push:
    """Push files, or the text of the page with the links."""

    def push(text: str = "", files: dict[str, str | None] | None = None) -> None:
        changed = {"guide/start/first.md": f"# First\n\n{text}\n"} if text else files
        there.change.push("ferry/manual", changed, "Change")

    return push


@pytest.fixture
def link(client: Client) -> Callable[..., str]:
    """Where the first link of a page's text leads a reader; `dead` where it says so."""

    def find(url: str = "/docs/guide/start/first/") -> str:
        body = client.get(url).content.decode().partition('id="doc-body"')[2].partition("</article>")[0]
        found = re.search(r'(<span class="missing")|<a href="([^"#][^"]*)"', body)
        assert found, body
        assert "/~" not in body
        return "dead" if found[1] else found[2]

    return find


def queries_of(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def dead() -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.what) for one in dead_links()]


FIRST = "start/first.md"


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


def test_a_picture_from_beyond_the_tree_stays_missing(says: Push, there: Any) -> None:
    says("![x](../../tools/x) ![y](../../tools/y.png)")
    report = guide()
    assert [one["what"] for one in report["unresolved"]] == ["../../tools/x", "../../tools/y.png"]


def test_html_of_a_page_cannot_pass_for_ours(says: Push, client: Client) -> None:
    says('<a class="across external" href="https://evil.test/">a</a> <a class="across" href="/~to~/x.md">b</a>')
    guide()
    shown = client.get("/docs/guide/start/first/").content.decode()
    assert 'class="external">a</a>' in shown
    assert "across" not in shown
    assert "/~to~/" not in shown


SMUGGLED = [
    ("mkdocs", '<svg><style><p><a class="across" href="{}">x</a></style></svg>'),
    ("gfm", '<svg><style><p><a class="across" href="{}">x</a></style></svg>'),
    ("gfm", '<math><mtext><style><p><a class="across" href="{}">x</a></style></mtext></math>'),
]
FORGED = ["javascript://%0aalert(1)/docs/tools/ropes/", "//evil.test/docs/tools/ropes/"]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize(("dialect", "smuggled"), SMUGGLED)
def test_a_link_that_two_parsers_read_differently_is_none(
    says: Push, client: Client, dialect: str, smuggled: str, forged: str
) -> None:
    says(smuggled.format(f"/~at~{forged}"))
    tools(), guide("--dialect", dialect)
    says(files={"tools/ropes.md": None, "tools/deck/lines.md": "# Ropes\n\n## Knots\n"})
    tools()
    assert "across" not in DocPage.objects.get(source_path=FIRST).html
    shown = client.get("/docs/guide/start/first/").content.decode()
    assert "javascript:" not in shown
    assert "evil.test" not in shown


@pytest.mark.parametrize("forged", FORGED)
def test_an_address_that_leads_on_is_one_of_this_site(there: Any, forged: str) -> None:
    Redirect.objects.create(old_path="/docs/tools/ropes", redirect_link="/docs/")
    guide()
    assert reached([f"/~at~{forged}"], DocSource.objects.get()) == {}
    assert reached(["/~at~/docs/tools/ropes/"], DocSource.objects.get())


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.test/", "/\\evil.test/", "/\t/evil.test/", "https://evil.test/", "x"]
)
def test_nothing_but_an_address_of_this_site_is_filled_in(address: str) -> None:
    html = '<a class="across" href="/~to~/x.md">x</a>'
    assert "href" not in filled(html, {"/~to~/x.md": address})
    assert filled(html, {"/~to~/x.md": "/docs/x/"}) == '<a href="/docs/x/">x</a>'


@pytest.mark.parametrize(
    "href",
    [
        "../\udcff.md",
        "/docs/\udcff",
        "x.md#\udcff",
        f"{HUB}/a/b/blob/main/\udcff.md",
        "https://docs.example/docs/\udcff",
    ],
)
def test_half_a_character_in_a_link_breaks_nothing(href: str) -> None:
    beyond = Beyond("docs", HUB, "https://docs.example", "/docs/")
    target = LinkResolver(["a.md"], [], beyond=beyond).resolve("a.md", href)
    (target.path + marks_after(target)).encode()


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


class TestChoosing:
    """The link chooser writes what leads there here and on GitHub."""

    @pytest.fixture
    def offered(self, there: Any, client: Client, wendy: User) -> Callable[..., dict[str, str]]:
        client.force_login(wendy)

        def find(words: str) -> dict[str, str]:
            page = DocPage.objects.get(source_path=FIRST)
            found = client.get(f"/documentation/{page.pk}/links/", {"q": words}).json()["results"]
            return {one["where"]: one["link"] for one in found}

        return find

    def test_pages_and_headings_of_other_documentation_are_offered(self, offered: Any, link: Any, says: Push) -> None:
        guide(), tools("--title", "Tools"), run("ferry/ship", "docs", "ship")
        assert offered("knots") == {"Ropes: Tools · ropes.md#knots": "../../tools/ropes.md#knots"}
        assert offered("deck")["Ship · deck.md"] == f"{HUB}/ferry/ship/blob/HEAD/docs/deck.md"
        assert list(offered("")) == [FIRST, "index.md"]
        says(f"[x]({offered('deck')['Ship · deck.md']})")
        guide()
        assert link() == "/docs/ship/deck/"

    def test_neither_older_nor_hidden_ones_are(self, offered: Any, there: Any) -> None:
        guide(), tools()
        page = DocPage.objects.get(source_path="ropes.md")
        page.view_restrictions.create(restriction_type="login")
        assert offered("ropes") == {}
        page.view_restrictions.all().delete()
        assert offered("ropes")
        DocSource.objects.filter(slug="tools").update(version_status="archived")
        assert offered("ropes") == {}

    def test_documentation_without_a_repository_has_an_address_here(
        self, offered: Any, bring_in: Any, link: Any, says: Push
    ) -> None:
        guide(), bring_in({"log.md": "# Log\n\n## Days\n"})
        found = offered("days")
        assert list(found.values()) == ["/docs/handbook/log/#days"]
        says(f"[x]({next(iter(found.values()))})")
        guide()
        assert link() == "/docs/handbook/log/#days"
