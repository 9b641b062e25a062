"""A person with only a browser takes a new site from nothing to a filled board."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.fixtures.new_site import NewSite

pytestmark = pytest.mark.browser

PASSWORD = "nine boats in the harbor"
STEPS = ("name", "github", "repositories", "labels", "documentation", "sync", "next")


def make_account(page: Page, site: NewSite) -> None:
    page.goto(site.first_address)
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Email").fill("olga@example.org")
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()


def name_it(page: Page) -> None:
    expect(page.get_by_role("heading", name="Name your platform")).to_be_visible()
    page.get_by_label("What is your platform called?").fill("Harbor Commons")
    page.get_by_label("What is it, in one sentence?").fill("Software for small harbors.")
    page.get_by_role("button", name="Save and go on").click()


def connect_with_token(page: Page) -> None:
    page.locator("summary").filter(has_text="By a personal access token").click()
    page.get_by_label("Personal access token").fill("scoped-alice:repo,read:org,admin:repo_hook")
    page.locator("details[open] form").filter(has_text="Personal access token").get_by_role(
        "button", name="Connect"
    ).click()
    expect(page.get_by_text("Connected as alice").first).to_be_visible()
    page.get_by_role("link", name="Go on").first.click()


def test_from_nothing_to_a_filled_board(new_site: NewSite, visit: Callable[..., Page]) -> None:
    page = visit()
    make_account(page, new_site)
    name_it(page)

    expect(page.get_by_role("heading", name="Connect GitHub")).to_be_visible()
    page.get_by_label("Organisation on GitHub").fill("harbor")
    page.get_by_role("button", name="Make an App on GitHub").click()
    expect(page.get_by_role("navigation", name="Steps")).to_be_visible()
    page.get_by_role("button", name="Go on to GitHub").click()
    page.get_by_role("button", name="Create GitHub App").click()
    page.get_by_role("link", name="harbor", exact=True).click()
    page.get_by_role("button", name="Install").click()
    expect(page.get_by_text("Connected by the GitHub App")).to_be_visible()
    assert page.url.endswith("/admin/setup/github/")
    page.get_by_role("link", name="Go on").first.click()

    page.get_by_label("Find a repository").fill("core")
    expect(page.get_by_role("checkbox", name="harbor/docs")).to_be_hidden()
    page.get_by_role("checkbox", name="harbor/core").check()
    page.get_by_label("Find a repository").fill("")
    page.get_by_role("checkbox", name="harbor/docs").check()
    expect(page.get_by_text("2 ticked, 2 of 2 shown")).to_be_visible()
    page.get_by_role("button", name="Follow these and go on").click()

    expect(page.get_by_role("heading", name="Say what labels mean")).to_be_visible()
    preview = page.locator("[data-preview]")
    expect(page.get_by_label("What “up-for-grabs” means")).to_have_value("board")
    expect(preview).to_contain_text("4 tasks")
    expect(preview.locator("li").first).to_contain_text("Explain the tides")
    expect(preview.locator("li").first).to_contain_text("Documentation")
    page.get_by_label("What “docs” means").select_option("kind:design")
    expect(preview.locator("li").first).to_contain_text("Design")
    page.get_by_label("What “docs” means").select_option("kind:doc")
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name="Choose documentation")).to_be_visible()
    folder = page.get_by_role("checkbox", name="docs")
    expect(folder).to_be_checked()
    page.get_by_role("button", name="Take these and go on").click()

    expect(page.get_by_role("heading", name="Read everything once")).to_be_visible()
    start = page.get_by_role("button", name="Start")
    if start.is_visible():  # the schedule may have begun already
        start.click()
    expect(page.locator("[data-progress]")).to_contain_text("All read.", timeout=60_000)
    expect(page.locator("[data-progress]")).to_contain_text("4 tasks on the board", timeout=60_000)
    expect(page.get_by_role("link", name="2 pages")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Go on").click()

    expect(page.get_by_role("heading", name="Look at the board (done)")).to_be_visible()
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_text("The site is set up.")).to_be_visible()
    expect(page.locator("a[href='/admin/setup/']").filter(has_text="Step")).to_have_count(0)

    stranger = visit()
    stranger.goto("/tasks/")
    expect(stranger).to_have_title("Find a task · Harbor Commons")
    expect(stranger.get_by_role("link", name="Faster moorings")).to_be_visible()
    expect(stranger.get_by_role("link", name="Explain the tides")).to_be_visible()
    stranger.goto("/docs/docs/start/")
    expect(stranger.get_by_role("heading", name="Start")).to_be_visible()


def test_with_a_token_leaving_half_way_and_coming_back(new_site: NewSite, visit: Callable[..., Page]) -> None:
    page = visit()
    make_account(page, new_site)
    name_it(page)
    connect_with_token(page)
    page.get_by_role("checkbox", name="harbor/core").check()
    page.get_by_role("button", name="Follow these and go on").click()
    expect(page.get_by_role("heading", name="Say what labels mean")).to_be_visible()
    page.context.close()

    again = visit()
    again.goto("/admin/")
    again.get_by_label("Login").fill("olga")
    again.get_by_label("Password:", exact=True).fill(PASSWORD)
    again.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    again.get_by_role("link", name="Step 4 of 7 is next").click()
    expect(again.get_by_role("heading", name="Say what labels mean")).to_be_visible()
    expect(again.get_by_role("link", name="Name your platform (done)")).to_be_visible()
    again.get_by_role("link", name="Choose repositories (done)").click()
    expect(again.get_by_role("checkbox", name="harbor/core")).to_be_checked()
    again.get_by_role("checkbox", name="harbor/core").uncheck()
    again.get_by_role("checkbox", name="harbor/docs").check()
    again.get_by_role("button", name="Follow these and go on").click()
    expect(again.get_by_text("Paused: harbor/core.")).to_be_visible()


def test_the_first_address_is_gone_after_use(new_site: NewSite, visit: Callable[..., Page]) -> None:
    page = visit()
    make_account(page, new_site)
    expect(page.get_by_role("heading", name="Name your platform")).to_be_visible()
    other = visit()
    response = other.goto(new_site.first_address)
    assert response is not None
    assert response.status == 404
    assert "/admin/setup/first/" not in new_site.manage("setup_site")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_sound_on_a_phone(new_site: NewSite, visit: Callable[..., Page], scheme: str) -> None:
    page = visit(width=360, color_scheme=scheme)
    page.goto(new_site.first_address)
    faults = [*_faults(page, "first")]
    make_account(page, new_site)
    name_it(page)
    connect_with_token(page)
    page.get_by_role("checkbox", name="harbor/core").check()
    page.get_by_role("checkbox", name="harbor/docs").check()
    page.get_by_role("button", name="Follow these and go on").click()
    expect(page.get_by_role("heading", name="Say what labels mean")).to_be_visible()
    for step in STEPS:
        page.goto(f"/admin/setup/{step}/")
        faults += _faults(page, step)
    assert not faults, "\n".join(faults)


def _faults(page: Page, step: str) -> list[str]:
    found = [f"{step}: {v['id']} {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    small = page.evaluate(
        """[...document.querySelectorAll('.setup .button, .setup select, .setup-row, .setup-steps a')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
    )
    return [*found, *([f"{step}: wider than the screen"] if wide else []), *(f"{step}: small {e}" for e in small)]
