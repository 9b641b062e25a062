"""Puts many new pages into Wagtail's tree with a few statements.

Wagtail and treebeard make a page at a time, with some ten questions to the database each. What those ask is asked here
once a parent, and the rows of both tables, and the entries of Wagtail's log, are written together.
"""

from collections import Counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry

from common.errors import ConflictError
from docs_hub.models import DocPage
from docs_hub.services.deferring import let_go

AT_ONCE = 100
LARGE = ("source", "html", "toc", "ids", "links", "unknown")
NOT_CHECKED = {field.name for field in DocPage._meta.concrete_fields if field.is_relation} | {
    "path",
    "depth",
    "numchild",
    "url_path",
}


class NewPages:
    """In the caller's transaction, which nothing else may move pages in between `add` and `flush`.

    A parent may itself wait here. Pages have their number (`pk`) once they were written.
    """

    def __init__(self) -> None:
        self._waiting: list[DocPage] = []
        self._taken: dict[int, set[str]] = {}  # by the parent's `id` in this process: slugs of its children
        self._last: dict[int, int] = {}  # ditto: the last child's place in the row of children
        self._grown: Counter[int] = Counter()  # by the parent's number: how many children came

    def add(self, page: DocPage, parent: Page) -> None:
        """Raises ConflictError where the address is another page's, ValidationError where a field is wrong."""
        if id(parent) not in self._taken:
            self._look_at(parent)
        if page.slug in self._taken[id(parent)]:
            raise ConflictError(
                f'Below "{parent.title}" another page has the address "{page.slug}" already. '
                "Give that one another slug, or delete it, and import again."
            )
        page.clean_fields(exclude=NOT_CHECKED)
        self._place(page, parent)
        self._waiting.append(page)
        if len(self._waiting) >= AT_ONCE:
            self._write()

    def flush(self) -> None:
        """Write what waits, and look anew at parents from now on."""
        self._write()
        self._taken.clear()
        self._last.clear()

    def _look_at(self, parent: Page) -> None:
        taken: set[str] = set()
        if parent.pk is not None:
            row = Page.objects.select_for_update().get(pk=parent.pk)
            parent.path, parent.depth, parent.url_path = row.path, row.depth, row.url_path
            parent.numchild = row.numchild
            children = list(row.get_children().values_list("path", "slug"))
            taken = {slug for _, slug in children}
            if children:
                self._last[id(parent)] = Page._str2int(children[-1][0][-Page.steplen :])
        self._taken[id(parent)] = taken

    def _place(self, page: DocPage, parent: Page) -> None:
        page.depth = parent.depth + 1
        place = self._last[id(parent)] = self._last.get(id(parent), 0) + 1
        page.path = Page._get_path(parent.path, page.depth, place)
        page.set_url_path(parent)
        self._taken[id(parent)].add(page.slug)
        parent.numchild += 1
        if parent.pk is not None:
            self._grown[parent.pk] += 1

    def _write(self) -> None:
        if self._waiting:
            _insert(self._waiting)
            _log(self._waiting)
            self._waiting = []
        for count in set(self._grown.values()):
            parents = [pk for pk, grown in self._grown.items() if grown == count]
            Page.objects.filter(pk__in=parents).update(numchild=F("numchild") + count)
        self._grown.clear()


def _insert(pages: list[DocPage]) -> None:
    """Wagtail's row first, which gives the number, then ours.

    Django's bulk_create refuses models of several tables; its `_insert`, which save() is made of, writes one of them.
    """
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
    manager: Any = DocPage._base_manager
    manager.get_queryset()._insert(pages, fields=DocPage._meta.local_concrete_fields)
    for page, row in zip(pages, rows, strict=True):
        page._state.adding, page._state.db = False, row._state.db
        if not page.is_folder:
            let_go(page, LARGE)


def _log(pages: list[DocPage]) -> None:
    """What Page.save() writes of a page that is new."""
    kind, now, context = ContentType.objects.get_for_model(DocPage), timezone.now(), get_active_log_context()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=kind,
            label=page.get_admin_display_title(),
            action="wagtail.create",
            timestamp=now,
            content_changed=True,
            user=context.user,
            uuid=context.uuid,
            data={},
        )
        for page in pages
    )
