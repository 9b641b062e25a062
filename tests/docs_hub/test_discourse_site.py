"""Topics of a Discourse forum, kept as files: the index topic's table is the navigation, and topics link to topics."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSource
from tests.docs_hub.conftest import PNG
from tests.docs_hub.test_books import entries, pages

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
INDEX = """# Harbor docs

See [the deploy page](/t/harbor-docs-deploy/1203#steps) and [nothing](/t/99999).

# Navigation

[details=Navigation]

| Level | Path | Navlink |
|-------|------|---------|
| 1 | | [Overview](/t/harbor-docs/1200) |
| 1 | tutorial | [Tutorial]() |
| 2 | t-set-up | [1. Set up & go](/t/harbor-docs-t-set-up/1201) |
| 2 | t-lost | [2. Lost](/t/harbor-docs-t-lost/1202) |
| 1 | how-to | [How to](/t/harbor-docs-how-to/1204) |
| 2 | how-to/deploy | [Deploy](https://forum.example.org/t/harbor-docs-deploy/1203) |
| | hidden | [Hidden](/t/harbor-docs-hidden/1206) |
| 1 | chat | [Chat](https://chat.example.org/) |

[/details]

# Redirects

[details=Mapping table]
| Path | Location |
| -- | -- |
| /docs/old/deploying | /docs/how-to/deploy |
[/details]
"""
TREE: dict[str, Any] = {
    "index.md": INDEX,
    "tutorial/t-set-up.md": "# Set up\n\n[to](https://forum.example.org/t/1203) [hid](/t/x/1206)\n",
    "how-to/index.md": "# How\n",
    "how-to/deploy.md": "Text first\n\n## Steps\n\n![pic|20x10](upload://aBc12.png) ![gone|9x9](upload://no.png)\n",
    "hidden-1206.md": "# Hidden page\n",
    "files/abc12.png": PNG,
}


def test_the_table_of_topics_is_the_navigation(bring_in: Import, client: Client) -> None:
    report = bring_in(TREE)
    source = DocSource.objects.get()
    assert source.used_dialect == "discourse"
    assert entries(source.nav_html) == [
        "Overview", "Tutorial", "1. Set up &amp; go", "How to", "How to", "Deploy", "Chat",
    ]  # fmt: skip
    assert pages()["index.md"].address == ""
    shown = client.get("/docs/handbook/how-to/deploy/").content.decode()
    assert "<h1>Deploy</h1>" in shown
    assert "<title>Deploy" in shown
    assert [(entry["path"], entry["line"], entry["what"]) for entry in report["unresolved"]] == [
        ("how-to/deploy.md", 5, "upload://no.png"),
        ("index.md", 3, "/t/99999"),
        ("index.md", 14, "the navigation names t-lost"),
    ]
    assert report["files"] == {"total": 2, "resolved": 1}


def test_links_to_topics_lead_to_their_pages(bring_in: Import) -> None:
    bring_in(TREE)
    assert 'href="/docs/handbook/how-to/deploy/#steps"' in pages()["index.md"].html
    html = pages()["tutorial/t-set-up.md"].html
    assert 'href="/docs/handbook/how-to/deploy/"' in html
    assert 'href="/docs/handbook/hidden-1206/"' in html
    assert 'width="20" height="10"' in pages()["how-to/deploy.md"].html


def test_tables_of_the_forum_are_for_machines(bring_in: Import, client: Client) -> None:
    bring_in(TREE)
    html = pages()["index.md"].html
    assert "Navlink" not in html
    assert "Navigation" not in html
    assert "Redirects" not in html
    answer = client.get("/docs/handbook/old/deploying/")
    assert answer.status_code in (301, 302)
    assert answer["Location"].endswith("/docs/handbook/how-to/deploy/")


def test_plain_markdown_is_not_taken_for_it(bring_in: Import) -> None:
    code = "```\n[details=A]\n[details=B]\n[details=C]\n| Level | Path | Navlink |\n|--|--|--|\n| 1 | a | [A](/t/1) |\n```\n"
    bring_in({"index.md": f"# A\n\n[details=one]\nonce\n[/details]\n\n{code}"})
    assert DocSource.objects.get().used_dialect == "gfm"


def test_several_blocks_tell_it_too(bring_in: Import) -> None:
    block = '[details="A"]\nx\n[/details]\n'
    bring_in({"index.md": f"# A\n\n{block}", "b.md": f"# B\n\n{block}\n[note type=caution]\nn\n[/note]\n"})
    assert DocSource.objects.get().used_dialect == "discourse"


def test_it_can_be_chosen_by_hand_and_in_the_command(tree: Callable[..., Path], site_root: None) -> None:
    out = io.StringIO()
    folder = str(tree({"index.md": "[details=One]\nTwo\n[/details]\n"}))
    call_command("import_docs", "--from", folder, "--slug", "handbook", "--dialect", "discourse", "--json", stdout=out)
    assert len(json.loads(out.getvalue())["pages"]) == 1
    assert "<details><summary>One</summary>" in DocPage.objects.get(source_path="index.md").html
    assert DocSource.objects.get().dialect == "discourse"


def test_the_form_offers_it(admin_client: Client, empty_site: None) -> None:
    assert "Discourse (topics in Markdown)" in admin_client.get("/admin/documentation/new/").content.decode()


def test_titles_are_said_to_come_from_the_table(
    bring_in: Import, client: Client, wendy: User, empty_site: None
) -> None:
    bring_in(TREE)
    client.force_login(wendy)
    shown = client.get(f"/admin/pages/{pages()['how-to/deploy.md'].pk}/edit/").content.decode()
    assert "It comes from the navigation in index.md." in shown
    assert 'data-dialect="discourse"' in shown


def test_a_second_import_changes_nothing(bring_in: Import) -> None:
    bring_in(TREE)
    before = {path: (page.pk, page.last_published_at, page.place) for path, page in pages().items()}
    bring_in()
    assert {path: (page.pk, page.last_published_at, page.place) for path, page in pages().items()} == before


@pytest.mark.parametrize(
    "rows",
    [
        "| x | y | z |\n",
        "| 1 |\n| 99 | a | [A](/t/1) |\n| 0 | | Part |\n| 3 | b | [B](javascript:alert(1)) |\n",
        "| 1 | a | [A](http://[x) |\n| 1 | c | [C](https://[y/t/c/3) |\n",
        "| 1 | a | " + "[" * 5000 + " |\n",
        "".join(f"| {n % 60} | p{n} | [P {n}](/t/{n}) |\n" for n in range(2000)),
    ],
)
def test_tables_of_any_shape_break_nothing(bring_in: Import, rows: str) -> None:
    text = f"# A\n\n[details=Navigation]\n| Level | Path | Navlink |\n|--|--|--|\n{rows}[/details]\n"
    report = bring_in({"index.md": text, "b.md": "# B\n"})
    assert len(report["pages"]) == 2
    assert 'href="javascript' not in DocSource.objects.get().nav_html


def test_what_is_no_address_is_no_redirect(bring_in: Import, client: Client) -> None:
    index = INDEX.replace("| -- | -- |\n", "| -- | -- |\n| /broken | http://[x |\n")
    lines = "broken http://[x\nfine how-to/deploy\n"
    bring_in({**TREE, "index.md": index, "redirects/a.txt": lines})
    assert client.get("/docs/handbook/broken/").status_code == 404
    assert client.get("/docs/handbook/fine/").status_code in (301, 302)


def test_redirects_of_the_table_count_where_the_kind_is_chosen(bring_in: Import, client: Client) -> None:
    bring_in({**TREE, "mkdocs.yml": "docs_dir: .\n"}, dialect="discourse")
    assert DocSource.objects.get().used_dialect == "discourse"
    answer = client.get("/docs/handbook/old/deploying/")
    assert answer.status_code in (301, 302)
    assert answer["Location"].endswith("/docs/handbook/how-to/deploy/")
