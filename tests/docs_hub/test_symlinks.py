"""Symbolic links of a tree: followed inside of it, and named with the reason where they are not."""

import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from docs_hub.domain.symlinks import (
    LOOP,
    MANY_LINKS,
    MANY_PARTS,
    MOST_FILES,
    MOST_LINKS,
    NESTED,
    NOWHERE,
    OUTSIDE,
    TOO_MANY,
    Followed,
    follow_links,
)
from docs_hub.models import DocPage
from github_sync.sandbox import Sandbox
from tests.docs_hub.effort import effort
from tests.fixtures.sandbox import write_dataset

NAME = "harbor/linked"
PAGES = {"index.md": "# Home\n", "guide/a.md": "# Alpha\n", "guide/sub/b.md": "# Beta\n"}
LINKS = {
    "alias.md": "index.md",
    "chain.md": "alias.md",
    "tour": "guide/sub",
    "guide/up.md": "../index.md",
    "far.md": "/etc/passwd",
    "out.md": "../../x.md",
    "above.md": "../README.md",
    "gone.md": "nothing.md",
    "one.md": "two.md",
    "two.md": "one.md",
    "guide/self": ".",
}
SHOWN = {"index.md", "alias.md", "chain.md", "guide/a.md", "guide/sub/b.md", "guide/up.md", "tour/b.md"}
SKIPPED = {
    "far.md": OUTSIDE, "out.md": OUTSIDE, "above.md": OUTSIDE, "gone.md": NOWHERE, "one.md": LOOP, "two.md": LOOP,
    "guide/self": LOOP,
}  # fmt: skip


def write(folder: Path) -> Path:
    for path, text in PAGES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    for path, target in LINKS.items():
        (folder / path).symlink_to(target)
    return folder


def imported(*arguments: str) -> tuple[set[str], dict[str, str]]:
    out = io.StringIO()
    call_command("import_docs", *arguments, "--json", stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return {page["path"] for page in report["pages"]}, {one["path"]: one["why"] for one in report["skipped"]}


@pytest.fixture
def linked(site_root: None, tmp_path: Path, settings: Any, sandbox_port: int) -> Any:
    """harbor/linked, a repository of Git's own with its links."""
    work = tmp_path / "work"
    write(work / "docs")
    (work / "README.md").write_text("# Read me\n")
    who = ["-c", "user.name=Bob", "-c", "user.email=bob@example.org"]
    for order in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Link"]):
        subprocess.run(["git", *who, *order], cwd=work, check=True, capture_output=True)
    folder = write_dataset(tmp_path / "dataset", {NAME: {}})
    target = folder / "repos/harbor/linked/git"
    subprocess.run(["git", "clone", "-q", "--bare", str(work), str(target)], check=True, capture_output=True)
    with Sandbox(folder, port=sandbox_port) as sandbox:
        settings.GITHUB_API_URL, settings.GITHUB_TOKEN = sandbox.api_url, "sandbox-alice"
        yield sandbox


@pytest.mark.django_db
def test_of_a_repository(linked: Sandbox) -> None:
    pages, skipped = imported("--repository", NAME, "--path", "docs")
    assert pages == SHOWN
    assert skipped == {f"docs/{path}": why for path, why in SKIPPED.items()}
    assert DocPage.objects.get(source_path="tour/b.md").source == "# Beta\n"
    assert DocPage.objects.get(source_path="tour/b.md").doc_source.paths["linked"]["tour/b.md"] == "docs/guide/sub/b.md"
    asked = len(linked.requests)
    assert imported("--repository", NAME, "--path", "docs") == (pages, skipped)
    assert len(linked.requests) == asked + 1, "where links lead is known by then"


@pytest.mark.django_db
def test_of_a_folder(site_root: None, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Read me\n")
    folder = write(tmp_path / "handbook")
    (folder / "whole.md").symlink_to(folder / "guide/a.md")
    (folder / ".git").symlink_to("guide")
    pages, skipped = imported("--from", str(folder), "--slug", "handbook")
    assert pages == SHOWN | {"whole.md"}
    assert skipped == SKIPPED
    assert not DocPage.objects.filter(source__contains="Read me").exists()


def test_what_a_file_system_would_reach_by_a_detour_is_seen() -> None:
    """`..` after a link to a folder is above that folder, not above the link."""
    files = ["a/b/c.md", "a/top.md", "top.md"]
    found = follow_links(files=files, links={"short": "a/b", "x.md": "short/../top.md"})
    assert found.files == {"short/c.md": "a/b/c.md", "x.md": "a/top.md"}


def test_links_inside_a_linked_folder_are_followed_once() -> None:
    files = ["a/page.md", "b/other.md"]
    links = {"a/to-b": "../b", "b/to-a": "../a", "a/file.md": "../b/other.md"}
    found = follow_links(files=files, links=links)
    assert found.files == {
        "a/to-b/other.md": "b/other.md", "b/to-a/page.md": "a/page.md", "a/file.md": "b/other.md",
        "b/to-a/file.md": "b/other.md",
    }  # fmt: skip
    assert sorted(found.skipped) == [("a/to-b/to-a", NESTED), ("b/to-a/to-b", NESTED)]


def test_a_farm_of_links_ends() -> None:
    """Of a thousand links to a folder of a thousand files and a thousand links."""
    files = [f"farm/{number}.md" for number in range(1000)]
    links = {f"farm/l{number}": "../farm" for number in range(1000)}
    links |= {f"k{number}": "farm" for number in range(1000)}
    found = follow_links(files=files, links=links)
    assert len(found.files) <= MOST_FILES
    assert {why for _, why in found.skipped} <= {LOOP, NESTED, TOO_MANY}
    assert len(found.skipped) <= MOST_FILES + len(links)
    assert TOO_MANY in {why for _, why in found.skipped}


@pytest.mark.parametrize(
    ("path", "target", "why"),
    [
        (".git", "a.md", NOWHERE), ("x/.git", "../a.md", NOWHERE), ("x", "", NOWHERE), ("x", "a" * 5000, NOWHERE),
        ("x", "a\0.md", OUTSIDE), ("x", "/a.md", OUTSIDE), ("x", ".", LOOP), ("x", "x", LOOP), ("x", "a.md/..", LOOP),
        ("x", "y/../../../a.md", OUTSIDE),
    ],
)  # fmt: skip
def test_hostile_links_are_named(path: str, target: str, why: str) -> None:
    assert follow_links(files=["a.md"], links={path: target}).skipped == [(path, why)]


def test_nothing_outside_of_the_asked_folders_is_led_to() -> None:
    found = follow_links(files=["docs/a.md"], links={"docs/x.md": "../docs2/a.md"}, roots=["docs", "mkdocs.yml"])
    assert found.skipped == [("docs/x.md", OUTSIDE)]


@pytest.mark.django_db
def test_the_folder_itself_may_be_a_link(site_root: None, tmp_path: Path) -> None:
    folder = write(tmp_path / "real")
    os.symlink(folder, tmp_path / "handbook")
    assert imported("--from", str(tmp_path / "handbook"), "--slug", "handbook") == (SHOWN, SKIPPED)


def test_what_links_say_is_walked_once() -> None:
    """Forty of them in a chain, each with as many detours as a target can hold, and many that begin with them."""
    detours = "x/../" * 800
    chain = {f"l{number:02}": f"{detours}l{number + 1:02}" for number in range(39)} | {"l39": "a.md"}

    def follow(many: int) -> Followed:
        return follow_links(files=["a.md"], links=chain | {f"m{number}": "l01" for number in range(many)})

    assert follow(10).files == dict.fromkeys([*chain, *(f"m{number}" for number in range(10))], "a.md")
    few, more = effort(lambda: follow(0)), effort(lambda: follow(1000))
    assert more < 2 * few < 20_000_000


def test_a_chain_too_long_is_too_long_for_its_beginning_only() -> None:
    chain = {f"l{number:02}": f"l{number + 1:02}" for number in range(59)} | {"l59": "a.md"}
    found = follow_links(files=["a.md"], links=chain)
    assert sorted(found.files) == [f"l{number}" for number in range(20, 60)]
    assert found.skipped == [(f"l{number:02}", LOOP) for number in range(20)]


def test_thousands_of_long_links_end_and_the_rest_is_named() -> None:
    text = "x/../" * 800 + "a.md"
    found = follow_links(files=["a.md"], links={f"l{number:05}": text for number in range(1000)})
    assert found.files
    assert {why for _, why in found.skipped} == {MANY_PARTS}
    assert len(found.files) + len(found.skipped) == 1000
    found = follow_links(files=["a.md"], links={f"l{number:05}": "no.md" for number in range(MOST_LINKS + 5)})
    assert [why for _, why in found.skipped[-6:]] == [NOWHERE, *[MANY_LINKS] * 5]
