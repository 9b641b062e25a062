"""A writer edits, looks at the preview and submits; a maintainer approves; the pull request is merged and counts."""

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
NAME = "harbor/guide"
TEXT = "# Mooring\n\n" + "".join(f"Rule {number} of mooring.\n\n" for number in range(8))


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Bob Berg", "-c", "user.email=2+bob@users.noreply.github.com"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, check=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def guide(empty_site: None, tmp_path: Path, settings: Any, run_queue: Callable[[], Any], sandbox_port: int) -> Any:
    """harbor/guide, a repository of Git's own, followed and read in."""
    work = tmp_path / "work"
    (work / "docs").mkdir(parents=True)
    (work / "mkdocs.yml").write_text("site_name: Guide\n")
    (work / "docs/index.md").write_text("# Guide\n\n[mooring](mooring.md)\n")
    (work / "docs/mooring.md").write_text(TEXT)
    git(work, "init", "-q", "-b", "main")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "Write the guide")
    folder = write_dataset(tmp_path / "dataset", {NAME: {}})
    git(tmp_path, "clone", "-q", "--bare", str(work), str(folder / "repos/harbor/guide/git"))
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
    page = DocPage.objects.get(source_path="mooring.md")
    writer = open_window()
    sign_in(writer, "wendy", f"/admin/pages/{page.pk}/edit/")
    writer.locator(".cm-content").click()
    writer.keyboard.press("Control+a")
    writer.keyboard.insert_text(TEXT.replace("Rule 3 of", "Rule three of"))
    writer.get_by_role("button", name="Toggle preview").click()
    expect(writer.frame_locator("iframe#w-preview-iframe").get_by_text("Rule three of mooring.")).to_be_visible()
    writer.get_by_role("button", name="More actions").click()
    writer.get_by_role("button", name="Submit to", exact=False).click()
    expect(writer.get_by_text("has been submitted for moderation", exact=False)).to_be_visible()

    state = DocPage.objects.get(pk=page.pk).current_workflow_task_state
    maintainer = open_window()
    sign_in(maintainer, "alice", "/admin/")
    token = next(one["value"] for one in maintainer.context.cookies() if one["name"] == "csrftoken")
    approved = maintainer.request.post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/",
        form={"comment": "", "csrfmiddlewaretoken": token}, headers={"Referer": maintainer.url},
    )  # fmt: skip
    assert approved.ok
    reader = open_window(width=360)
    reader.goto("/docs/guide/mooring/")
    expect(reader.get_by_text("Rule three of mooring.")).to_be_visible()

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
    assert "Rule three of mooring." in git(copy, "show", "main:docs/mooring.md")
    assert git(copy, "log", "-1", "--format=%an", "main") == "wendy"
    proposal.refresh_from_db()
    assert proposal.state == "merged"
    counted = Contribution.objects.filter(person__user=wendy, status__in=Contribution.COUNTED)
    assert [entry.kind for entry in counted] == ["doc"]
    reviewed = Contribution.objects.filter(person__user=alice, kind="review", status__in=Contribution.COUNTED)
    assert reviewed.count() == 1
