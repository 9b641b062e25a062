"""What pages of a Sphinx site include: files of the tree, and none outside it."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.included_lines import lines_of, part_of
from docs_hub.domain.sphinx_includes import LARGEST, included_files
from docs_hub.models import DocPage
from docs_hub.services.rendering import SourceRenderer

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
CODE = "import os\n\n\nclass Ship:\n    # start\n    def sail(self):\n        return 1\n    # end\n\n\ndef stop():\n    pass\n"


def words(page: DocPage) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{page.html}</div>").text_content()).strip()


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"lines": "1,4-5"}, ["import os", "class Ship:", "    # start"]),
        ({"lines": "11-"}, ["def stop():", "    pass"]),
        ({"start-after": "# start", "end-before": "# end", "dedent": ""}, ["def sail(self):", "    return 1"]),
        ({"start-at": "# start", "end-at": "def sail", "dedent": "2"}, ["  # start", "  def sail(self):"]),
        ({"pyobject": "Ship.sail"}, ["    def sail(self):", "        return 1"]),
        ({"pyobject": "stop", "prepend": "# x", "append": "# y"}, ["# x", "def stop():", "    pass", "# y"]),
        ({"start-after": "no such mark", "lines": "1"}, ["import os"]),
        ({"lines": "99-, x, 0"}, []),
    ],
)
def test_the_lines_that_are_asked_for(options: dict[str, str], shown: list[str]) -> None:
    assert lines_of(CODE, options) == shown


def test_a_part_of_a_text() -> None:
    text = "a\nb <!-- start -->c\nd<!-- end -->\ne"
    assert part_of(text, {"start-after": "<!-- start -->", "end-before": "<!-- end -->"}) == "c\nd"
    assert part_of(text, {"start-line": "1", "end-line": "-1"}) == "b <!-- start -->c\nd<!-- end -->"
    assert part_of(text, {"start-line": "x"}) == text


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(["lines", "dedent", "start-at", "pyobject"]), st.text()))
def test_no_option_breaks_anything(text: str, options: dict[str, str]) -> None:
    lines_of(text, options)
    part_of(text, {"start-line": "".join(options.values()), **options})


TREE = {
    "conf.py": "project = 'Harbor'\nexclude_patterns = ['parts']\nmyst_enable_extensions = ['colon_fence']\n",
    "index.rst": "Harbor\n======\n\n.. include:: parts/hello.rst\n\n.. toctree::\n\n   guide/rope\n   news\n",
    "parts/hello.rst": "Hello *there*, :strange:`role`.\n\nHow\n---\n\n.. include:: parts/deeper.txt\n",
    "parts/deeper.txt": "Deeper.\n",
    "guide/rope.md": "# Ropes\n\n```{include} ../parts/knot.md\n:start-after: <!-- start -->\n```\n\n"
    "```{literalinclude} /code/ship.py\n:pyobject: stop\n:caption: The end\n```\n",
    "parts/knot.md": "Not this.\n<!-- start -->\n## Knots\n\n{ref}`news-of` {{ 7*7 }}\n",
    "code/ship.py": CODE,
    "news.rst": ".. _news-of:\n\n.. include:: NEWS\n",
    "NEWS": "All news\n========\n\nNothing.\n",
}


def test_files_of_the_tree_are_shown_where_they_are_included(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in(TREE)
    assert words(page_at("index.rst")) == "Harbor Hello there, role. How Deeper."
    assert [entry["title"] for entry in page_at("index.rst").toc] == ["Harbor", "How"]
    rope = page_at("guide/rope.md")
    assert words(rope) == "Ropes Knots All news {{ 7*7 }} The end def stop(): pass"
    assert '<span class="k">def</span>' in rope.html
    assert page_at("news.rst").title == "All news"
    assert [page["path"] for page in report["pages"]] == ["guide/rope.md", "index.rst", "news.rst"]
    assert not report["unresolved"]
    assert not [one for one in report["unknown_syntax"] if "include" in one["what"]]


def test_a_page_is_rendered_anew_when_what_it_includes_changes(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    other, before = page_at("guide/rope.md").render_key, page_at("index.rst").render_key
    bring_in({"parts/deeper.txt": "Much deeper.\n"})
    assert "Much deeper." in page_at("index.rst").html
    assert page_at("index.rst").render_key != before
    assert page_at("guide/rope.md").render_key == other


def test_a_preview_shows_them_without_the_tree(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    page = page_at("index.rst")
    with SourceRenderer(page.doc_source) as renderer:
        rendered = renderer.render(page.source + "\nNew.\n", page.source_path)
    assert "Deeper." in rendered.document.html


def test_a_second_import_changes_nothing(bring_in: Import) -> None:
    first = bring_in(TREE)
    pages = list(DocPage.objects.order_by("pk").values("html", "render_key", "latest_revision_created_at"))
    assert bring_in() | {"seconds": 0} == first | {"seconds": 0}
    assert list(DocPage.objects.order_by("pk").values("html", "render_key", "latest_revision_created_at")) == pages


def test_above_the_site_but_in_the_tree(bring_in: Import, page_at: PageAt) -> None:
    bring_in({"docs/conf.py": "", "docs/index.rst": ".. include:: ../README.rst\n", "README.rst": "Read\n====\n"})
    assert words(page_at("index.rst")) == "Read"


@pytest.mark.parametrize(
    "named", ["/etc/passwd", "../secret.txt", "../../../../etc/passwd", "link.txt", "folder/x.txt"]
)
@pytest.mark.parametrize("name", ["include", "literalinclude"])
def test_nothing_outside_the_tree_is_read(
    bring_in: Import, page_at: PageAt, tree: Callable[..., Path], tmp_path: Path, named: str, name: str
) -> None:
    (tmp_path / "secret.txt").write_text("root:x:0 secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.txt").write_text("root:x:0 secret")
    root = tree(
        {
            "conf.py": "",
            "index.rst": f"Page\n====\n\n.. {name}:: {named}\n",
            "a.md": f"# A\n```{{{name}}} {named}\n```\n",
        }
    )
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path / "outside")
    report = bring_in()
    for path in ("index.rst", "a.md"):
        assert "secret" not in page_at(path).html.replace("secret.txt", "")
        assert f"{name} {named}" in words(page_at(path))
    says = f"{named} is no file of the tree that can be included"
    assert [(one["path"], one["line"]) for one in report["unknown_syntax"] if one["what"] == says] == [
        ("a.md", 2),
        ("index.rst", 4),
    ]


@pytest.mark.parametrize("ending", ["rst", "md"])
def test_what_includes_itself_ends(bring_in: Import, page_at: PageAt, ending: str) -> None:
    def include(name: str) -> str:
        return f".. include:: {name}\n\n" if ending == "rst" else f"```{{include}} {name}\n```\n\n"

    many = "".join(include(f"b.{ending}") for _ in range(30))
    bring_in(
        {
            "conf.py": "exclude_patterns = ['a.*', 'b.*']\n",
            f"index.{ending}": f"Start\n\n{include(f'a.{ending}')}End\n",
            f"a.{ending}": f"One\n\n{include(f'a.{ending}')}{many}{include(f'index.{ending}')}",
            f"b.{ending}": f"Two\n\n{include(f'a.{ending}')}",
        }
    )
    shown = words(page_at(f"index.{ending}"))
    assert shown.startswith("Home Start One")
    assert shown.endswith("End")
    assert shown.count("One") == 1
    assert shown.count("Two") == 30


def test_much_that_is_included_is_read_in_bounded_time(bring_in: Import, page_at: PageAt) -> None:
    """Ten files that each include the next one ten times."""
    files = {f"{n}.inc": f"Text {n}\n\n" + f".. include:: {n + 1}.inc\n\n" * 10 for n in range(10)}
    started = time.monotonic()
    bring_in({"conf.py": "", "index.rst": "Start\n\n.. include:: 0.inc\n", **files})
    assert time.monotonic() - started < 10
    assert "Text 9" in page_at("index.rst").html


def test_hostile_text_that_is_included_is_stopped_like_that_of_a_page(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in(
        {"conf.py": "", "index.md": "# Start\n\n```{include} x.inc\n```\n", "x.inc": "[" * 60_000, "b.md": "# Fine\n"}
    )
    assert "b.md" in [page["path"] for page in report["pages"]]


def test_what_is_too_large_is_named() -> None:
    pages = {"a.rst": ".. include:: large\n\n.. include:: small\n\n.. include:: gone\n"}
    texts = {"large": "x" * (LARGEST + 1), "small": "x"}
    assert included_files(pages, texts.get) == ({"small": "x"}, ["large is too large to be included"])


def test_other_endings_of_pages_are_honoured(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in(
        {
            "conf.py": "source_suffix = {'.txt': 'restructuredtext', '.mdoc': 'markdown'}\n",
            "index.txt": "Start\n=====\n\n.. toctree::\n\n   part/two\n\n:doc:`part/two`\n",
            "part/two.mdoc": "---\ntitle: Second\n---\n# Two\n\n{doc}`/index`\n",
            "notes.md": "# Notes\n",
        }
    )
    assert [(page["path"], page["url"]) for page in report["pages"]] == [
        ("index.txt", "/docs/handbook/"),
        ("notes.md", "/docs/handbook/notes/"),
        ("part/two.mdoc", "/docs/handbook/part/two/"),
    ]
    assert 'href="/docs/handbook/part/two/"' in page_at("index.txt").html
    assert words(page_at("part/two.mdoc")) == "Two Start"
    assert page_at("index.txt").place["next"]["url"] == "/docs/handbook/part/two/"


def test_of_a_repository_each_file_is_asked_for_once(
    site_root: None, make_sandbox: Callable[..., Any], page_at: PageAt
) -> None:
    """Also one that was only offered for download before, so that no more than its copy here was kept."""
    index = "Start\n=====\n\n.. literalinclude:: ship.py\n\n:download:`notes.txt`\n"
    contents = {"docs/conf.py": "", "docs/index.rst": index, "docs/ship.py": "sail()\n", "docs/notes.txt": "Remember\n"}
    sandbox = make_sandbox({"ferry/manual": {"contents": contents}})

    def bring() -> int:
        before = len(sandbox.requests)
        call_command("import_docs", "--repository", "ferry/manual", "--path", "docs", verbosity=0, stdout=io.StringIO())
        return sum("/git/blobs/" in line["path"] for line in sandbox.requests[before:])

    bring()
    assert "sail()" in words(page_at("index.rst"))
    sandbox.change.push("ferry/manual", {"docs/index.rst": f"{index}\n.. include:: notes.txt\n"}, "Show the notes")
    assert bring() == 1
    assert words(page_at("index.rst")).endswith("notes.txt Remember")
    sandbox.change.push("ferry/manual", {"docs/ship.py": "row()\n"}, "Row")
    assert bring() == 1
    assert "row()" in words(page_at("index.rst"))
    assert words(page_at("index.rst")).endswith("notes.txt Remember")


def test_a_dead_link_of_an_included_file_is_listed_where_the_file_is_included(bring_in: Import) -> None:
    report = bring_in(
        {
            "conf.py": "project = 'Harbor'\n",
            "index.rst": "Harbor\n======\n\n.. include:: one.txt\n\n.. toctree::\n\n   rope\n",
            "one.txt": "One.\n\n.. include:: two.txt\n",
            "two.txt": "`gone <gone.html>`_\n",
            "rope.md": "# Ropes\n\nText.\n\n```{include} knot.txt.md\n```\n",
            "knot.txt.md": "[nowhere](nowhere.md)\n",
        }
    )
    found = {(entry["path"], entry["line"], entry["what"]) for entry in report["unresolved"]}
    assert {("index.rst", 4, "gone.html"), ("rope.md", 5, "nowhere.md")} <= found
