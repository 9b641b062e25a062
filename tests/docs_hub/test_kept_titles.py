"""Titles of pages that are kept for some readers: in no navigation, list, switch or search of anybody else's."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from common.models import User
from docs_hub.domain.nav_entries import without_entries
from docs_hub.models import DocPage, DocSource, NavPart

pytestmark = [pytest.mark.usefixtures("site_root"), pytest.mark.django_db]
TREE = {
    "docs/index.md": "# Ferry\n",
    "docs/boats.md": "# Boats\n",
    "docs/pay.md": "# Salaries\n",
    "docs/tickets.md": "# Tickets\n",
    "docs/crew/index.md": "# Crew rooms\n",
    "docs/crew/shifts.md": "# Shifts\n",
    "docs/harbors/pay.md": "# Salaries abroad\n",
    "docs/harbors/quay.md": "# Quay\n",
}
SECRET = ("Salaries", "Shifts", "Crew", "abroad", "pay/")
LISTS = (
    "/docs/", "/docs/ferry/", "/docs/ferry/boats/", "/docs/ferry/tickets/", "/docs/ferry/harbors/", "/docs/ferry/harbors/quay/",
    "/docs/ferry/1.0/", "/docs/ferry/1.0/boats/", "/docs/ferry/1.0/harbors/", "/docs/ferry/1.0/harbors/quay/", "/search/?q=salaries", "/search/?q=shifts&version=ferry/1.0",
    "/llms.txt", "/docs/ferry/llms.txt", "/docs/feed.atom", "/docs/ferry/feed.atom", "/sitemap.xml",
)  # fmt: skip


def bring(tree: Callable[..., Path], label: str, **files: str) -> None:
    folder = tree({"mkdocs.yml": "site_name: Ferry\n", **TREE, **files})
    call_command(
        "import_docs",
        folder=str(folder),
        slug="ferry",
        label=label,
        status="archived" if label == "1.0" else "current",
        verbosity=0,
    )


@pytest.fixture
def ferry(tree: Callable[..., Path]) -> None:
    bring(tree, "2.0")
    bring(tree, "1.0")


def keep(slug: str = "ferry", **where: str) -> PageViewRestriction:
    page = DocPage.objects.get(doc_source__slug=slug, **where)
    return PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)


@pytest.fixture
def kept(ferry: None) -> None:
    for path in ("pay.md", "crew/index.md", "harbors/pay.md"):
        keep(source_path=path)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    return answer.content.decode().replace("salaries", "").replace("shifts", "")  # what was asked for


@pytest.mark.parametrize("address", LISTS)
def test_a_stranger_reads_none_of_the_titles(kept: None, client: Client, address: str) -> None:
    found = shown(client, address)
    assert [word for word in SECRET if word in found] == []


def test_who_may_read_them_is_led_to_them(kept: None, client: Client, charlie: User) -> None:
    client.force_login(charlie)
    for address in ("/docs/ferry/boats/", "/docs/ferry/1.0/boats/"):
        found = shown(client, address)
        for word in ("Salaries", "Crew rooms", "Shifts", "Salaries abroad"):
            assert word in found


def test_what_is_open_stays_where_it_was(kept: None, client: Client) -> None:
    for base in ("/docs/ferry/", "/docs/ferry/1.0/"):
        found = shown(client, f"{base}harbors/quay/")
        assert f'<a href="{base}harbors/quay/" aria-current="page">Quay</a>' in found
        assert f'<a href="{base}tickets/">Tickets</a>' in found


def test_previous_and_next_do_not_lead_there(kept: None, client: Client) -> None:
    for base in ("/docs/ferry/", "/docs/ferry/1.0/"):
        found = shown(client, f"{base}tickets/")
        assert not [link for link in re.findall(r'rel="(?:prev|next)" href="([^"]*)"', found) if "pay" in link]
        assert 'rel="next"' in shown(client, base)


def test_the_switch_leads_to_no_kept_page_and_no_kept_documentation(
    ferry: None, tmp_path: Path, client: Client, charlie: User
) -> None:
    folder = tmp_path / "de"
    for name, text in {"index.md": "# Fähre\n", "boats.md": "# Boote\n"}.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    DocSource.objects.update(family="ferry")
    call_command("import_docs", folder=str(folder), slug="faehre", language="de", family="ferry", verbosity=0)
    assert "/docs/faehre/boats/" in shown(client, "/docs/ferry/boats/")
    keep("faehre", source_path="boats.md")
    found = shown(client, "/docs/ferry/boats/?again")
    assert "/docs/faehre/" in found
    assert "Boote" not in found
    assert "/docs/faehre/boats/" not in found
    keep("faehre", address="")
    for address in ("/docs/ferry/boats/?whole", "/docs/", "/search/?q=boats"):
        assert "faehre" not in shown(client, address)
    client.force_login(charlie)
    assert "/docs/faehre/boats/" in shown(client, "/docs/ferry/boats/")


def test_a_long_navigation_leads_into_no_kept_section(tree: Callable[..., Path], client: Client) -> None:
    many = {
        f"docs/part{part}/page{number:03}.md": f"# Page {part} {number:03} {'of many ' * 28}\n"
        for part in range(4)
        for number in range(38)
    }
    bring(tree, "2.0", **many)
    assert NavPart.objects.exists()
    keep(source_path="part1/page000.md")
    keep(address="part2")
    found = shown(client, "/docs/ferry/boats/")
    assert 'href="/docs/ferry/part1/page001/"' in found
    assert "part1/page000" not in found
    assert "Part2" not in found
    assert "part2" not in found
    inside = shown(client, "/docs/ferry/part1/page001/")
    assert "Page 1 002" in inside
    assert "Page 1 000" not in inside


def test_sections_without_entries_go_with_them() -> None:
    html = '<ul><li><details id="a"><summary>A</summary><ul><li><a href="/x/">X</a></li></ul></details></li><li><a href="/%C3%A4/">&amp; Ä</a></li></ul>'
    assert without_entries(html, {"/x/"}, {}) == '<ul><li><a href="/%C3%A4/">&amp; Ä</a></li></ul>'
    assert without_entries(html, {"/ä/"}, {}).count("<li>") == 2
    assert without_entries(html, {"/x/", "/ä/"}, {}) == "<ul></ul>"
