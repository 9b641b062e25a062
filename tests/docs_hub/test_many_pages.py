"""Trees of many pages: rendered on two processors, put into Wagtail's tree with a few statements."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry

from common.apart.errors import NotStartedError
from common.apart.process import NOT_STARTED, ApartProcess
from common.errors import ConflictError
from docs_hub.models import DocPage, DocSource
from docs_hub.services import spool
from docs_hub.services.bulk_rendering import BulkRendering
from docs_hub.services.render_child import RenderChild
from docs_hub.services.rendering import SourceRenderer
from tests.fixtures.waiting import until

Import = Callable[..., dict[str, Any]]
SLOW = "[" * 30_000


def leaves(count: int, folder: str = "part") -> dict[str, str]:
    return {f"{folder}-{n % 7}/page-{n}.md": f"# Page {n}\n\n[next](page-{n + 7}.md#x) `code`\n" for n in range(count)}


def test_the_tree_is_as_wagtail_would_have_made_it(bring_in: Import) -> None:
    bring_in({"index.md": "# Start\n", "part-0/deep/er/index.md": "# Deep\n", **leaves(230)})
    assert DocPage.objects.count() == 1 + 7 + 2 + 230
    assert Page.find_problems() == ([], [], [], [], [])
    for page in DocPage.objects.all():
        parent = page.get_parent()
        assert page.url_path == f"{parent.url_path}{page.slug}/"
        assert page.content_type.model_class() is DocPage
        assert page.full_clean() is None
    paths = DocPage.objects.child_of(DocPage.objects.get(address="part-3")).values_list("slug", flat=True)
    assert list(paths) == [f"page-{n}" for n in sorted(range(3, 230, 7), key=str)]


def test_what_wagtail_logs_of_a_new_page_is_logged(bring_in: Import) -> None:
    bring_in({"index.md": "# Start\n", "guide/a.md": "# A\n"})
    entries = PageLogEntry.objects.filter(action="wagtail.create", page__in=DocPage.objects.all())
    assert sorted(entries.values_list("label", flat=True)) == ["A", "Guide", "Start"]


def test_later_pages_come_behind_those_that_are_there(bring_in: Import) -> None:
    bring_in({"index.md": "# Start\n", "guide/b.md": "# B\n"})
    bring_in({"index.md": "# Start\n", "guide/b.md": "# B\n", "guide/a.md": "# A\n", "guide/c/index.md": "# C\n"})
    guide = DocPage.objects.get(address="guide")
    assert [page.slug for page in guide.get_children()] == ["b", "a", "c"]
    assert guide.numchild == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_new_page_below_one_that_moves(bring_in: Import) -> None:
    text = "# Same\n\n" + "A text that is long enough to be known again.\n" * 5
    bring_in({"index.md": "# Start\n", "old/index.md": text})
    bring_in({"index.md": "# Start\n", "new/index.md": text, "new/more/leaf.md": "# Leaf\n", "other/x.md": "# X\n"})
    assert DocPage.objects.get(source_path="new/more/leaf.md").url.endswith("/handbook/new/more/leaf/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_address_that_another_page_was_given_is_said_and_nothing_changes(bring_in: Import) -> None:
    bring_in({"index.md": "# Start\n", "a.md": "# A\n"})
    page = DocPage.objects.get(source_path="a.md")
    page.slug = "fresh"
    page.save()
    with pytest.raises(ConflictError, match='another page has the address "fresh"'):
        bring_in({"index.md": "# Start\n", "a.md": "# A\n", "fresh.md": "# Fresh\n"})
    assert not DocPage.objects.filter(source_path="fresh.md").exists()
    assert 'address "fresh"' in DocSource.objects.get().error


def test_a_new_page_costs_less_than_one_question_to_the_database(bring_in: Import) -> None:
    def questions(count: int) -> int:
        with CaptureQueriesContext(connection) as found:
            bring_in({"index.md": "# Start\n", **leaves(count, f"of-{count}")})
        return len(found)

    assert questions(210) - questions(7) < 203


@pytest.fixture
def renderer(bring_in: Import, source: Callable[[], DocSource]) -> SourceRenderer:
    bring_in({"index.md": "# Start\n", **leaves(3)})
    return SourceRenderer(source())


def test_two_processors_render_the_same(renderer: SourceRenderer) -> None:
    pages, seen = leaves(150), list[int]()
    bulk = BulkRendering(renderer, pages.__getitem__)
    with renderer:
        bulk.run(pages, seen.append)
        assert bulk.rendered.keys() == pages.keys()
        for path, text in pages.items():
            assert bulk.rendered[path] == renderer.render(text, path)
    assert bulk.failed == {}
    assert seen == sorted(seen)
    assert seen[-1] == 150


def test_without_a_second_process_the_first_does_all(renderer: SourceRenderer) -> None:
    class Broken(ApartProcess):
        def _start(self) -> Any:
            raise NotStartedError(NOT_STARTED)

    renderer._beside._process = Broken()
    with pytest.raises(NotStartedError, match=NOT_STARTED):
        renderer.render_beside("# A\n", "a.md")
    pages = leaves(80)
    bulk = BulkRendering(renderer, pages.__getitem__)
    with renderer:
        bulk.run(pages, lambda _done: None)
        assert (len(bulk.rendered), bulk.failed) == (80, {})


def test_what_a_large_import_holds_waits_outside_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    kept, texts = spool.Spool[str](), leaves(50)
    kept.update(texts)
    assert dict(kept) == texts
    kept["part-0/page-0.md"] = "Another\ud800"
    assert kept.pop("part-0/page-0.md") == "Another\ud800"
    assert ("part-0/page-0.md" in kept, len(kept)) == (False, 49)


def test_what_a_helper_trips_over_is_done_by_who_asked(renderer: SourceRenderer) -> None:
    class Full(RenderChild):
        def render(self, text: str, path: str) -> Any:
            raise OSError("No space left on device")

    renderer._beside = Full("mkdocs", (), renderer.around)
    pages = leaves(80)
    bulk = BulkRendering(renderer, pages.__getitem__)
    with renderer:
        bulk.run(pages, lambda _done: None)
    assert (len(bulk.rendered), bulk.failed) == (80, {})


def test_a_helper_stops_when_who_asked_cannot_go_on(renderer: SourceRenderer) -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    pages = leaves(80)
    bulk = BulkRendering(renderer, pages.__getitem__)
    with renderer, pytest.raises(KeyboardInterrupt):
        bulk.run(pages, stop)
    assert not [thread for thread in enumerate_threads() if "_help" in thread.name]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's list of processes")
def test_no_child_of_an_import_is_left(bring_in: Import) -> None:
    bring_in({"index.md": "# Start\n", **leaves(80)})
    [nursery] = [child for child in _children_of(os.getpid()) if "common.apart.nursery" in _command(child)]
    until(lambda: not _children_of(nursery), "a child that rendered is still there")


def _children_of(process: int) -> list[int]:
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for told in threads for child in told.read_text().split()]


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()
