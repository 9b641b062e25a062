"""What the pages of a version come out as: taken from what is there already, and rendered only where it is not.

A text comes out alike where the dialect and its settings, its path, its title in the navigation and all that its links
lead to are the same; those are the key. Pages of the source itself are taken over as well.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F

from docs_hub.domain.render.document import Section
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocPage, DocRender, DocSection, DocVersion
from docs_hub.services.rendering import SHARED_BASE, SourceRenderer, apply, source_render_key, surroundings
from docs_hub.services.sections import index_rows, indexed_key, section_row
from docs_hub.services.trees import Tree

Want = tuple[str, str, str]
"""Blob, path and render key."""
COPIED = ("blob_sha", "source_path", "dialect", "source", "title", "search_description", "settings", "toc", "ids",
          "links", "unknown", "withheld", "has_withheld", "out_of", "names")  # fmt: skip
AT_ONCE = 300


class RenderShelf:
    """Fills `found` (by path) with saved renderings; what could not be rendered is in `failed`."""

    def __init__(self, version: DocVersion, renderer: SourceRenderer) -> None:
        self.version, self.renderer = version, renderer
        self.found: dict[str, DocRender] = {}
        self.failed: list[tuple[str, str]] = []
        self.counts = {"shared": 0, "copied": 0, "rendered": 0}
        self._new: list[tuple[DocRender, list[Section] | int]] = []

    def collect(self, texts: Mapping[str, str], tree: Tree) -> None:
        wants = {
            path: (tree.files[path].blob_sha, path, self.renderer.page_key(path, text)) for path, text in texts.items()
        }
        self._take_shared(wants)
        self._copy_pages({path: want for path, want in wants.items() if path not in self.found})
        for path, want in wants.items():
            if path not in self.found:
                self._render(want, texts[path])

    def _links_key(self, path: str, links: list[dict[str, Any]]) -> str:
        return links_key(path, links, self.renderer.around)

    def _take_shared(self, wants: dict[str, Want]) -> None:
        wanted = set(wants.values())
        for blobs in batched(sorted({blob for blob, _, _ in wanted}), AT_ONCE, strict=False):
            for row in DocRender.objects.filter(blob_sha__in=blobs).defer("source", "html", "names"):
                key = (row.blob_sha, row.source_path, row.render_key)
                if key in wanted and row.links_key == self._links_key(row.source_path, row.links):
                    self.found[row.source_path] = row
        self.counts["shared"] = len(self.found)

    def _copy_pages(self, wants: dict[str, Want]) -> None:
        """Pages whose text is as it came, and whose words the search knows."""
        source = self.version.doc_source
        around, base = surroundings(source, SHARED_BASE), source.paths.get("base", "")
        key = source_render_key(
            dialect=self.version.used_dialect,
            config_text=self.version.config_text,
            base=base,
            copies_pictures=source.copies_pictures,
        )
        pages = source.own_pages().filter(live=True, text_sha=F("blob_sha")).exclude(source_path="")
        for paths in batched(sorted(wants), AT_ONCE, strict=False):
            for page in pages.filter(source_path__in=paths):
                blob, path, render_key = wants[page.source_path]
                is_same = page.blob_sha == blob and page.render_key == self.renderer.key_below(key, path, page.source)
                links = links_key(path, page.links, around)
                if is_same and page.indexed_key == indexed_key(page) and links == self._links_key(path, page.links):
                    self._copy(page, render_key, links, base)

    def _copy(self, page: DocPage, render_key: str, links: str, base: str) -> None:
        row = DocRender(**{name: getattr(page, name) for name in COPIED}, render_key=render_key, links_key=links)
        row.html = page.html.replace(f'="{base}', f'="{SHARED_BASE}')
        self._put(row, page.pk)
        self.counts["copied"] += 1

    def _render(self, want: Want, text: str) -> None:
        blob, path, _ = want
        row = DocRender(blob_sha=blob, source_path=path, source=text)
        try:
            rendered = self.renderer.render(text, path)
        except RenderingError as error:
            self.failed.append((path, f"could not be rendered: {error}"))
            return
        apply(page=row, rendered=rendered, renderer=self.renderer)
        row.links_key = self._links_key(path, row.links)
        self._put(row, rendered.document.sections)
        self.counts["rendered"] += 1

    def _put(self, row: DocRender, sections: list[Section] | int) -> None:
        self.found[row.source_path] = row
        self._new.append((row, sections))

    @transaction.atomic
    def save(self) -> None:
        """What is new, with its sections for the search. Another import may have saved the same meanwhile."""
        for some in batched(self._new, AT_ONCE, strict=False):
            DocRender.objects.bulk_create([row for row, _ in some], ignore_conflicts=True)
            saved = _saved({row.blob_sha for row, _ in some})
            known = set(
                DocSection.objects.filter(rendered__in=saved.values()).order_by().values_list("rendered_id", flat=True)
            )
            for row, _ in some:
                row.pk = saved[_key(row)].pk
            self._save_sections([(row, sections) for row, sections in some if row.pk not in known])
        self._new.clear()

    @staticmethod
    def _save_sections(new: list[tuple[DocRender, list[Section] | int]]) -> None:
        of_pages = {sections: row for row, sections in new if isinstance(sections, int)}
        rows = list(DocSection.objects.filter(page__in=of_pages))
        for section in rows:
            section.rendered, section.pk, section.page = of_pages[section.page_id or 0], None, None
        for row, sections in new:
            if not isinstance(sections, int) and not row.out_of:
                rows += [section_row(row, number, section) for number, section in enumerate(sections)]
        index_rows(DocSection, DocSection.objects.bulk_create(rows, batch_size=400))


def links_key(path: str, links: Iterable[Mapping[str, Any]], around: Surroundings) -> str:
    """Tells apart where the links of a page lead; the same wherever they lead to the same."""
    found = hashlib.sha256()
    for link in links:
        target = around.resolver.resolve(path, link["href"])
        address = around.address(target) if target.kind in ("page", "file") else around.copy_of(link["href"])
        found.update(f"{target.kind}\n{target.path}\n{target.anchor}\n{address}\n".encode("utf-8", "replace"))
    return found.hexdigest()[:40]


def _key(row: DocRender) -> tuple[str, str, str, str]:
    return row.blob_sha, row.source_path, row.render_key, row.links_key


def _saved(blobs: set[str]) -> dict[tuple[str, str, str, str], DocRender]:
    rows = DocRender.objects.filter(blob_sha__in=blobs).only("blob_sha", "source_path", "render_key", "links_key")
    return {_key(row): row for row in rows}


def drop_unused() -> int:
    """Renderings that no version shows any more, with what the search knew of them."""
    unused = list(DocRender.objects.filter(pages=None).values_list("pk", flat=True))
    for some in batched(unused, AT_ONCE, strict=False):
        DocRender.objects.filter(pk__in=some).delete()
    return len(unused)
