"""A writer at the source editor, and a reader who suggests an edit."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from common.models import User
from docs_hub.models import DocAsset, DocPage, DocSuggestion
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source
from docs_hub.services.suggesting import change_suggestion, suggest_edit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TREE = {
    "index.md": "# Home\n",
    "guide/a.md": "# Alpha\r\n\r\none\r\n\r\n[gone](gone.md)\r\n",
    "guide/b.md": "# Beta\n\n## Ports\n",
    "mkdocs.yml": "site_name: Handbook\nmarkdown_extensions: [admonition]\n",
}
OPTIONS = {"resultTypes": ["violations"]}


@pytest.fixture
def handbook(empty_site: None, own_media: None, tmp_path: Path) -> None:
    bring_in(tmp_path, {name if name == "mkdocs.yml" else f"docs/{name}": text for name, text in TREE.items()})


def bring_in(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    import_source(source=prepare_source(repository="", path=str(folder / "tree"), slug="handbook"))


@pytest.fixture
def signed_in(open_window: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    def sign_in(user: User, *, width: int = 1280) -> Page:
        client, page = Client(), open_window(width=width)
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return sign_in


def alpha() -> DocPage:
    return DocPage.objects.get(source_path="guide/a.md")


def faults_of(page: Page, *, within: str = "") -> list[str]:
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    found = Axe().run(page, context=within or None, options=OPTIONS).response["violations"]
    faults = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        faults.append("the page scrolls sideways")
    return faults


def type_at_end(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_a_writer_edits_checks_previews_and_publishes(
    handbook: None, signed_in: Callable[..., Page], alice: User
) -> None:
    page = signed_in(alice)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda entry: entry.type == "error" and errors.append(entry.text))
    page.goto(f"/admin/pages/{alpha().pk}/edit/")
    expect(page.locator(".cm-content")).to_contain_text("Alpha")
    expect(page.get_by_text("“gone.md” leads nowhere.")).to_be_visible()

    type_at_end(page, "two")
    page.keyboard.press("Shift+Home")
    page.get_by_role("button", name="Bold").click()
    expect(page.locator("textarea[name=source]")).to_have_value("# Alpha\n\none\n\n[gone](gone.md)\n**two**")
    type_at_end(page, "\n\n")
    page.get_by_role("button", name="Note box").click()
    page.keyboard.type("Mind the gap")

    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_role("dialog").get_by_label("Search").fill("ports")
    page.get_by_role("dialog").get_by_role("button", name="Ports").click()
    expect(page.locator("textarea[name=source]")).to_have_value(
        "# Alpha\n\none\n\n[gone](gone.md)\n**two**\n\n!!! note\n\n    Mind the gap\n[Ports](b.md#ports)"
    )
    page.locator(".cm-line", has_text="gone.md").dblclick()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type("[b](b.md)")
    expect(page.get_by_text("“gone.md” leads nowhere.")).to_be_hidden()
    expect(page.get_by_text("Nothing: all links lead somewhere")).to_be_visible()

    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("#doc-body .admonition")).to_contain_text("Mind the gap")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("has been published").first).to_be_visible()
    assert alpha().source == (
        "# Alpha\r\n\r\none\r\n\r\n[b](b.md)\r\n**two**\r\n\r\n!!! note\r\n\r\n    Mind the gap\r\n[Ports](b.md#ports)"
    )
    assert not errors


def test_a_pasted_picture_lands_in_the_tree(handbook: None, signed_in: Callable[..., Page], wendy: User) -> None:
    page = signed_in(wendy)
    page.goto(f"/admin/pages/{alpha().pk}/edit/")
    out = io.BytesIO()
    Image.new("RGB", (3, 3), "teal").save(out, "PNG")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.evaluate(
        """(bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "Harbor view.png", { type: "image/png" }));
            document.querySelector(".cm-content").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        list(out.getvalue()),
    )
    page.get_by_label("What it shows").fill("The harbor at dawn")
    page.get_by_role("button", name="Add the new picture").click()
    expect(page.locator("textarea[name=source]")).to_have_value(
        "# Alpha\n\none\n\n[gone](gone.md)\n![The harbor at dawn](images/harbor-view.png)"
    )
    assert DocAsset.objects.get(is_pending=True).path == "guide/images/harbor-view.png"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_is_sound(
    handbook: None, signed_in: Callable[..., Page], alice: User, width: int, scheme: Any
) -> None:
    page = signed_in(alice, width=width)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"/documentation/{alpha().pk}/suggest/")
    expect(page.locator(".cm-lint-marker").first).to_be_visible()
    faults = faults_of(page)
    page.get_by_role("button", name="Picture").click()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    faults += faults_of(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.goto(f"/admin/pages/{alpha().pk}/edit/")
    expect(page.locator(".cm-lint-marker").first).to_be_visible()
    faults += faults_of(page, within=".docs-editor") + faults_of(page, within=".docs-findings")
    assert not faults, "\n".join(faults)


def test_the_toolbar_is_one_stop_for_the_tab_key(handbook: None, signed_in: Callable[..., Page], bob: User) -> None:
    page = signed_in(bob)
    page.goto(f"/documentation/{alpha().pk}/suggest/")
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    assert page.locator("textarea[name=text]").input_value() == TREE["guide/a.md"].replace("\r\n", "\n")


def test_a_reader_suggests_an_edit(handbook: None, signed_in: Callable[..., Page], charlie: User) -> None:
    page = signed_in(charlie, width=360)
    page.goto(alpha().url)
    page.get_by_role("link", name="Suggest an edit").click()
    type_at_end(page, "two\n")
    page.get_by_label("What did you change, and why?").fill("A second line.")
    page.get_by_role("button", name="Send the suggestion").click()
    expect(page.get_by_text("Thank you. Your suggestion waits for a reviewer.")).to_be_visible()
    assert not faults_of(page)
    assert DocSuggestion.objects.get().text == TREE["guide/a.md"] + "two\r\n"
    page.goto("/account/")
    expect(page.get_by_text("Waiting for a review")).to_be_visible()


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_a_reviewer_approves_in_the_dashboards_window_what_it_shows(
    handbook: None, signed_in: Callable[..., Page], charlie: User, alice: User
) -> None:
    before = alpha().source
    page = alpha()
    sent = {"author": charlie, "base_text": before, "note": "One more line."}
    suggestion = suggest_edit(page=page, text=before + "two\r\n", **sent)
    window = signed_in(alice)
    window.goto("/admin/")
    window.get_by_role("button", name="Actions").first.click()
    window.get_by_role("button", name="Approve", exact=True).click()
    dialog = window.get_by_role("dialog")
    expect(dialog.get_by_text("two", exact=True)).to_be_visible()
    expect(window.locator(".modal")).to_have_css("opacity", "1")  # it fades in
    assert not faults_of(window, within=".modal-content")
    change_suggestion(suggestion=suggestion, text=before + "three\r\n", **sent)
    dialog.get_by_role("button", name="Approve", exact=True).click()
    expect(dialog.get_by_text("Nothing is published yet")).to_be_visible()
    expect(dialog.get_by_text("three", exact=True)).to_be_visible()
    assert alpha().source == before
    dialog.get_by_role("button", name="Approve", exact=True).click()
    expect(dialog).to_be_hidden()
    assert alpha().source == before + "three\r\n"


@pytest.mark.usefixtures("empty_site", "own_media")
def test_the_toolbar_writes_restructuredtext(signed_in: Callable[..., Page], tmp_path: Path, alice: User) -> None:
    files = {
        "conf.py": "project = 'Harbor'\n",
        "index.rst": "Home\n====\n\n.. toctree::\n\n   guide/ports\n",
        "guide/ports.rst": "Ports\n=====\n\nNorth\n-----\n\nQuiet.\n",
    }
    bring_in(tmp_path, files)
    page = signed_in(alice)
    page.goto(f"/admin/pages/{DocPage.objects.get(source_path='index.rst').pk}/edit/")
    type_at_end(page, "\n\nPiers")
    for level in ("-", "~"):
        page.get_by_role("button", name="Heading").click()
        expect(page.locator("textarea[name=source]")).to_have_value(re.compile(rf"\nPiers\n{level}{{5}}$"))
    type_at_end(page, "\n\n")
    page.get_by_role("button", name="Code", exact=True).click()
    page.keyboard.type("moor")
    type_at_end(page, " ")
    for name in ("guide/ports.rst", "North"):
        page.get_by_role("button", name="Link", exact=True).click()
        page.get_by_role("dialog").get_by_label("Search").fill(name)
        page.get_by_role("dialog").get_by_role("button").filter(has_text="Ports" if "/" in name else name).first.click()
        page.keyboard.type(" ")
    type_at_end(page, "\n\n")
    page.get_by_role("button", name="Note box").click()
    page.keyboard.type("Mind the gap")
    type_at_end(page, "\n")
    page.get_by_role("button", name="Code block").click()
    type_at_end(page, "\n")
    page.get_by_role("button", name="Table").click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("has been published").first).to_be_visible()
    written = DocPage.objects.get(source_path="index.rst")
    assert ":doc:`Ports <guide/ports>`" in written.source
    assert "`North <guide/ports.html#north>`__" in written.source
    for shown in (
        '<h2 id="piers"',
        "<code>moor</code>",
        'class="admonition note"',
        "<pre ",
        "<th",
        "/docs/handbook/guide/ports/#north",
    ):
        assert shown in written.html, shown
    assert not [link for link in written.links if link["state"] == "missing"]
    assert not written.unknown
