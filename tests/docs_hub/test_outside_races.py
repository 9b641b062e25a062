"""Two connections at once on the hosts, links and pictures of other sites: neither loses what the other relies on."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from docs_hub.domain.outside import Answer
from docs_hub.domain.source_text import blob_sha
from docs_hub.models import DocAsset, DocPage, OutsideHost, OutsideLink, OutsidePicture, OutsideUse
from docs_hub.services.old_pictures import remove_old_pictures
from docs_hub.services.outside_hosts import outside_rows
from docs_hub.services.outside_links import drop_unused
from docs_hub.services.picture_copying import note_picture
from docs_hub.services.picture_files import keep_picture
from tests.docs_hub.pictures import png
from tests.fixtures.waiting import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_site"),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
URL = "https://elsewhere.example/map.png"
SECONDS = 30


@contextmanager
def beside(act: Callable[[], Any]) -> Iterator[Future[Any]]:
    """`act` on a connection of its own, ended with the block."""

    def run() -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run)


def waits() -> bool:
    """Whether a session on this database waits for a named lock; `pg_locks` is never as of an earlier moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def page(bring_in: Callable[..., Any], page_at: Callable[[str], DocPage]) -> DocPage:
    bring_in({"a.md": "# Alpha\n"})
    return page_at("a.md")


@pytest.mark.parametrize("has_link", [True, False])
def test_what_somebody_is_about_to_use_is_not_dropped(page: DocPage, *, has_link: bool) -> None:
    """The other one has chosen a host, or a link of it, that nothing uses yet, and is not through."""
    host = OutsideHost.objects.create(name="elsewhere.example")
    if has_link:
        outside_rows(OutsideLink, [URL])
    chosen, dropped = threading.Event(), threading.Event()

    @transaction.atomic
    def note() -> None:
        rows = outside_rows(OutsideLink, [URL])
        OutsideUse.objects.create(page=page, link=rows[URL], line=1)
        chosen.set()
        assert dropped.wait(SECONDS)

    with beside(note) as noting:
        assert chosen.wait(SECONDS)
        drop_unused()
        dropped.set()
        noting.result(SECONDS)
    assert OutsideUse.objects.get().link.host == host
    OutsideUse.objects.all().delete()
    drop_unused()
    assert not OutsideHost.objects.exists()


def test_who_notes_uses_waits_for_nobody_who_does_the_same(page: DocPage) -> None:
    OutsideHost.objects.create(name="elsewhere.example")
    with transaction.atomic():
        outside_rows(OutsideLink, [URL])
        with beside(transaction.atomic(lambda: outside_rows(OutsidePicture, [URL]))) as other:
            until(lambda: other.done() or waits(), "the other one neither ended nor waited")
            assert other.done()


def test_a_file_is_not_removed_while_its_copy_is_being_noted(page: DocPage) -> None:
    """The last asset that had it goes in the moment in which a picture of another site turns out to be the same."""
    name = keep_picture("map.png", blob_sha(png()), png())
    DocAsset.objects.create(
        doc_source=page.doc_source, path="map.png", blob_sha=blob_sha(png()), file=name, is_pending=True,
        added_at=timezone.now() - timedelta(days=99),
    )  # fmt: skip
    picture = outside_rows(OutsidePicture, [URL])[URL]
    removing: list[Future[int]] = []

    def remover_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "docs_hub_outsidepicture"'):
            removing.append(pool.submit(removed))
            until(lambda: removing[0].done() or waits(), "the remover neither ended nor waited")
        return execute(sql, params, many, context)

    def removed() -> int:
        try:
            return remove_old_pictures()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, connection.execute_wrapper(remover_first):
        note_picture(picture=picture, answer=Answer(200, body=png()), now=timezone.now())
    assert removing[0].result(SECONDS) == 1
    assert OutsidePicture.objects.get().file == name
    assert default_storage.exists(name)
