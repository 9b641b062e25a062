"""What must hold on every public page, on a phone and on a desk, by day and by night."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from github_sync.sandbox import Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISSING = "/no-such-page/"
PUBLIC_PAGES = (
    "/",
    "/tasks/",
    "/tasks/?q=nothing+like+this",
    "/tasks/harbor/core/1/",
    "/people/",
    "/people/alice/",
    "/docs/",
    "/docs/harbor/start/",
    "/sustainability/",
    "/sustainability/sources/",
    "/sustainability/metrics/",
    "/sustainability/metrics/retention/",
    "/search/",
    "/search/?q=hello",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    MISSING,
)
OWN_PAGES = (
    "/account/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/3rdparty/",
    "/accounts/logout/",
)
MAX_BYTES = 150_000
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLORS = {**EVERYTHING, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_public_page_is_sound(harbor: Sandbox, open_window: Callable[..., Page], width: int) -> None:
    faults = []
    for address in PUBLIC_PAGES:
        page = open_window(width=width)
        faults += [f"{address}: {fault}" for fault in _faults_of(page, address)]
        page.context.close()
    assert not faults, "\n".join(faults)


def test_every_page_of_an_account_is_sound(github_sign_in: None, window: Page) -> None:
    window.set_viewport_size({"width": 360, "height": 800})
    window.goto("/accounts/login/")
    window.get_by_role("button", name="Sign in with GitHub").click()
    window.get_by_role("button", name="Charlie Cho (charlie)").click()
    expect(window.get_by_role("heading", name="Your account")).to_be_visible()
    faults = []
    for address in OWN_PAGES:
        window.emulate_media(color_scheme="light", reduced_motion="reduce")
        faults += [f"{address}: {fault}" for fault in _faults_of(window, address)]
    assert not faults, "\n".join(faults)


def _faults_of(page: Page, address: str) -> list[str]:
    requests: list[Request] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda entry: _note_error(entry, errors))
    response = page.goto(address)
    assert response is not None
    expected = 404 if address == MISSING else 200
    if response.status != expected:
        return [f"answered {response.status}"]
    own = response.url
    faults = [f"console: {text}" for text in errors if not (expected == 404 and text.endswith(own))]
    faults += [f"asked another host: {request.url}" for request in requests if not _is_own(request, own)]
    faults += _size_faults(requests) + _layout_faults(page) + _axe_faults(page, EVERYTHING)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return faults + [f"dark: {fault}" for fault in _axe_faults(page, COLORS)]


def _is_own(request: Request, own: str) -> bool:
    origin = "/".join(own.split("/")[:3])
    return request.url.startswith((f"{origin}/", "data:"))


def _size_faults(requests: list[Request]) -> list[str]:
    sizes = [request.sizes() for request in requests if request.resource_type != "image"]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return [f"{total} bytes to fetch"] if total > MAX_BYTES else []


def _layout_faults(page: Page) -> list[str]:
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {excess} px"] if excess > 0 else []


def _axe_faults(page: Page, options: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['help']} at {one['nodes'][0]['html'][:160]}" for one in found]


def _note_error(entry: ConsoleMessage, errors: list[str]) -> None:
    if entry.type == "error":
        errors.append(f"{entry.text} {entry.location['url']}")
