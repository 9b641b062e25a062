"""The navigation of a page is small, however many pages there are, and leads everywhere without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from docs_hub.models import DocPage, DocSource, NavPart

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
MOST = 100_000


def navigation(client: Client, address: str) -> str:
    shown = client.get(address).content.decode()
    return shown[shown.index('<nav class="docs-tree"') : shown.index("</nav>", shown.index('<nav class="docs-tree"'))]


def reached(client: Client, start: str) -> set[str]:
    """All addresses that the navigation leads to, from page to page."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        html = navigation(client, waiting.pop())
        links = set(re.findall(r'href="(/docs/handbook/[^"]+)"', html))
        sections = set(re.findall(r'class="nav-section" href="([^"]+)"', html))
        waiting += list(sections - seen)
        seen |= links
    return seen


@pytest.mark.parametrize("folder", ["", "part{part}/inner{inner}/"])
def test_a_thousand_pages_make_a_small_navigation_that_leads_to_all(
    bring_in: Import, client: Client, folder: str
) -> None:
    title = "A page with a rather long title about matter"
    bring_in(
        {
            f"{folder.format(part=n % 20, inner=n % 4)}a-page-with-a-rather-long-name-{n}.md": f"# {title} {n}\n"
            for n in range(1000)
        }
    )
    pages = {page.url for page in DocPage.objects.exclude(source_path="")}
    here = DocPage.objects.get(source_path__endswith="-name-777.md").url
    html = navigation(client, here)
    assert len(html.encode()) <= MOST
    assert f'href="{here}" aria-current="page"' in html
    assert html.count("<details") == html.count(" open>") > 0
    assert pages <= reached(client, here)


def test_a_group_is_no_section_of_the_documentation(bring_in: Import, client: Client) -> None:
    bring_in({f"page{n}.md": f"# Page {n} {'long words ' * 12}\n" for n in range(450)})
    place = DocPage.objects.get(source_path="page7.md").place
    assert place["trail"]
    assert place["crumbs"] == []


def test_a_short_navigation_is_whole(bring_in: Import, client: Client) -> None:
    bring_in({f"part{n % 3}/page{n}.md": f"# Page {n}\n" for n in range(30)})
    html = navigation(client, "/docs/handbook/part1/page1/")
    assert html.count("<details") == 3
    assert html.count(" open>") == 1
    assert not NavPart.objects.exists()


def test_what_became_short_keeps_no_parts(bring_in: Import, tree: Callable[..., Any], client: Client) -> None:
    files = {f"part{n % 9}/a-page-with-a-rather-long-name-{n}.md": f"# Page {n} {'words ' * 9}\n" for n in range(500)}
    bring_in(files)
    assert NavPart.objects.exists()
    bring_in(dict.fromkeys(list(files)[5:]))
    assert not NavPart.objects.exists()


@pytest.mark.parametrize(
    ("href", "is_shown"),
    [
        ("javascript:alert(1)", False),
        ("\\tJava\\nScript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("HTTPS://chat.example.org/a:b", True),
        ("mailto:crew@example.org", True),
        ("//chat.example.org", True),
        ("/chat?at=10:30", True),
    ],
)
def test_only_harmless_links_are_in_the_navigation(bring_in: Import, href: str, is_shown: bool) -> None:
    bring_in(
        {
            "docusaurus.config.js": "export default {presets: [['classic', {docs: {sidebarPath: './sidebars.js'}}]]};",
            "sidebars.js": f"module.exports = {{main: ['index', {{type: 'link', label: 'Chat', href: '{href}'}}]}};",
            "docs/index.md": "# Start\n",
        }
    )
    html = DocSource.objects.get().nav_html
    assert "Start" in html
    assert ("Chat" in html) is is_shown
