"""Hostile texts wherever text enters: no page of the site, no screen of the admin and no file runs any of it.

Once as readers have it, and once without the content security policy, so that it is seen that nothing rests on that.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from wagtail.models import Comment

from common.models import User
from contributors.models import Person, Task
from docs_hub.models import (
    DocAsset,
    DocConflict,
    DocPage,
    DocSource,
    DocSuggestion,
    DocVersion,
    OutsideHost,
    OutsideLink,
    OutsideUse,
    Proposal,
    VersionPage,
)
from docs_hub.queries.editions import tail
from docs_hub.services.care import place_of, set_care
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source
from docs_hub.services.translations import link_translations
from docs_hub.services.vain import count_vain_search
from tests.docs_hub import hostile
from tests.docs_hub.hostile import AWAY, CANARY, END, JS, LINE, MARK, QUOTE
from tests.docs_hub.manual import NAME, Manual
from tests.docs_hub.suggesting import Open
from tests.fixtures.sandbox import at, commit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = "addEventListener('securitypolicyviolation', (e) => __refused(`${e.violatedDirective} ${e.blockedURI}`));"
ARMED = """() => {
  const armed = [];
  const runs = (value) => { try { return /^(javascript|vbscript|data:text|blob):?/.test(new URL(value, location.href).href); } catch { return false; } };
  for (const one of document.querySelectorAll("*")) {
    for (const { localName, value } of one.attributes) {
      const isHandler = /^(on|(data-)?hx-)/i.test(localName) && /__xss|CANARY/.test(value);
      const isAddress = /^(href|src|action|formaction|data|to|values|poster|cite|ping)$/i.test(localName) && runs(value);
      const isFetched = /^(src|srcset|poster|background|ping|action|style)$/i.test(localName) && value.includes("CANARY");
      const isFrame = localName === "srcdoc" && value.includes("__xss");
      if (isHandler || isAddress || isFetched || isFrame) armed.push(`${localName}: ${one.outerHTML.slice(0, 200)}`);
    }
  }
  for (const one of document.querySelectorAll("base, meta[http-equiv=refresh i]")) armed.push(one.outerHTML);
  const own = { main: "MAIN", "docs-tree": "NAV", "docs-text": "ARTICLE", "doc-body": "DIV", "docs-found": "DIV", "docs-q": "INPUT" };
  for (const [id, tag] of Object.entries(own)) {
    const found = document.getElementById(id);
    if (found && found.tagName !== tag) armed.push(`#${id} is a ${found.tagName}`);
  }
  if (!(document.body instanceof HTMLElement) && document.contentType === "text/html") armed.push("document.body is another");
  return armed;
}""".replace("CANARY", CANARY)


@dataclass
class Watch:
    """A window's context, and whatever was seen in it that ought not to be: what ran, was asked, refused or armed."""

    context: BrowserContext
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(15_000)
        self.context.expose_binding("__xss", lambda source, *_: self._note("ran", source["frame"].url))
        self.context.expose_binding(
            "__refused", lambda source, what: self._note(f"refused {what}", source["frame"].url)
        )
        self.context.add_init_script(LISTEN)
        self.context.on(
            "request", lambda request: CANARY in urlsplit(request.url).netloc and self._note("asked", request.url)
        )
        self.context.on("dialog", lambda dialog: (self._note("dialog", dialog.message), dialog.dismiss()))
        self.context.on("weberror", lambda error: self._note("error", str(error.error)))
        self.page = self.context.new_page()

    def _note(self, what: str, where: str) -> None:
        self.seen.append(f"{what} at {where}")

    def visit(self, address: str, allowed: tuple[int, ...] = (200,)) -> None:
        answer = self.page.goto(address)
        if answer is None or answer.status not in allowed:
            self._note(f"answered {answer and answer.status}", address)
        self.look()

    def look(self) -> None:
        for frame in self.page.frames:
            self.seen += [f"armed at {frame.url}: {what}" for what in frame.evaluate(ARMED)]


@pytest.fixture
def watches(browser: Browser, live_server: Any) -> Iterator[Callable[..., Watch]]:
    contexts: list[BrowserContext] = []

    def open_one(*, is_bare: bool, user: User | None = None) -> Watch:
        contexts.append(browser.new_context(base_url=live_server.url, bypass_csp=is_bare, reduced_motion="reduce"))
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            contexts[-1].add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return Watch(contexts[-1])

    yield open_one
    for context in contexts:
        context.close()


def community() -> dict[str, Any]:
    """A repository whose files, commits, issues and labels are hostile, with three harmless pages to work on."""
    words = "# Words\n\n" + "".join(f"Line {number}.\n\n" for number in range(9))
    contents = {**hostile.mkdocs(), "docs/edited.md": words, "docs/disputed.md": words, "docs/suggested.md": words}
    who = {"name": LINE, "email": f"{JS}@example.org", "date": at(3), "login": None}
    written = commit(
        "a", "bob", 3, f"{LINE}\n\nCo-authored-by: {QUOTE} <x@example.org>", ["docs/index.md", "docs/own.md"]
    )
    issue = {"state": "open", "assignees": [], "created_at": at(1), "updated_at": at(2), "user": "bob"}
    bodies = ["\n\n".join([*hostile.MARKDOWN, *texts]) for texts in hostile.ELEMENTS.values()] + hostile.SWALLOWING
    issues = [
        {
            **issue,
            "number": number,
            "title": f"{LINE} docs/index.md",
            "body": f"/docs/manual/ {body}",
            "labels": ["good first issue", LINE],
        }
        for number, body in enumerate(bodies, 1)
    ]
    labels = [
        {"id": 1, "name": "good first issue", "color": "008672"},
        {"id": 2, "name": LINE, "color": f"red;}}{QUOTE}", "description": LINE},
    ]
    return {
        NAME: {
            "contents": contents,
            "commits": [{**written, "author": who, "committer": who}],
            "issues": issues,
            "labels": labels,
        }
    }


@pytest.fixture
def manual(transactional_db: None, empty_site: None, own_media: None, make_sandbox: Any, run_queue: Any) -> Manual:
    manual = Manual(make_sandbox(community()), run_queue)
    manual.sync()
    call_command(
        "import_docs", "--repository", NAME, "--path", "docs", "--slug", "manual", "--version", LINE, verbosity=0
    )
    manual.sync()
    return manual


TREES = (
    hostile.gfm(), hostile.docusaurus(), hostile.sphinx(), hostile.mkdocs(), hostile.discourse(), hostile.book()
)  # fmt: skip


@pytest.fixture
def hostile_site(manual: Manual, tmp_path: Path, alice: User, wendy: User, bob: User, client: Client) -> None:
    for number, tree in enumerate(TREES):
        import_source(
            source=prepare_source(
                repository="",
                path=str(write(tmp_path / f"tree{number}", tree)),
                slug=f"tree{number}",
                title=LINE if number == 3 else "",
            )
        )
    german = DocSource.objects.get(slug="tree3")
    german.language, german.original, german.error = "de", DocSource.objects.get(slug="manual"), f"It failed: {LINE}"
    german.save()
    link_translations(source=german)
    old = {"slug": "tree0", "label": f"1 {LINE}"[:100], "status": "archived", "verbosity": 0}
    call_command("import_docs", folder=str(tmp_path / "tree0"), **{**old, "label": "0"})
    call_command("import_docs", folder=str(tmp_path / "tree0"), **old)
    edit_and_review(manual, wendy)
    suggest_and_comment(bob, wendy)
    for page in DocPage.objects.filter(source_path__in=["index.md", "own.md", "README.md"]):
        for kind in ("no", "yes"):
            client.post(f"/docs-feedback/{page.pk}/", {"answer": kind, "text": LINE})
        client.post(f"/docs-feedback/{page.pk}/report/", {"text": LINE, "anchor": QUOTE})
    count_vain_search(text=LINE)
    team = Group.objects.create(name=LINE)
    set_care(place=place_of(DocPage.objects.get(source_path="edited.md")), actor=alice, team=team, interval_days=1)
    Person.objects.update(name=LINE)
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    User.objects.update(first_name=LINE, last_name=hostile.OUT)
    note_outside(DocPage.objects.get(source_path="edited.md"))


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def edit_and_review(manual: Manual, wendy: User) -> None:
    """One edit on its way that was talked about, and one that the repository contradicts."""
    body = "\n\n".join([*hostile.ELEMENTS["handlers"], *hostile.MARKDOWN])
    manual.publish(wendy, f"# {LINE}\n\n{body}\n", path="edited.md")
    manual.publish(wendy, f"# {LINE}\n\nOurs {LINE}\n", path="disputed.md")
    manual.sync()
    for proposal in Proposal.objects.exclude(number=None):
        manual.sandbox.change.review(NAME, proposal.number, "alice", "CHANGES_REQUESTED", f"{LINE}\n\n{body}")
        manual.sandbox.change.comment(NAME, proposal.number, f"{LINE}\n\n{body}", login="bob")
    manual.push({"docs/disputed.md": f"# {QUOTE}\n\nTheirs {LINE}\n"}, message=LINE)
    manual.sync()


def suggest_and_comment(bob: User, wendy: User) -> None:
    page = DocPage.objects.get(source_path="suggested.md")
    reader = Client()
    reader.force_login(bob)
    Open(reader, page).send(lambda text: f"# {LINE}\n\n{text}\n{LINE}\n", note=LINE)
    reader.post(f"/docs-feedback/{page.pk}/report/", {"title": LINE, "text": LINE, "anchor": ""})
    Comment.objects.create(page=page, user=wendy, text=LINE, contentpath="source", position=QUOTE)


def note_outside(page: DocPage) -> None:
    host = OutsideHost.objects.create(name=f"{CANARY}{QUOTE}")
    for number, state in enumerate(("broken", "fine", "shaky")):
        link = OutsideLink.objects.create(
            url_hash=str(number),
            url=f"{AWAY}/{number}{LINE}",
            host=host,
            state=state,
            error=LINE,
            moved_to=f"javascript:{JS}",
        )
        OutsideUse.objects.create(link=link, page=page, line=3)


def readers_addresses() -> list[str]:
    pages = [page.url for page in DocPage.objects.live().select_related("doc_source")]
    light = [one.version.base + tail(one.address) for one in VersionPage.objects.select_related("version")]
    some = light[:: max(1, len(light) // 12)]
    asked = [quote(text) for text in (LINE, QUOTE, hostile.IMG, f"javascript:{JS}")]
    found = [f"/search/?q={text}&in={text}&version={text}&language={text}" for text in asked]
    found += [f"/search/?q=img+onerror&in=docs&version={quote(key)}" for key in ("", "tree2", "tree0/0")]
    page = DocPage.objects.get(source_path="suggested.md")
    forms = [
        f"/docs-feedback/{page.pk}/{end}"
        for end in (f"?answer={asked[1]}", f"report/?section={asked[1]}", f"?part=&answer={asked[1]}", "thanks/")
    ]
    lists = [
        "/",
        "/docs/",
        "/tasks/",
        "/people/",
        "/sustainability/",
        "/llms.txt",
        "/docs/manual/llms.txt",
        "/sitemap.xml",
    ]
    lists += [f"/tasks/?q={asked[0]}&label={asked[0]}", f"/docs/manual/{asked[0]}/", f"/{asked[1]}", "/docs/feed.atom"]
    tasks = [task.get_absolute_url() for task in Task.objects.filter(is_on_board=True)]
    files = [site_settings.MEDIA_URL + asset.file.name for asset in DocAsset.objects.filter(path__endswith=".svg")]
    return [*dict.fromkeys([*pages, *some, *found, *forms, *lists, *tasks, *files])]


def writers_addresses() -> list[str]:
    suggestion, proposal, conflict = DocSuggestion.objects.get(), Proposal.objects.first(), DocConflict.objects.get()
    assert proposal is not None
    translated = DocPage.objects.filter(translation_of__isnull=False, source_path__in=["index.md", "own.md"])
    sources, version = (
        DocSource.objects.filter(slug__in=["manual", "tree2", "tree3"]),
        DocVersion.objects.exclude(slug="0").get(),
    )
    pages = DocPage.objects.filter(
        source_path__in=["suggested.md", "edited.md", "titled.md", "own.md"], doc_source__slug="manual"
    )
    desk = ["docs_desk", "docs_care", "docs_care/places", "docs_feedback", "docs_searches", "docs_links", "docs_drafts"]
    asked = quote(QUOTE)
    return [
        "/admin/", "/account/",
        *(f"/admin/{name}/?q={asked}&owner={asked}&source={asked}&kind={asked}&shown={shown}" for name in desk for shown in ("inside", "broken", "moved", "shaky")[: 4 if name == "docs_links" else 1]),
        "/admin/documentation-edits/", f"/admin/documentation-edits/{proposal.pk}/", f"/admin/documentation-edits/conflicts/{conflict.pk}/",
        "/admin/documentation-edits/translations/", *(f"/admin/documentation-edits/translations/{page.pk}/" for page in translated),
        "/admin/documentation/", *(f"/admin/documentation/edit/{one.pk}/" for one in sources),
        "/admin/documentation/versions/", reverse("documentation_versions:edit", args=[version.pk]),
        "/admin/snippets/docs_hub/docsuggestion/", f"/admin/snippets/docs_hub/docsuggestion/edit/{suggestion.pk}/", f"/admin/snippets/docs_hub/docsuggestion/history/{suggestion.pk}/",
        *(f"/admin/pages/{page.pk}/edit/" for page in pages), f"/admin/pages/{pages[0].pk}/history/",
        f"/admin/pages/{pages[0].get_parent().pk}/", f"/admin/pages/search/?q={asked}", "/admin/reports/site-history/", "/admin/reports/locked/",
    ]  # fmt: skip


def suggesters_addresses() -> list[str]:
    suggestion = DocSuggestion.objects.get()
    return ["/account/", suggestion.get_absolute_url(), f"/documentation/{suggestion.page_id}/suggest/"]


def unread(page: Page) -> list[str]:
    """Marks of a page of texts that it lacks: what swallows the rest of a page hides whether that is safe."""
    body = page.locator("#doc-body")
    text = (body.text_content() or "") if body.count() else ""
    if MARK.format(0) not in text:
        return []
    end = re.search(END, text)
    return [MARK.format(number) for number in range(int(end[1])) if MARK.format(number) not in text] if end else ["end"]


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # Wagtail's own notifications by mail
def test_nothing_hostile_runs_anywhere(
    hostile_site: None, watches: Callable[..., Watch], alice: User, bob: User
) -> None:
    faults: list[str] = []
    for is_bare in (False, True):
        reader, writer, suggester = (watches(is_bare=is_bare, user=user) for user in (None, alice, bob))
        for address in readers_addresses():
            reader.visit(address, allowed=(200, 400, 404))
            faults += [f"{address}: {mark} is not shown" for mark in unread(reader.page)]
        for address in writers_addresses():
            writer.visit(address)
        for address in suggesters_addresses():
            suggester.visit(address)
        preview(writer)
        seen = [*reader.seen, *writer.seen, *suggester.seen]
        faults += [f"{'without' if is_bare else 'with'} the policy: {what}" for what in seen]
    assert not faults, "\n".join(dict.fromkeys(faults))


def preview(writer: Watch) -> None:
    """The text as it is being written, in Wagtail's own panel."""
    page = DocPage.objects.get(source_path="own.md", doc_source__slug="manual")
    writer.page.goto(f"/admin/pages/{page.pk}/edit/")
    writer.page.get_by_role("button", name="Toggle preview").click()
    expect(writer.page.frame_locator("#w-preview-iframe").locator("#doc-body")).to_contain_text("-end-")
    writer.look()
