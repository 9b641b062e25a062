"""Files that move in the repository: the page stays who it is, and whoever knows the old address finds it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from docs_hub.domain.similarity import match_moved
from docs_hub.models import DocBlob, DocPage

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
LONG = "# Guide\n\n" + "".join(f"Line {number} says something of its own.\n\n" for number in range(20))
TREE = {"index.md": "# Home\n", "guide.md": LONG, "other.md": "# Other\n\nNothing like it.\n"}


def test_a_file_that_moved_and_changed_keeps_its_page(bring_in: Import, page_at: PageAt, client: Client) -> None:
    bring_in(TREE)
    guide = page_at("guide.md")
    bring_in({"guide.md": None, "part/handbook.md": LONG.replace("Line 3 says", "Line 3 tells")})
    page = page_at("part/handbook.md")
    assert page.pk == guide.pk
    assert "Line 3 tells" in page.html
    answer = client.get("/docs/handbook/guide/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/docs/handbook/part/handbook/")


def test_a_page_that_moves_twice_is_found_from_both_old_addresses(
    bring_in: Import, page_at: PageAt, client: Client
) -> None:
    bring_in(TREE)
    bring_in({"guide.md": None, "b.md": LONG})
    bring_in({"b.md": None, "c/d.md": LONG})
    for old in ("guide", "b"):
        assert client.get(f"/docs/handbook/{old}/").headers["Location"] == "/docs/handbook/c/d/"


def test_an_edited_page_that_moves_keeps_its_edit(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    page = page_at("guide.md")
    page.source = LONG + "Added here.\n"
    page.text_sha = "x"
    page.save()
    bring_in({"guide.md": None, "manual.md": LONG})
    assert page_at("manual.md").pk == page.pk
    assert page_at("manual.md").source.endswith("Added here.\n")


def test_an_unlike_file_is_another_page(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    guide = page_at("guide.md")
    bring_in({"guide.md": None, "new.md": "# New\n\nQuite another text, of its own.\n"})
    assert page_at("new.md").pk != guide.pk
    assert not page_at("guide.md").live


def test_the_whole_folder_moves_with_files_of_the_same_content(bring_in: Import, page_at: PageAt) -> None:
    bring_in({"index.md": "# Home\n", "old/a.md": "Same\n", "old/b.md": "Same\n", "old/c.md": LONG})
    pages = {name: page_at(f"old/{name}.md").pk for name in "abc"}
    bring_in(
        {f"old/{name}.md": None for name in "abc"} | {"new/a.md": "Same\n", "new/b.md": "Same\n", "new/c.md": LONG}
    )
    assert {name: page_at(f"new/{name}.md").pk for name in "abc"} == pages


def test_of_several_with_the_same_content_the_name_tells_else_the_order() -> None:
    gone = {"x/b.md": ("1", "x"), "a.md": ("1", "x"), "b.md": ("2", "y")}
    assert match_moved(gone, {"y/b.md": ("1", "x")}) == {"y/b.md": "x/b.md"}
    assert match_moved(gone, {"c.md": ("1", "x")}) == {"c.md": "a.md"}


def test_the_most_alike_wins_and_each_is_used_once() -> None:
    near, far = LONG.replace("Line 1 ", "Line one "), LONG.replace("says", "tells", 9)
    found = match_moved({"a.md": ("1", LONG)}, {"far.md": ("2", far), "near.md": ("3", near)})
    assert found == {"near.md": "a.md"}


def test_many_files_are_matched_in_no_time() -> None:
    def text(number: int) -> str:
        return "".join(f"{number} {line} of a page like many\n" for line in range(30)) + "\n" * 30

    gone = {f"old/{number}.md": (f"o{number}", text(number)) for number in range(2000)}
    came = {f"new/{number}.md": (f"n{number}", text(number) + "More\n") for number in range(2000)}
    assert match_moved(gone, came) == {f"new/{number}.md": f"old/{number}.md" for number in range(2000)}


REDIRECTS = (
    "# a comment\nold/place guide\n\nwiki+Page+name guide#line\nmissing nowhere\nother guide\nold/chain old/place\n"
)


def test_the_trees_own_redirects_are_honoured(bring_in: Import, client: Client) -> None:
    files = {"mkdocs.yml": "site_name: X\n", "redirects/internal.txt": REDIRECTS}
    report = bring_in({**files, **{f"docs/{name}": text for name, text in TREE.items()}})
    to = "/docs/handbook/guide/"
    assert client.get("/docs/handbook/old/place/").headers["Location"] == to
    assert client.get("/docs/handbook/old/chain").headers["Location"].startswith("/docs/handbook/")
    assert client.get("/docs/handbook/old/chain/").headers["Location"] == to
    assert client.get("/docs/handbook/wiki+Page+name").headers["Location"] in (
        f"{to}#line",
        "/docs/handbook/wiki+Page+name/",
    )
    assert client.get("/docs/handbook/wiki+Page+name/").headers["Location"] == f"{to}#line"
    assert client.get("/docs/handbook/other/").status_code == 200
    assert {"path": "redirects/internal.txt", "line": 5, "what": "nowhere"} in report["unresolved"]
    before = list(Redirect.objects.order_by("pk").values_list("pk", "old_path"))
    assert bring_in() | {"seconds": 0} == report | {"seconds": 0}
    assert list(Redirect.objects.order_by("pk").values_list("pk", "old_path")) == before
    bring_in({"redirects/internal.txt": "old/place other\n"})
    assert client.get("/docs/handbook/old/place/").headers["Location"] == "/docs/handbook/other/"
    assert client.get("/docs/handbook/old/chain/").status_code == 404


def test_the_redirects_plugin_is_honoured(bring_in: Import, client: Client) -> None:
    config = "plugins:\n  - search\n  - redirects:\n      redirect_maps:\n        'was.md': guide.md\n        'x/index.md': 'guide.md#top'\n"
    bring_in({"mkdocs.yml": config, **{f"docs/{name}": text for name, text in TREE.items()}})
    assert client.get("/docs/handbook/was/").headers["Location"] == "/docs/handbook/guide/"
    assert client.get("/docs/handbook/x/").headers["Location"] == "/docs/handbook/guide/#top"


CLIENT_REDIRECTS = """
const moved = [{from: "/docs/by-name", to: "/docs/guide"}];
module.exports = {
  presets: [["classic", {docs: {}}]],
  plugins: [
    ["@docusaurus/plugin-client-redirects", {
      redirects: [
        {from: "/docs/was", to: "/docs/guide"},
        {from: ["/docs/a", "/docs/b.html"], to: "/docs/guide#top"},
        {from: "/docs/away", to: "https://elsewhere.example/"},
        {from: "/docs/lost", to: "/docs/nowhere"},
        ...computed(),
      ],
      createRedirects(path) { return [path + ".old"]; },
    }],
    ["client-redirects", {redirects: moved}],
  ],
};
"""


def test_docusaurus_redirects_are_honoured_as_far_as_they_are_written_down(bring_in: Import, client: Client) -> None:
    report = bring_in({"docusaurus.config.js": CLIENT_REDIRECTS, "docs/guide.md": "# Guide\n\n## Top\n"})
    to = "/docs/handbook/docs/guide/"
    assert client.get("/docs/handbook/docs/was/").headers["Location"] == to
    assert client.get("/docs/handbook/docs/by-name/").headers["Location"] == to
    assert client.get("/docs/handbook/docs/a/").headers["Location"] == f"{to}#top"
    assert client.get("/docs/handbook/docs/b/").headers["Location"] == f"{to}#top"
    assert client.get("/docs/handbook/docs/away/").status_code == 404
    assert {"path": "docusaurus.config.js", "line": 11, "what": "docs/nowhere"} in report["unresolved"]
    before = list(Redirect.objects.order_by("pk").values_list("pk", "old_path"))
    bring_in()
    assert list(Redirect.objects.order_by("pk").values_list("pk", "old_path")) == before


@pytest.mark.parametrize(
    "line", ["old https://elsewhere.example/", "old //elsewhere.example/x", "../out guide", "old \\x"]
)
def test_no_redirect_of_a_tree_leads_out_of_it(bring_in: Import, line: str) -> None:
    bring_in(
        {"mkdocs.yml": "site_name: X\n", "redirects/x.txt": f"{line}\n", **{f"docs/{n}": t for n, t in TREE.items()}}
    )
    assert not Redirect.objects.exists()


def test_what_a_person_redirected_stays(bring_in: Import, client: Client) -> None:
    Redirect.add_redirect("/docs/handbook/old/place", "/elsewhere/")
    bring_in(
        {
            "mkdocs.yml": "site_name: X\n",
            "redirects/x.txt": "old/place guide\n",
            **{f"docs/{n}": t for n, t in TREE.items()},
        }
    )
    assert client.get("/docs/handbook/old/place/").headers["Location"] == "/elsewhere/"


def test_the_text_that_pages_came_from_is_kept(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    first = page_at("guide.md").blob_sha
    bring_in({"guide.md": "# Another\n"})
    assert DocBlob.objects.get(pk=first).text == LONG
    assert DocBlob.objects.get(pk=page_at("guide.md").blob_sha).text == "# Another\n"
