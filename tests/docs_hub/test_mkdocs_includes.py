"""What pages of a MkDocs site include by snippets: files of the tree, and none outside it."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.management import call_command

from docs_hub.domain.inclusion import TOO_MUCH
from docs_hub.domain.snippets import NO_END
from docs_hub.domain.sphinx_includes import LARGEST
from docs_hub.models import DocPage, DocSource, DocVersion
from docs_hub.queries.findings import findings_in
from docs_hub.services.rendering import SourceRenderer
from docs_hub.services.version_import import import_version

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
CONFIG = "site_name: Harbor\nmarkdown_extensions:\n  - abbr\n  - pymdownx.superfences\n  - pymdownx.snippets\n"
INDEX = '# Harbor\n\n--8<-- "includes/hello.md"\n\n```py\n--8<-- "ship.py:sail"\n```\n\nEnd.\n'
TREE = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": INDEX,
    "docs/other.md": "# Other\n\nNothing.\n",
    "includes/hello.md": '## Hello *there*\n\n--8<-- "includes/deeper.md"\n',
    "includes/deeper.md": "Deeper.\n",
    "ship.py": "import os\n# --8<-- [start:sail]\ndef sail():\n    pass\n# --8<-- [end:sail]\n",
}


def words(page: DocPage) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{page.html}</div>").text_content()).strip()


def not_included(report: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(one["path"], one["line"], one["what"]) for one in report["unknown_syntax"]]


def test_files_are_shown_where_they_are_included(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in(TREE)
    index = page_at("index.md")
    assert words(index) == "Harbor Hello there Deeper. def sail(): pass End."
    assert [entry["title"] for entry in index.toc] == ["Harbor", "Hello there"]
    assert '<span class="k">def</span>' in index.html
    assert index.source == INDEX
    assert not report["unknown_syntax"]
    assert [page["path"] for page in report["pages"]] == ["index.md", "other.md"]


def test_only_a_page_that_shows_a_file_is_rendered_anew_when_that_changes(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    before = dict(DocPage.objects.values_list("source_path", "render_key"))
    bring_in({"includes/deeper.md": "Much deeper.\n"})
    assert "Much deeper." in page_at("index.md").html
    after = dict(DocPage.objects.values_list("source_path", "render_key"))
    assert {path for path in after if after[path] != before[path]} == {"index.md"}
    bring_in({"ship.py": TREE["ship.py"].replace("import os", "import sys")})
    assert page_at("index.md").render_key == after["index.md"]


def test_a_second_import_changes_nothing(bring_in: Import) -> None:
    first = bring_in(TREE)
    pages = list(DocPage.objects.order_by("pk").values("html", "render_key", "latest_revision_created_at"))
    assert bring_in() | {"seconds": 0} == first | {"seconds": 0}
    assert list(DocPage.objects.order_by("pk").values("html", "render_key", "latest_revision_created_at")) == pages


def test_a_preview_shows_them_without_the_tree(bring_in: Import, page_at: PageAt, tree: Callable[..., Path]) -> None:
    bring_in(TREE)
    (tree({}) / "includes/deeper.md").unlink()
    page = page_at("index.md")
    with SourceRenderer(page.doc_source) as renderer:
        rendered = renderer.render(f"{page.source}\nNew.\n", page.source_path)
    assert "Deeper." in rendered.document.html


def test_writers_are_told_what_cannot_be_included(bring_in: Import, page_at: PageAt) -> None:
    bring_in(TREE)
    [found] = findings_in(page_at("index.md"), f'{INDEX}\n--8<-- "gone.md"\n')
    assert (found.line, found.says) == (11, "Gone.md is no file of the tree that can be included.")


def test_another_version_shows_its_own(
    bring_in: Import, source: Callable[[], DocSource], tree: Callable[..., Path], tmp_path: Path
) -> None:
    bring_in(TREE)
    old = tmp_path / "old"
    for name, text in {**TREE, "includes/deeper.md": "Shallow.\n"}.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(text)
    version = DocVersion.objects.create(doc_source=source(), slug="1.0", path=str(old))
    import_version(version=version)
    shown = dict(version.pages.values_list("source_path", "rendered__html"))
    assert "Shallow." in shown["index.md"]
    assert "Deeper." not in shown["index.md"]
    assert version.report["renders"] == {"shared": 0, "copied": 1, "rendered": 1}


def test_the_extension_has_to_be_named(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in({**TREE, "mkdocs.yml": "site_name: Harbor\n"})
    assert "Deeper" not in page_at("index.md").html
    assert ("index.md", 3, "included files are not supported") in not_included(report)


def test_lines_sections_blocks_and_escapes(bring_in: Import, page_at: PageAt) -> None:
    text = (
        "--8<-- \"parts.md:2:3\"\n\n--8<-- 'parts.md:-1:'\n\n--8<--\nparts.md:5:5\n;parts.md:1:1\n\nparts.md:1:1\n--8<--\n\n"
        '- item\n\n    --8<-- "parts.md:4:4"\n\n;--8<-- "parts.md"\n\n-8<- [start:own]\nKept\n\n;--8<-- [end:x]\n'
    )
    bring_in({"mkdocs.yml": CONFIG, "docs/index.md": text, "parts.md": "One\nTwo\nThree\nFour\nFive\nLast"})
    shown = 'Two Three Last Five One item Four --8<-- "parts.md" Kept --8<-- [end:x]'
    assert words(page_at("index.md")).removeprefix("Home ") == shown
    assert re.search(r"<li>\s*<p>item</p>\s*<p>Four</p>\s*</li>", page_at("index.md").html)


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("base_path: includes", "Within"),
        ("base_path: [nowhere, includes/]", "Within"),
        ("base_path: [docs, includes]", "Docs"),
        ("base_path: !relative $docs_dir", "Docs"),
        ("base_path: [!relative $config_dir/includes]", "Within"),
        ("base_path: !relative", "Docs"),
        ("base_path: [includes/x.md]", "Within"),
        ("check_paths: true", "Top"),
        ("base_path: 7", "Top"),
        ("base_path: /etc", '--8<-- "x.md"'),
        ("base_path: ..", '--8<-- "x.md"'),
    ],
)
def test_where_files_are_looked_for(bring_in: Import, page_at: PageAt, options: str, shown: str) -> None:
    files = {"x.md": "Top", "docs/x.md": "Docs", "includes/x.md": "Within", "docs/index.md": '--8<-- "x.md"\n'}
    report = bring_in({"mkdocs.yml": CONFIG.replace("snippets\n", f"snippets:\n      {options}\n"), **files})
    assert words(page_at("index.md")).removeprefix("Home ") == shown
    assert not [line for line in report["skipped"] if "mkdocs" in line["path"]]


def test_a_base_folder_is_not_left_unless_that_is_allowed(bring_in: Import, page_at: PageAt) -> None:
    options = "snippets:\n      base_path: includes\n"
    files = {"docs/index.md": '--8<-- "../x.md"\n', "x.md": "Top", "includes/y.md": ""}
    bring_in({"mkdocs.yml": CONFIG.replace("snippets\n", options), **files})
    assert "Top" not in words(page_at("index.md"))
    bring_in({"mkdocs.yml": CONFIG.replace("snippets\n", f"{options}      restrict_base_path: false\n")})
    assert words(page_at("index.md")) == "Home Top"


def test_sections_lose_their_indent_where_that_is_asked_for(bring_in: Import, page_at: PageAt) -> None:
    files = {
        "docs/index.md": '```\n--8<-- "x.py:in"\n```\n',
        "x.py": "# --8<-- [start:in]\n    a\n      b\n# -8<- [end:in]",
    }
    bring_in({"mkdocs.yml": CONFIG.replace("snippets\n", "snippets:\n      dedent_subsections: true\n"), **files})
    assert lxml.html.fromstring(f"<div>{page_at('index.md').html}</div>").xpath("string(//pre)") == "a\n  b\n"


def test_what_is_put_behind_every_page(bring_in: Import, page_at: PageAt) -> None:
    options = "snippets:\n      auto_append: [includes/abbr.md, gone.md]\n"
    files = {"docs/index.md": "The VHF is on.\n", "docs/b.md": "VHF\n", "includes/abbr.md": "*[VHF]: Very high\n"}
    report = bring_in({"mkdocs.yml": CONFIG.replace("snippets\n", options), **files})
    assert '<abbr title="Very high">VHF</abbr>' in page_at("index.md").html
    assert page_at("index.md").source == files["docs/index.md"]
    assert not page_at("index.md").unknown
    assert "auto_append: gone.md is no file of the tree that can be included" in str(report)
    bring_in({"includes/abbr.md": "*[VHF]: Radio\n"})
    assert '<abbr title="Radio">' in page_at("index.md").html
    assert '<abbr title="Radio">' in page_at("b.md").html


def test_what_cannot_be_included_is_named(bring_in: Import, page_at: PageAt) -> None:
    text = (
        "---\ntitle: Named\n---\n# Named\n\n"
        '--8<-- "gone.md"\n\n--8<--\nx.md\nalso gone.md\n--8<--\n\n--8<-- "https://example.org/x.md"\n\n'
        '--8<-- "x.md:nowhere"\n\n--8<-- "nested.md"\n\n--8<-- "binary.bin"\n\n--8<--\n\nLast\n'
    )
    files = {"x.md": "X", "nested.md": 'N\n\n--8<-- "deep.md"\n', "binary.bin": b"\xff\xfe\0"}
    report = bring_in({"mkdocs.yml": CONFIG, "docs/index.md": text, **files})
    no_file = "is no file of the tree that can be included"
    assert not_included(report) == [
        ("index.md", 6, f"gone.md {no_file}"),
        ("index.md", 10, f"also gone.md {no_file}"),
        ("index.md", 13, "https://example.org/x.md is on another site and is not fetched"),
        ("index.md", 15, "x.md has no section nowhere"),
        ("index.md", 17, f"deep.md {no_file}"),
        ("index.md", 19, f"binary.bin {no_file}"),
        ("index.md", 21, NO_END),
    ]
    shown = words(page_at("index.md"))
    for name in ("gone.md", "also gone.md", "https://example.org/x.md", "x.md:nowhere", "deep.md", "binary.bin"):
        assert f'--8<-- "{name}"' in shown
    assert shown.endswith("--8<-- Last")


@pytest.mark.parametrize(
    "named",
    [
        "/etc/passwd",
        "../secret.txt",
        "../../../../etc/passwd",
        "link.txt",
        "folder/x.txt",
        ".env",
        ".git/config",
        "a\\b",
    ],
)
@pytest.mark.parametrize("syntax", ['--8<-- "{}"', '{{% include "{}" %}}', '{{% include-markdown "../{}" %}}'])
def test_nothing_outside_the_tree_is_read(
    bring_in: Import, page_at: PageAt, tree: Callable[..., Path], tmp_path: Path, named: str, syntax: str
) -> None:
    (tmp_path / "secret.txt").write_text("root:x:0 secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.txt").write_text("root:x:0 secret")
    config = f"{CONFIG}plugins: [include-markdown]\n"
    root = tree(
        {"mkdocs.yml": config, ".env": "secret", ".git/config": "secret", "docs/index.md": syntax.format(named)}
    )
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path / "outside")
    report = bring_in()
    assert "secret" not in page_at("index.md").html.replace("secret.txt", "")
    assert named in words(page_at("index.md"))
    assert [(line, "no file of the tree" in what) for _, line, what in not_included(report)] == [(1, True)]


def test_what_includes_itself_ends(bring_in: Import, page_at: PageAt) -> None:
    def include(name: str) -> str:
        return f'--8<-- "docs/{name}"\n\n'

    many = "".join(include("b.txt") for _ in range(30))
    bring_in(
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": f"Start\n\n{include('index.md')}{include('a.txt')}End\n",
            "docs/a.txt": f"One\n\n{include('a.txt')}{many}{include('index.md')}",
            "docs/b.txt": f"Two\n\n{include('a.txt')}",
        }
    )
    shown = words(page_at("index.md"))
    assert (shown.count("Start"), shown.count("One"), shown.count("Two")) == (1, 1, 30)
    assert shown.endswith("End")


def test_a_file_that_is_too_large_is_named(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in({"mkdocs.yml": CONFIG, "docs/index.md": '--8<-- "large.txt"\n', "large.txt": "x" * (LARGEST + 1)})
    assert "large.txt is too large to be included" in str(report)
    assert words(page_at("index.md")) == 'Home --8<-- "large.txt"'


def test_what_is_included_counts_for_the_time_a_page_may_take(bring_in: Import, page_at: PageAt) -> None:
    files = {"docs/index.md": '--8<-- "x.inc"\n', "x.inc": "[" * 60_000, "docs/b.md": "# Fine\n"}
    report = bring_in({"mkdocs.yml": CONFIG, **files})
    assert [page["path"] for page in report["pages"]] == ["b.md"]
    assert "longer than" in str(report["skipped"])


def test_a_page_may_not_include_without_end(bring_in: Import, page_at: PageAt) -> None:
    report = bring_in({"mkdocs.yml": CONFIG, "docs/index.md": '--8<-- "x.md"\n\n' * 1_000, "x.md": "Once"})
    assert words(page_at("index.md")).count("Once") == 300
    assert not_included(report) == [("index.md", 601, TOO_MUCH)]


def test_of_a_repository_each_file_is_asked_for_once(
    site_root: None, make_sandbox: Callable[..., Any], page_at: PageAt
) -> None:
    contents = {"mkdocs.yml": CONFIG, "docs/index.md": '--8<-- "ship.py"\n', "ship.py": "sail()\n"}
    sandbox = make_sandbox({"ferry/manual": {"contents": contents}})

    def bring() -> int:
        before = len(sandbox.requests)
        call_command("import_docs", "--repository", "ferry/manual", verbosity=0, stdout=io.StringIO())
        return sum("/git/blobs/" in line["path"] for line in sandbox.requests[before:])

    bring()
    assert "sail()" in words(page_at("index.md"))
    sandbox.change.push("ferry/manual", {"docs/index.md": '--8<-- "ship.py"\n\nMore.\n'}, "Say more")
    assert bring() == 1
    sandbox.change.push("ferry/manual", {"ship.py": "row()\n"}, "Row")
    assert bring() == 1
    assert words(page_at("index.md")) == "Home row() More."
