"""Documentation read from a repository, over real HTTP to the stand-in for GitHub."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command

from docs_hub.models import DocPage, DocSource
from github_sync.sandbox import rest_files

pytestmark = pytest.mark.usefixtures("site_root")
CONTENTS = {
    "mkdocs.yml": "site_name: Manual\nnav:\n  - Start: index.md\nmarkdown_extensions: [admonition]\n",
    "docs/index.md": "# Hi\n\n[code](../src/x.py) [more](more.md)\n\n!!! note\n    Mind.\n",
    "docs/more.md": "# More\n",
    "README.md": "# Readme\n",
    "src/x.py": "print(1)\n",
}


def run(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_docs", *arguments, "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def test_the_configuration_beside_the_folder_is_read_and_the_rest_is_left(make_sandbox: Callable[..., Any]) -> None:
    make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    report = run("--repository", "ferry/manual", "--path", "docs")
    assert [page["url"] for page in report["pages"]] == ["/docs/manual/", "/docs/manual/more/"]
    assert DocSource.objects.get().title == "Manual"
    page = DocPage.objects.get(source_path="index.md")
    assert "admonition" in page.html
    assert page.get_context(None)["edit_url"].endswith("/ferry/manual/edit/HEAD/docs/index.md")  # type: ignore[arg-type]


def test_the_second_import_asks_for_no_page_again(make_sandbox: Callable[..., Any]) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    first = run("--repository", "ferry/manual", "--path", "docs")
    before = len(sandbox.requests)
    second = run("--repository", "ferry/manual", "--path", "docs")
    asked = [line["path"] for line in sandbox.requests[before:] if "/git/blobs/" in line["path"]]
    assert len(asked) <= 1, "only mkdocs.yml"
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


@pytest.mark.parametrize("arguments", [["ferry/unknown", "docs"], ["ferry/manual", "nowhere"], ["ferry/manual", "src"]])
def test_what_is_not_there_is_said_in_one_line_and_leaves_nothing(
    make_sandbox: Callable[..., Any], arguments: list[str]
) -> None:
    make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    with pytest.raises(CommandError) as error:
        run("--repository", arguments[0], "--path", arguments[1])
    assert "\n" not in str(error.value)
    assert not DocSource.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_sync_that_brought_something_brings_the_documentation_up_to_date(
    make_sandbox: Callable[..., Any], run_queue: Callable[[], Any]
) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    run("--repository", "Ferry/Manual", "--path", "docs")
    sandbox.community.repo("ferry", "manual").contents["docs/more.md"] = b"# Much more\n"
    call_command("sync_github", "ferry/manual", verbosity=0)
    run_queue()
    assert "Much more" in DocPage.objects.get(source_path="more.md").html


def test_a_tree_that_is_too_long_for_one_answer_is_read_folder_by_folder(
    make_sandbox: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_files, "LONGEST", 4)
    many = {f"docs/part/page{number}.md": f"# Page {number}\n" for number in range(4)}
    sandbox = make_sandbox({"ferry/manual": {"contents": {**CONTENTS, **many}}})
    report = run("--repository", "ferry/manual", "--path", "docs")
    assert len(report["pages"]) == 6
    assert sum("/git/trees/" in line["path"] for line in sandbox.requests) < 10


def test_an_unknown_branch_or_repository_is_named_in_one_line(make_sandbox: Callable[..., Any]) -> None:
    make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    for arguments, says in (
        (("ferry/manual", "--ref", "nosuch"), "branch or tag nosuch in ferry/manual was not found. "),
        (("ferry/nosuch",), "ferry/nosuch was not found. "),
    ):
        with pytest.raises(CommandError) as error:
            run("--repository", *arguments)
        assert str(error.value) == says + "Check the name, and that the token may read it."


def test_the_link_to_edit_leads_to_a_page_of_the_stand_in(make_sandbox: Callable[..., Any], settings: Any) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    settings.GITHUB_WEB_URL = sandbox.url
    run("--repository", "ferry/manual", "--path", "docs")
    page = DocPage.objects.get(source_path="more.md")
    url = page.get_context(None)["edit_url"]  # type: ignore[arg-type]
    assert "# More" in requests.get(url, timeout=5).text
    assert requests.get(url.replace("more.md", "gone.md"), timeout=5).status_code == 404
