"""Documentation read from a repository, over real HTTP to the stand-in for GitHub."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command

from docs_hub.models import DocAsset, DocPage, DocSource
from docs_hub.services.importing import import_source
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


def test_a_folder_beside_the_one_that_mkdocs_names_is_read_by_itself(make_sandbox: Callable[..., Any]) -> None:
    """As plain Markdown: the configuration is another folder's."""
    beside = {"handbook/index.md": "# Handbook\n", "handbook/crew/rules.md": "# Rules\n"}
    make_sandbox({"ferry/manual": {"contents": {**CONTENTS, **beside}}})
    report = run("--repository", "ferry/manual", "--path", "handbook", "--slug", "handbook")
    assert [page["path"] for page in report["pages"]] == ["crew/rules.md", "index.md"]
    source = DocSource.objects.get()
    assert (source.used_dialect, source.docs_prefix) == ("gfm", "handbook")
    page = DocPage.objects.get(source_path="crew/rules.md")
    assert page.get_context(None)["edit_url"].endswith("/edit/HEAD/handbook/crew/rules.md")  # type: ignore[arg-type]
    assert len(run("--repository", "ferry/manual", "--path", "docs", "--slug", "manual")["pages"]) == 2


def test_what_is_hidden_is_not_read_again_where_nothing_changed(make_sandbox: Callable[..., Any]) -> None:
    hidden = {"docs/more.md": "---\ndraft: true\n---\n# More\n", "docs/.meta.yml": "title: x\n"}
    sandbox = make_sandbox({"ferry/manual": {"contents": {**CONTENTS, **hidden}}})
    report = run("--repository", "ferry/manual", "--path", "docs")
    assert [one["path"] for one in report["withheld"]] == ["more.md"]
    before = len(sandbox.requests)
    assert run("--repository", "ferry/manual", "--path", "docs")["withheld"] == report["withheld"]
    assert len(sandbox.requests) - before == 1
    sandbox.change.push("ferry/manual", {"docs/more.md": "# More\n"}, "Out with it")
    assert run("--repository", "ferry/manual", "--path", "docs")["withheld"] == []
    sandbox.change.push("ferry/manual", {"docs/more.md": "---\ndraft: true\n---\n# More\n"}, "Back")
    run("--repository", "ferry/manual", "--path", "docs")
    assert not DocPage.objects.get(source_path="more.md").live


def test_an_import_that_finds_nothing_new_is_one_request(make_sandbox: Callable[..., Any]) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    first = run("--repository", "ferry/manual", "--path", "docs")
    before = len(sandbox.requests)
    second = run("--repository", "ferry/manual", "--path", "docs")
    assert len(sandbox.requests) - before == 1
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
    assert DocSource.objects.get().last_commit == sandbox.community.repo("ferry", "manual").head_sha


def test_only_what_changed_is_asked_for(make_sandbox: Callable[..., Any]) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    run("--repository", "ferry/manual", "--path", "docs")
    sha = sandbox.change.push("ferry/manual", {"docs/more.md": "# Much more\n", "src/x.py": "print(2)\n"}, "More")
    before = len(sandbox.requests)
    run("--repository", "ferry/manual", "--path", "docs")
    assert sum("/git/blobs/" in line["path"] for line in sandbox.requests[before:]) == 1
    assert DocSource.objects.get().last_commit == sha


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


def test_a_file_that_is_a_page_or_has_another_ending_by_now_is_read_again(make_sandbox: Callable[..., Any]) -> None:
    license_text, picture = "# License\n\nDo as you like.\n", "a picture, as far as this goes"
    index = "# Hi\n\n[license](license.txt) ![x](x.jpg)\n"
    files = {"docs/index.md": index, "docs/license.txt": license_text, "docs/x.jpg": picture}
    sandbox = make_sandbox({"ferry/manual": {"contents": {**CONTENTS, **files}}})
    run("--repository", "ferry/manual", "--path", "docs")
    contents = sandbox.community.repo("ferry", "manual").contents
    contents["docs/license.md"], contents["docs/x.jpeg"] = contents.pop("docs/license.txt"), contents.pop("docs/x.jpg")
    contents["docs/index.md"] = index.replace("license.txt", "license.md").replace("x.jpg", "x.jpeg").encode()
    run("--repository", "ferry/manual", "--path", "docs")
    assert DocPage.objects.get(source_path="license.md").source == license_text
    with DocAsset.objects.get(path="x.jpeg").file.open("rb") as file:
        assert file.read() == picture.encode()


def test_what_the_admin_changes_during_an_import_stays(make_sandbox: Callable[..., Any]) -> None:
    make_sandbox({"ferry/manual": {"contents": CONTENTS}})
    run("--repository", "ferry/manual", "--path", "docs")
    source = DocSource.objects.get()
    source.dialect = "mkdocs"
    DocPage.objects.filter(source_path="more.md").update(blob_sha="", upstream_sha="", text_sha="")

    def meanwhile(*_: object) -> None:
        DocSource.objects.update(title="By hand", writing="closed")

    import_source(source=source, progress=meanwhile)
    kept = DocSource.objects.get()
    assert (kept.title, kept.writing) == ("By hand", "closed")
    assert kept.dialect == "mkdocs", "what the caller asked for is saved"


def test_what_is_too_large_is_never_asked_for(make_sandbox: Callable[..., Any]) -> None:
    large = {"docs/large.md": "x" * (2 * 1024 * 1024 + 1), "docs/large.bin": b"x" * (20 * 1024 * 1024 + 1)}
    sandbox = make_sandbox({"ferry/manual": {"contents": {**CONTENTS, **large}}})
    report = run("--repository", "ferry/manual", "--path", "docs")
    assert sorted((one["path"], one["why"]) for one in report["skipped"]) == [
        ("docs/large.bin", "too large (20971521 bytes; at most 20971520)"),
        ("docs/large.md", "too large (2097153 bytes; at most 2097152)"),
    ]
    assert len(report["pages"]) == 2
    assert not any("/git/blobs/" in line["path"] for line in sandbox.requests)
    assert sum(line["bytes"] for line in sandbox.requests) < 100_000


BOOK = {
    "README.md": "# Readme\n",
    "docs/book.toml": '[book]\ntitle = "Manual"\n',
    "docs/src/SUMMARY.md": "- [Start](start.md)\n- [Gone](gone.md)\n",
    "docs/src/start.md": "# Begin\n\n{{#include ../part.txt}}\n",
    "docs/part.txt": "Included words.\n",
}


def test_a_book_below_a_folder_is_found_and_a_second_import_asks_once(make_sandbox: Callable[..., Any]) -> None:
    sandbox = make_sandbox({"ferry/manual": {"contents": BOOK}})
    first = run("--repository", "ferry/manual", "--path", "docs")
    assert [page["title"] for page in first["pages"]] == ["Start"]
    assert [(entry["path"], entry["line"]) for entry in first["unresolved"]] == [("SUMMARY.md", 2)]
    source = DocSource.objects.get()
    assert (source.title, source.docs_prefix) == ("Manual", "docs/src")
    assert "Included words." in DocPage.objects.get(source_path="start.md").html
    before = len(sandbox.requests)
    second = run("--repository", "ferry/manual", "--path", "docs")
    assert len(sandbox.requests) - before == 1
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
