"""Puts rendered pages where they belong in Wagtail's page tree."""

import posixpath
from collections.abc import Callable, MutableMapping

from django.utils import timezone
from wagtail.models import Page

from docs_hub.domain.nav import title_of_name
from docs_hub.domain.render.renderer import Rendered
from docs_hub.models import DocIndexPage, DocPage, DocSection, DocSource
from docs_hub.services.import_plan import Plan, folders_of
from docs_hub.services.locales import locale_of
from docs_hub.services.new_pages import NewPages
from docs_hub.services.redirecting import redirect_page
from docs_hub.services.rendering import SourceRenderer, apply
from docs_hub.services.trees import Tree

Progress = Callable[[str, int, int], None]


class PagePlacing:
    """Makes, changes, moves and retires the pages of one import, from the top of the tree down."""

    def __init__(
        self,
        *,
        source: DocSource,
        index_page: DocIndexPage,
        plan: Plan,
        rendered: MutableMapping[str, Rendered],
        renderer: SourceRenderer,
        tree: Tree,
    ) -> None:
        self.source, self.index_page, self.plan = source, index_page, plan
        self.rendered, self.renderer, self.tree = rendered, renderer, tree
        self.locale = locale_of(source.language)
        self.nodes: dict[str, DocPage] = {}
        self.at = {page.address: page for page in source.own_pages().defer("html", "source", "toc", "names", "links")}
        self.assigned = {page.pk for page in plan.pages.values() if page is not None}
        self.any_moved = False
        self.new = NewPages()
        self.changed: set[str] = set()  # paths of known pages whose text is another one now

    def place(self, progress: Progress) -> dict[str, DocPage]:
        """The page of each path that readers see."""
        self._leave_what_people_changed()
        paths = {self.plan.addresses[path]: path for path in self.plan.pages if self._is_there(path)}
        wanted = [*folders_of(paths), *paths]
        wanted.sort(key=lambda address: (address != "", address.count("/"), address))
        self._make_way()
        done: dict[str, DocPage] = {}
        for number, address in enumerate(wanted, 1):
            path = paths.get(address, "")
            self.nodes[address] = page = self._place(address, path)
            if path and page.live:
                done[path] = page
            progress("Saving", number, len(wanted))
        self.new.flush()
        self._retire(set(wanted))
        self._note_upstream()
        return done

    def _leave_what_people_changed(self) -> None:
        """Planned on a text that a person has changed since: the next import compares it anew."""
        rows = DocPage.objects.select_for_update(of=("self",)).filter(doc_source=self.source)
        now = {pk: (sha, live) for pk, sha, live in rows.values_list("pk", "text_sha", "live")}
        for path, page in self.plan.pages.items():
            if page is not None and now.get(page.pk) != (page.text_sha, page.live):
                self.rendered.pop(path, None)
                self.plan.take.discard(path)
                self.plan.conflicts.pop(path, None)
                self.plan.pages[path] = DocPage.objects.filter(pk=page.pk).first()
                self.plan.left.append((path, "changed on this site a moment ago; the next import compares it"))

    def _note_upstream(self) -> None:
        """What the repository has now, also of pages that keep another text."""
        left = {path for path, _ in self.plan.left}
        changed = []
        for path, page in self.plan.pages.items():
            sha = self.tree.files[path].blob_sha if path in self.tree.files else ""
            if page is not None and page.upstream_sha != sha and path not in left:
                page.upstream_sha = sha
                changed.append(page)
        DocPage.objects.bulk_update(changed, ["upstream_sha"], batch_size=400)

    def _is_there(self, path: str) -> bool:
        return path in self.rendered or self.plan.pages[path] is not None

    def _make_way(self) -> None:
        """Pages that will change their address give up their old one first, so that two may swap."""
        for path, page in self.plan.pages.items():
            if page is not None and page.address != self.plan.addresses[path]:
                self.any_moved = True
                Page.objects.filter(pk=page.pk).update(slug=f"moving-{page.pk}")
                self.at.pop(page.address, None)

    def _place(self, address: str, path: str) -> DocPage:
        parent = self.nodes[posixpath.dirname(address)] if address else self.index_page
        page = self.plan.pages[path] if path else None
        if page is None and (here := self.at.get(address)) is not None and here.pk not in self.assigned:
            page = here
            self.plan.gone = [gone for gone in self.plan.gone if gone.pk != page.pk]
        if page is None:
            return self._make(address, path, parent)
        moved = page.address != address
        if self.any_moved:
            self.new.flush()  # a move may change the place of what waits
            page.refresh_from_db(fields=["path", "depth", "url_path", "numchild", "slug"])
            parent.refresh_from_db(fields=["path", "depth", "url_path", "numchild"])
        if moved:
            self._move(page, address, parent)
        is_back = not page.live and not page.is_taken_back
        if path in self.rendered or moved or is_back or page.source_path != path:
            self._fill(page, address, path)
            page.save()
            self._keep_revision(page)
        return page

    def _make(self, address: str, path: str, parent: Page) -> DocPage:
        page = DocPage(doc_source=self.source, locale=self.locale)
        self._fill(page, address, path)
        page.slug = self._slug(address)
        self.new.add(page, parent)
        return page

    def _slug(self, address: str) -> str:
        return posixpath.basename(address) or self.source.slug

    def _fill(self, page: DocPage, address: str, path: str) -> None:
        if not page.is_taken_back:
            self._show(page)
        page.address, page.source_path = address, path
        page.doc_source = self.source
        if not path:
            self._fill_folder(page, address)
        elif path in self.rendered:
            if path in self.plan.take:
                if page.pk is not None and page.blob_sha:
                    self.changed.add(path)
                page.source, page.blob_sha = self.plan.texts[path], self.tree.files[path].blob_sha
                page.upstream_sha = page.blob_sha
                page.changed_at = page.last_published_at = timezone.now()
            apply(page=page, rendered=self.rendered[path], renderer=self.renderer)

    @staticmethod
    def _show(page: DocPage) -> None:
        if page.retired and page.latest_revision_id is None:
            page.has_unpublished_changes = False
        page.live, page.retired = True, False
        page.first_published_at = page.first_published_at or timezone.now()

    def _fill_folder(self, page: DocPage, address: str) -> None:
        page.title = page.draft_title = (title_of_name(posixpath.basename(address)) if address else self.source.title)[
            :255
        ]
        page.source = page.html = page.blob_sha = page.text_sha = ""
        page.toc, page.ids, page.links, page.unknown = [], [], [], []

    def _move(self, page: DocPage, address: str, parent: Page) -> None:
        if page.live and page.source_path:
            redirect_page(source=self.source, address=page.address, page=page)
        if page.path[: -page.steplen] != parent.path:
            page.move(parent, pos="last-child")
            page.refresh_from_db(fields=["path", "depth", "url_path", "numchild"])
        page.slug = self._slug(address)

    @staticmethod
    def _keep_revision(page: DocPage) -> None:
        """Where writers have edited the page, its newest revision must be what was imported; a draft stays a draft."""
        if page.latest_revision_id and not page.has_unpublished_changes:
            revision = page.save_revision(clean=False, changed=False)
            DocPage.objects.filter(pk=page.pk).update(live_revision=revision)

    def _retire(self, wanted: set[str]) -> None:
        """Pages whose file is gone, and folders that are empty, are unpublished; nothing is deleted."""
        empty = [page for address, page in self.at.items() if page.is_folder and page.live and address not in wanted]
        gone = [page.pk for page in (*self.plan.gone, *empty)]
        for start in range(0, len(gone), 400):
            some = gone[start : start + 400]
            hide = {"live": False, "retired": True, "has_unpublished_changes": True, "indexed_key": ""}
            DocPage.objects.filter(pk__in=some).update(**hide)
            DocSection.objects.filter(page_id__in=some).delete()


def mark_taken_back(*, page: DocPage) -> None:
    """A person unpublished the page: imports leave it so. Wagtail's own log says who and when."""
    DocPage.objects.filter(pk=page.pk, retired=True).update(retired=False)
