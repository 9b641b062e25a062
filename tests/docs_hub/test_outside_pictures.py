"""Pictures of other sites, fetched over real HTTP and served from here where their source wants that."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client

from docs_hub.models import DocPage, DocRender, DocSource, OutsideHost, OutsidePicture, PictureUse
from docs_hub.queries.outside_pictures import copied_pictures
from docs_hub.services.outside_links import collect_links
from docs_hub.services.picture_copying import copy_due_pictures
from docs_hub.services.picture_files import LARGEST
from docs_hub.services.picture_showing import show_copied_pictures
from docs_hub.services.version_import import import_version
from docs_hub.tasks import look_after_pictures
from tests.docs_hub.elsewhere import Elsewhere
from tests.docs_hub.pictures import look_after, media_of, months_later, png

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><rect/></svg>'


def test_a_picture_is_shown_from_here_and_the_text_stays(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Callable[[str], DocPage], client: Client
) -> None:
    elsewhere.files["/deck.png?v=1"] = png()
    text = f"# Deck\n\n![The deck]({elsewhere.url}/deck.png?v=1)\n"
    bring_in_copying({"deck.md": text})
    page = page_at("deck.md")
    assert page.source == text
    assert f'<img src="{media_of(png())}" alt="The deck" loading="lazy">' in page.html
    assert elsewhere.url not in page.html
    assert client.get(page.url).content.decode().count(media_of(png())) >= 1
    assert DocSource.objects.get().report["files"] == {"total": 0, "resolved": 0}


def test_nothing_is_fetched_unless_it_is_wanted(bring_in: Import, elsewhere: Elsewhere, page_at: Any) -> None:
    elsewhere.files["/deck.png"] = png()
    bring_in({"deck.md": f"![The deck]({elsewhere.url}/deck.png)\n"})
    look_after()
    assert ("GET", "/deck.png") not in elsewhere.asked
    assert 'class="external"' in page_at("deck.md").html
    assert not OutsidePicture.objects.exists()


def test_a_picture_is_fetched_once_however_many_pages_show_it(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any
) -> None:
    elsewhere.files["/a.png"] = png()
    shown = f"![A]({elsewhere.url}/a.png)\n"
    bring_in_copying({"one.md": shown, "two.md": f"# Two\n\n{shown}\n{shown}"})
    assert look_after() == 0
    assert elsewhere.asked.count(("GET", "/a.png")) == 1
    before = page_at("one.md").html
    bring_in_copying({"three.md": shown})
    assert elsewhere.asked.count(("GET", "/a.png")) == 1
    assert media_of(png()) in page_at("three.md").html
    assert page_at("one.md").html == before


def test_importing_again_renders_nothing_anew(bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any) -> None:
    elsewhere.files["/a.png"] = png()
    tree = {"one.md": f"![A]({elsewhere.url}/a.png)\n"}
    bring_in_copying(tree)
    page = page_at("one.md")
    bring_in_copying(tree)
    again = page_at("one.md")
    assert (again.html, again.links, again.render_key) == (page.html, page.links, page.render_key)
    assert show_copied_pictures() == 0


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("/404", b"", "its site answers 404"),
        ("/page.png", b"<html>hello</html>", "This is no picture"),
        ("/large.png", png() + b"0" * LARGEST, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_fetched_stays_a_link_and_is_listed(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any, path: str, content: bytes, why: str
) -> None:
    if content:
        elsewhere.files[path] = content
    bring_in_copying({"deck.md": f"# Deck\n\n![The deck]({elsewhere.url}{path})\n"})
    assert f'href="{elsewhere.url}{path}"' in page_at("deck.md").html
    found = copied_pictures(DocSource.objects.get())
    assert found is not None
    assert (found.copied, found.total) == (0, 1)
    [left] = found.left
    assert (left.path, left.line, left.url) == ("deck.md", 3, elsewhere.url + path)
    assert why in left.why


def test_the_report_in_the_admin_says_so(bring_in_copying: Import, elsewhere: Elsewhere, admin_client: Client) -> None:
    elsewhere.files["/a.png"] = png()
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png) ![B]({elsewhere.url}/404)\n"})
    shown = admin_client.get(f"/admin/documentation/edit/{DocSource.objects.get().pk}/").content.decode()
    assert "<b>1 of 2</b> pictures of other sites copied" in shown
    assert f"<code>a.md:1</code> <span>{elsewhere.url}/404: its site answers 404" in shown


def test_a_drawing_loses_what_runs(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any, client: Client
) -> None:
    elsewhere.files["/badge"] = SVG
    bring_in_copying({"a.md": f"![Built]({elsewhere.url}/badge)\n"})
    assert media_of(SVG, "svg") in page_at("a.md").html
    with default_storage.open(OutsidePicture.objects.get().file) as file:
        kept = file.read()
    assert b"<rect" in kept
    assert b"alert" not in kept


def test_robots_and_private_networks_are_respected(
    bring_in_copying: Import, elsewhere: Elsewhere, settings: Any
) -> None:
    elsewhere.files["/a.png"] = elsewhere.files["/b.png"] = png()
    elsewhere.robots = "User-agent: *\nDisallow: /a.png\n"
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    assert OutsidePicture.objects.get().error == "robots.txt forbids it"
    settings.LINK_CHECK_PRIVATE = False
    bring_in_copying({"a.md": "![B](http://localhost/b.png)\n"})
    assert OutsidePicture.objects.get().error == "it lies in a network that is not for everyone"
    assert {path for _, path in elsewhere.asked} == {"/robots.txt"}


def test_a_picture_that_changes_there_is_shown_anew_and_one_that_went_stays(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any
) -> None:
    elsewhere.files["/a.png"] = png("red")
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    elsewhere.files["/a.png"] = png("blue")
    assert look_after() == 0
    months_later()
    assert look_after() == 1
    assert media_of(png("blue")) in page_at("a.md").html
    elsewhere.files.clear()
    months_later()
    assert look_after() == 0
    assert media_of(png("blue")) in page_at("a.md").html
    found = copied_pictures(DocSource.objects.get())
    assert found is not None
    assert found.left[0].is_copied


def test_a_host_rests_between_two_pictures(bring_in_copying: Import, elsewhere: Elsewhere, settings: Any) -> None:
    settings.LINK_CHECK_PAUSE = 60
    elsewhere.files["/a.png"] = elsewhere.files["/b.png"] = png()
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png) ![B]({elsewhere.url}/b.png)\n"})
    assert OutsidePicture.objects.exclude(file="").count() == 1
    assert copy_due_pictures() == 0


def test_turned_off_again_they_are_links_and_what_nobody_shows_is_forgotten(
    bring_in_copying: Import, bring_in: Import, elsewhere: Elsewhere, page_at: Any
) -> None:
    elsewhere.files["/a.png"] = png()
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    DocSource.objects.update(copies_pictures=False)
    bring_in({})
    assert 'class="external"' in page_at("a.md").html
    look_after()
    assert not PictureUse.objects.exists()
    assert not OutsidePicture.objects.exists()
    bring_in({"a.md": "# Nothing\n"})
    look_after()
    assert not OutsideHost.objects.exists()


def test_a_page_that_changes_while_it_is_rendered_keeps_its_change(
    bring_in_copying: Import, elsewhere: Elsewhere, page_at: Any
) -> None:
    """The change comes between the rendering and the moment when its result is saved."""
    elsewhere.files["/a.png"] = png()
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    PictureUse.objects.update(shown="")

    def writer_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "docs_hub_docpage"') and not came:
            came.append(sql)
            DocPage.objects.update(html="<p>newer</p>", text_sha="newer")
        return execute(sql, params, many, context)

    came: list[str] = []
    with connection.execute_wrapper(writer_first):
        show_copied_pictures()
    assert len(came) == 1
    assert page_at("a.md").html == "<p>newer</p>"


def test_versions_show_them_too(bring_in_copying: Import, elsewhere: Elsewhere, tmp_path: Path, client: Client) -> None:
    elsewhere.files["/a.png"] = elsewhere.files["/old.png"] = png()
    bring_in_copying({"a.md": f"![A]({elsewhere.url}/a.png)\n"})
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.md").write_text(f"# Old\n\n![Old]({elsewhere.url}/old.png)\n")
    options = {"slug": "handbook", "label": "1.0", "status": "archived", "verbosity": 0}
    call_command("import_docs", folder=str(tmp_path / "old"), **options)
    look_after()
    [row] = DocRender.objects.all()
    assert media_of(png()) in row.html
    assert media_of(png()) in client.get("/docs/handbook/1.0/a/").content.decode()
    version = DocSource.objects.get().versions.get()
    version.fingerprint = ""
    import_version(version=version)
    assert DocRender.objects.get().pk == row.pk


@pytest.mark.django_db(transaction=True)
def test_the_task_shows_what_was_copied(
    bring_in: Import, elsewhere: Elsewhere, page_at: Any, run_queue: Callable[[], Any]
) -> None:
    elsewhere.files["/a.png"] = png()
    tree = {"a.md": f"![A]({elsewhere.url}/a.png)\n"}
    bring_in(tree)
    DocSource.objects.update(copies_pictures=True)
    bring_in(tree)
    collect_links()
    copy_due_pictures()
    look_after_pictures.delay()
    run_queue()
    assert media_of(png()) in page_at("a.md").html
