"""A writer edits, looks at the preview and submits; a maintainer approves; the pull request is merged and counts.

It is played on a repository of Git's own: the real one of `DOCS_DATA`, a folder with `civicrm-dev-docs.bundle`, where
that is set, else one that is made in the same form.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from common.models import User
from contributors.models import Contribution
from docs_hub.models import DocPage, Proposal
from github_sync.sandbox import Sandbox
from tests.fixtures.sandbox import write_dataset

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, PATH = "harbor/guide", "basics/skills.md"
SAID = "Rule three of mooring."
BUNDLE = Path(os.environ.get("DOCS_DATA") or "/nowhere", "civicrm-dev-docs.bundle")


def git(folder: Path, *arguments: str, who: str = "Bob Berg", number: int = 2) -> str:
    mail = f"{number}+{who.split()[0].lower()}@users.noreply.github.com"
    options = ["-c", f"user.name={who}", "-c", f"user.email={mail}"]
    done = subprocess.run(["git", *options, *arguments], cwd=folder, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def made(work: Path) -> Path:
    """Some pages in folders, written by two people, with a merge."""
    (work / "docs/basics").mkdir(parents=True)
    git(work, "init", "-q", "-b", "master")
    save(work, "mkdocs.yml", "site_name: Guide\n")
    save(work, "docs/index.md", "# Guide\n\n[skills](basics/skills.md)\n")
    for number in range(8):
        rules = "".join(f"Rule {rule} of mooring.\n\n" for rule in range(number + 1))
        save(work, f"docs/{PATH}", f"# Skills\n\n{rules}", who="Alice Ade" if number % 2 else "Bob Berg")
    git(work, "checkout", "-q", "-b", "topic", "HEAD~3")
    save(work, "docs/basics/tools.md", "# Tools\n")
    git(work, "checkout", "-q", "master")
    git(work, "merge", "-q", "--no-ff", "-m", "Merge pull request #1 from bob/topic", "topic")
    return work


def save(work: Path, path: str, text: str, who: str = "Bob Berg") -> None:
    (work / path).write_text(text)
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", f"Write {path}", who=who, number=1 if who.startswith("Alice") else 2)


@pytest.fixture
def guide(empty_site: None, tmp_path: Path, settings: Any, run_queue: Callable[[], Any], sandbox_port: int) -> Any:
    """harbor/guide, followed and read in."""
    origin = BUNDLE if BUNDLE.is_file() else made(tmp_path / "work")
    folder = write_dataset(tmp_path / "dataset", {NAME: {}})
    store = folder / "repos/harbor/guide/git"
    git(tmp_path, "clone", "-q", "--bare", str(origin), str(store))
    git(store, "branch", "-M", "main")
    with Sandbox(folder, port=sandbox_port) as sandbox:
        settings.GITHUB_API_URL, settings.GITHUB_TOKEN = sandbox.api_url, "sandbox-alice"
        settings.GITHUB_WEB_URL = sandbox.url
        call_command("sync_github", NAME, verbosity=0)
        call_command("import_docs", "--repository", NAME, "--path", "docs", verbosity=0)
        run_queue()
        yield sandbox


def sign_in(page: Page, name: str, address: str) -> None:
    page.goto(address)
    page.get_by_label("Login").fill(name)
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_from_an_edit_to_a_merged_and_credited_pull_request(
    guide: Sandbox, open_window: Callable[..., Page], run_queue: Callable[[], Any], tmp_path: Path, wendy: User,
    alice: User,
) -> None:  # fmt: skip
    page = DocPage.objects.get(source_path=PATH)
    writer = open_window()
    sign_in(writer, "wendy", f"/admin/pages/{page.pk}/edit/")
    writer.locator(".cm-content").click()
    writer.keyboard.press("Control+End")
    writer.keyboard.insert_text(f"\n{SAID}\n")
    writer.get_by_role("button", name="Toggle preview").click()
    expect(writer.frame_locator("iframe#w-preview-iframe").get_by_text(SAID)).to_be_visible()
    with writer.expect_popup() as opened:
        writer.get_by_role("link", name="Preview in new tab").click()
    expect(opened.value.get_by_text(SAID)).to_be_visible()
    opened.value.close()
    writer.locator("[name=change_note]").fill("A sentence that was missing.")
    writer.get_by_role("button", name="Submit to", exact=False).first.click()
    expect(writer.get_by_text("has been submitted for moderation", exact=False)).to_be_visible()

    maintainer = open_window()
    sign_in(maintainer, "alice", "/admin/")
    maintainer.goto("/admin/docs_drafts/")
    maintainer.locator(f'a[href*="/documentation-edits/review/{page.pk}/"]').first.click()
    expect(maintainer.get_by_text("A sentence that was missing.")).to_be_visible()
    expect(maintainer.get_by_role("main").get_by_text(SAID)).to_be_visible()
    maintainer.get_by_label("A word to the writer").fill("Well said.")
    maintainer.get_by_role("button", name="Approve and publish").click()
    expect(maintainer.get_by_text(f"{NAME} gets it as a pull request", exact=False)).to_be_visible()
    reader = open_window(width=360)
    reader.goto(page.url)
    expect(reader.get_by_text(SAID)).to_be_visible()

    run_queue()
    call_command("sync_github", NAME, verbosity=0)
    run_queue()
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.writer) == ("open", wendy)
    reader.reload()
    expect(reader.get_by_text("waiting for a review", exact=False)).to_be_visible()
    maintainer.goto(f"/admin/documentation-edits/{proposal.pk}/")
    expect(maintainer.get_by_role("link", name=f"Pull request #{proposal.number}", exact=False)).to_be_visible()
    for window in (reader, maintainer):
        assert Axe().run(window, context="main").violations_count == 0

    guide.change.merge_pull(NAME, proposal.number, method="squash", login="alice")
    call_command("sync_github", NAME, verbosity=0)
    run_queue()
    copy = guide.git_copy(NAME, tmp_path / "copy")
    assert SAID in git(copy, "show", f"main:docs/{PATH}")
    assert git(copy, "log", "-1", "--format=%an", "main") == "wendy"
    assert git(copy, "diff", "--numstat", "main~1", "main").split()[2:] == [f"docs/{PATH}"]
    proposal.refresh_from_db()
    assert proposal.state == "merged"
    counted = Contribution.objects.filter(person__user=wendy, status__in=Contribution.COUNTED)
    assert [entry.kind for entry in counted] == ["doc"]
    reviewed = Contribution.objects.filter(person__user=alice, kind="review", status__in=Contribution.COUNTED)
    assert reviewed.count() == 1
