"""The operators' screens of the mirror follow what happens by themselves, work by keyboard, and can be read by all."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.models import User
from github_sync.models import Repository, SyncRun
from github_sync.sandbox import Sandbox
from github_sync.services.lease import lease
from github_sync.services.run_progress import RunProgress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ("repository/", "repository/inspect/{}/", "repository/delete/{}/", "mirror_failures/", "mirror_budget/",
           "syncrun/")  # fmt: skip


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Login").fill("olga")
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def test_the_state_follows_a_sync_without_a_reload(harbor: Sandbox, window: Page, olga: User) -> None:
    core = Repository.objects.get(full_name="harbor/core")
    with lease(core):
        run = SyncRun.objects.create(repository=core, started_at=timezone.now())
        RunProgress(run, lambda *_: None)("pull requests", 43, 100)
        sign_in(window, "/admin/repository/")
        state = window.locator(f'[data-live="state-{core.pk}"]')
        expect(state).to_contain_text("Syncing 43 %")
        expect(state).to_contain_text("pull requests")
        window.evaluate("window.isStillThisPage = true")
        button = window.get_by_role("button", name="Pause harbor/core")
        button.focus()
        RunProgress(run, lambda *_: None)("commits", 80, 100)
        expect(state).to_contain_text("Syncing 80 %")
        run.status, run.finished_at = SyncRun.Status.DONE, timezone.now()
        run.save()
    expect(state).to_contain_text("Fresh")
    assert window.evaluate("window.isStillThisPage")
    expect(button).to_be_focused()
    window.keyboard.press("Enter")
    expect(state).to_contain_text("Paused")
    window.get_by_role("button", name="Go on harbor/core").press("Enter")
    expect(window.get_by_text("harbor/core goes on")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_can_be_read(harbor: Sandbox, open_window: Callable[..., Page], olga: User, width: int) -> None:
    core = Repository.objects.get(full_name="harbor/core")
    for number, cause in enumerate(["credential", "unreachable"]):
        lost = Repository.objects.create(owner="harbor", name=f"lost{number}", full_name=f"harbor/lost{number}")
        SyncRun.objects.create(repository=lost, status="failed", started_at=timezone.now(), cause=cause, error="Away.")
    page = open_window(width=width)
    sign_in(page, "/admin/repository/")
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for screen in SCREENS:
            page.goto(f"/admin/{screen.format(core.pk)}")
            found = Axe().run(page, context="main", options={"resultTypes": ["violations"]}).response["violations"]
            faults += [f"{scheme} {screen} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    assert not faults, "\n".join(faults)
