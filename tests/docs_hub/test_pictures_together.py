"""Copying and showing pictures of other sites: one run at a time, no transaction while it renders, no file lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from docs_hub.models import DocAsset, DocPage, OutsidePicture, PictureUse, TaskLease
from docs_hub.services.old_pictures import remove_old_pictures
from docs_hub.services.picture_showing import show_copied_pictures
from docs_hub.services.rendering import SourceRenderer
from docs_hub.tasks import look_after_pictures
from github_sync.queries.holders import machine
from tests.docs_hub.elsewhere import Elsewhere
from tests.docs_hub.pictures import look_after, media_of, months_later, png
from tests.docs_hub.watching import at_each_call

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
Import = Callable[..., dict[str, Any]]
NAME = "docs_hub.look_after_pictures"
DEAD = f"{machine()}:999999999:abc"


@contextmanager
def before(start: str, act: Callable[[Any], None]) -> Iterator[None]:
    """Call `act` with the parameters of each statement that begins like this, right before it is done."""

    def step(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(start):
            act(params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(step):
        yield


@pytest.fixture
def shown(bring_in_copying: Import, elsewhere: Elsewhere) -> None:
    """Three pages with a copied picture, to be rendered anew."""
    elsewhere.files["/a.png"] = png()
    bring_in_copying({f"{name}.md": f"![A]({elsewhere.url}/a.png)\n" for name in "abc"})
    PictureUse.objects.update(shown="")


def test_while_one_run_goes_on_another_does_nothing(shown: None) -> None:
    saved: list[Any] = []

    def second_run(params: Any) -> None:
        saved.append(params)
        look_after_pictures()

    with before('UPDATE "docs_hub_docpage"', second_run):
        look_after_pictures()
    assert len(saved) == 3
    assert look_after() == 0


@pytest.mark.parametrize(
    ("holder", "minutes", "left"), [("elsewhere:1:abc", 5, 3), ("elsewhere:1:abc", -1, 0), (DEAD, 5, 0), ("", 5, 0)]
)
def test_a_run_that_died_or_took_too_long_is_taken_over(shown: None, holder: str, minutes: int, left: int) -> None:
    expires_at = timezone.now() + timedelta(minutes=minutes)
    TaskLease.objects.update_or_create(name=NAME, defaults={"holder": holder, "expires_at": expires_at})
    look_after_pictures()
    assert PictureUse.objects.filter(shown="").count() == left


def test_a_run_that_was_taken_over_stops(shown: None) -> None:
    with before('UPDATE "docs_hub_docpage"', lambda _: TaskLease.objects.update(holder="elsewhere:1:abc")):
        look_after_pictures()
    assert PictureUse.objects.filter(shown="").count() == 2
    assert TaskLease.objects.get().holder == "elsewhere:1:abc", "it does not give back what is another's"


def test_what_a_source_knows_is_read_once_and_not_for_each_page(shown: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert show_copied_pictures() == 3
    copies = [one["sql"] for one in asked if one["sql"].startswith('SELECT DISTINCT "docs_hub_outsidepicture"."url"')]
    assert len(copies) == 1


def test_nothing_is_locked_while_a_page_is_rendered(shown: None) -> None:
    rendered: list[bool] = []
    with at_each_call(SourceRenderer.render, lambda: rendered.append(connection.in_atomic_block)):
        show_copied_pictures()
    assert rendered == [False, False, False]
    assert not PictureUse.objects.filter(shown="").exists()


def test_a_row_names_a_copy_only_once_its_file_is_there(bring_in_copying: Import, elsewhere: Elsewhere) -> None:
    named: list[bool] = []

    def look(params: Any) -> None:
        named.extend(default_storage.exists(one) for one in params if str(one).startswith("docs/"))

    elsewhere.files["/a.png"] = png()
    with before('UPDATE "docs_hub_outsidepicture"', look):
        bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    assert named == [True]


def test_a_copy_whose_file_went_is_written_again(shown: None) -> None:
    name = OutsidePicture.objects.get().file
    default_storage.delete(name)
    months_later()
    look_after()
    assert default_storage.exists(name)


@pytest.mark.parametrize("is_named", ["by its row", "by a page"])
def test_a_copy_that_is_named_stays_when_the_same_picture_of_a_writer_goes(
    shown: None, page_at: Callable[[str], DocPage], is_named: str
) -> None:
    """Both are one file, for files are kept by their content; a page shows the older copy until it is rendered."""
    picture = OutsidePicture.objects.get()
    page, old = page_at("a.md"), timezone.now() - timedelta(days=99)
    DocAsset.objects.create(
        doc_source=page.doc_source, path="map.png", blob_sha=picture.file.rpartition("/")[2].removesuffix(".png"),
        file=picture.file, is_pending=True, added_at=old,
    )  # fmt: skip
    if is_named == "by a page":
        show_copied_pictures()
        OutsidePicture.objects.update(file="docs/ne/newer.png")
    assert remove_old_pictures() == 1
    assert default_storage.exists(media_of(png()).removeprefix("/media/"))
