"""`manage.py import_docs` as people and scripts meet it."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from docs_hub.models import DocPage, DocSource

pytestmark = pytest.mark.usefixtures("site_root")


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_docs", *arguments, stdout=out)
    return out.getvalue()


def test_json_is_one_object_with_all_there_is_to_know(tree: Callable[..., Path], db: None) -> None:
    report = json.loads(run("--from", str(tree({"index.md": "# Hi\n\n[x](y.md)\n"})), "--json"))
    assert set(report) == {
        "pages",
        "withheld",
        "skipped",
        "links",
        "anchors",
        "files",
        "unresolved",
        "unknown_syntax",
        "seconds",
    }
    assert report["pages"] == [{"path": "index.md", "url": "/docs/handbook/", "title": "Hi"}]
    assert report["unresolved"] == [{"path": "index.md", "line": 3, "what": "y.md"}]


def test_a_summary_is_for_people(tree: Callable[..., Path], db: None) -> None:
    assert run("--from", str(tree({"index.md": "# Hi\n"}))).startswith("1 page, 0/0 links")


def test_a_second_run_finds_its_source_again(tree: Callable[..., Path], db: None) -> None:
    folder = str(tree({"index.md": "# Hi\n"}))
    run("--from", folder)
    run("--from", folder)
    assert DocSource.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--from", "/no/such/folder"], "There is no folder /no/such/folder."),
        (["--repository", "noslash"], "noslash is no repository name; write OWNER/NAME."),
        (["--from", ""], "--from is empty. Name a repository (--repository OWNER/NAME) or a folder (--from DIR)."),
        (
            ["--repository", " "],
            "--repository is empty. Name a repository (--repository OWNER/NAME) or a folder (--from DIR).",
        ),
        ([], "Say where the documentation lies: either --repository OWNER/NAME or --from DIR."),
        (
            ["--from", ".", "--repository", "a/b"],
            "Say where the documentation lies: either --repository OWNER/NAME or --from DIR.",
        ),
    ],
)
def test_what_cannot_be_imported_is_said_in_one_line_and_leaves_nothing(
    arguments: list[str], says: str, db: None
) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert str(error.value) == says
    assert not DocSource.objects.exists()


def test_a_folder_without_markdown_is_an_error(tree: Callable[..., Path], db: None) -> None:
    with pytest.raises(CommandError, match="No Markdown file was found there"):
        run("--from", str(tree({"a.txt": "x"})))


def test_the_folder_of_the_pages_finds_the_configuration_beside_it(tree: Callable[..., Path], db: None) -> None:
    root = tree({"mkdocs.yml": "site_name: Beside\n", "docs/index.md": "# Hi\n"})
    run("--from", str(root / "docs"), "--slug", "x")
    assert DocSource.objects.get(slug="x").title == "Beside"


def test_another_folder_for_a_known_slug_is_refused_unless_asked_for(tree: Callable[..., Path], tmp_path: Path) -> None:
    mine = str(tree({"index.md": "# Mine\n"}))
    run("--from", mine, "--slug", "x")
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.md").write_text("# Theirs\n")
    with pytest.raises(CommandError, match=r"/x/ is the documentation of .*handbook.*--replace"):
        run("--from", str(other), "--slug", "x")
    assert DocPage.objects.get(source_path="index.md").title == "Mine"
    run("--from", str(other), "--slug", "x", "--replace")
    assert DocPage.objects.get(source_path="index.md").title == "Theirs"


def test_a_failed_import_leaves_a_known_source_as_it_was(tree: Callable[..., Path]) -> None:
    mine = str(tree({"index.md": "# Mine\n"}))
    run("--from", mine, "--slug", "x", "--title", "Before")
    with pytest.raises(CommandError):
        run("--from", "/no/such/folder", "--slug", "x", "--title", "After", "--replace")
    source = DocSource.objects.get()
    assert (source.path, source.title, source.error) == (mine, "Before", "")
