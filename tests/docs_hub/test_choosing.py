"""Links and pictures that a writer chooses are written as the repository has them."""

import io
import posixpath
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from common.models import User
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.pictures import picture_path
from docs_hub.domain.source_links import file_link, relative_link
from docs_hub.domain.source_text import blob_sha
from docs_hub.models import DocAsset, DocPage
from docs_hub.queries.pending import pending_files_of
from tests.docs_hub.forms import post_form

Import = Callable[..., dict[str, Any]]
PageAt = Callable[[str], DocPage]
NAMES = st.text(st.sampled_from("ab Zü&%#?()<>'é.-_1:"), min_size=1, max_size=6).filter(lambda name: name.strip(". "))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")
TREE = {
    "index.md": "# Home\n\n![p](img/old.png)\n",
    "guide/Set up (new).md": "# Set up\n\n## Ports & cables\n",
    "guide/b.md": "# Beta\n",
    "img/old.png": b"\x89PNG\r\n\x1a\nold",
}


def png(color: str = "red", size: int = 4) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), color).save(out, "PNG")
    return out.getvalue()


@given(PATHS, PATHS)
def test_the_link_leads_from_the_one_file_to_the_other(from_path: str, to_path: str) -> None:
    if posixpath.normpath(to_path) != to_path:
        return
    found = LinkResolver([from_path, to_path], []).resolve(from_path, relative_link(from_path, to_path))
    assert (found.kind, found.path) == ("page", to_path)


def test_a_file_below_a_top_folder_is_linked_from_the_top() -> None:
    link = file_link("docs/a.md", "static/img/x y.png", ("static",))
    assert link == "/img/x%20y.png"
    assert LinkResolver([], ["static/img/x y.png"], ("static",)).resolve("docs/a.md", link).kind == "file"
    assert file_link("docs/a.md", "docs/img/x.png", ("static",)) == "img/x.png"


@pytest.mark.parametrize(
    ("files", "shown", "path"),
    [
        ([], [], "guide/images/my-picture.png"),
        (["img/a.png", "img/b.png"], [], "img/my-picture.png"),
        (["img/a.png", "guide/pics/b.png"], [], "guide/pics/my-picture.png"),
        (["img/a.png", "guide/pics/b.png"], ["img/a.png"], "img/my-picture.png"),
        (["img/My-Picture.png"], [], "img/my-picture-2.png"),
    ],
)
def test_a_new_picture_lies_where_the_tree_keeps_its_pictures(files: list[str], shown: list[str], path: str) -> None:
    assert picture_path("guide/b.md", "C:/My picture!.PNG", files=files, shown=shown) == path


@pytest.fixture
def writer(client: Client, wendy: User) -> Client:
    client.force_login(wendy)
    return client


@pytest.mark.usefixtures("empty_site")
@pytest.mark.django_db
class TestInTheSite:
    def test_pages_and_headings_are_found_by_words(self, bring_in: Import, page_at: PageAt, writer: Client) -> None:
        bring_in(TREE)
        url = f"/documentation/{page_at('guide/b.md').pk}/links/"
        assert [one["link"] for one in writer.get(url, {"q": "cables"}).json()["results"]] == [
            "Set%20up%20%28new%29.md#ports--cables"
        ]
        every = [one["link"] for one in writer.get(url).json()["results"]]
        assert "../index.md" in every

    def test_what_is_kept_for_some_readers_is_not_offered(
        self, bring_in: Import, page_at: PageAt, client: Client, charlie: User
    ) -> None:
        pictures: dict[str, Any] = {"img/open.png": png(), "hr/img/pay.png": png("blue")}
        bring_in({**TREE, **pictures, "hr/index.md": "# Wages\n\n## Of wages\n\n![p](img/pay.png)\n"})
        client.force_login(charlie)
        url = f"/documentation/{page_at('guide/b.md').pk}"

        def found() -> list[bool]:
            asked = [("links", "wages"), ("pictures", "pay"), ("pictures", "old"), ("links", "cables")]
            return [bool(client.get(f"{url}/{what}/", {"q": words}).json()["results"]) for what, words in asked]

        assert found() == [True, True, True, True]
        page_at("hr/index.md").view_restrictions.create(restriction_type="login")
        assert found() == [False, False, True, True]

    def test_the_number_of_queries_does_not_grow(
        self, bring_in: Import, page_at: PageAt, writer: Client, django_assert_max_num_queries: Any
    ) -> None:
        bring_in({**TREE, **{f"many/p{number}.md": f"# Page {number}\n\n## Part\n" for number in range(60)}})
        url = f"/documentation/{page_at('guide/b.md').pk}/links/"
        with django_assert_max_num_queries(12):
            answer = writer.get(url, {"q": "p"}).json()
        assert answer["more"]
        assert len(answer["results"]) == 40

    def test_a_new_picture_is_served_at_once_and_waits_for_the_repository(
        self, bring_in: Import, page_at: PageAt, writer: Client
    ) -> None:
        bring_in(TREE)
        page, content = page_at("guide/b.md"), png()
        answer = self.upload(writer, page, content, "New one.png").json()
        assert answer == {"path": "img/new-one.png", "link": "../img/new-one.png"}
        post_form(writer, page, change=lambda text: text + "\n![New](../img/new-one.png)\n", **{"action-save": "x"})
        draft = page_at("guide/b.md").get_latest_revision_as_object()
        assert f'src="/media/docs/{blob_sha(content)[:2]}/{blob_sha(content)}.png"' in draft.html
        assert [(f.path, f.blob_sha, f.content) for f in pending_files_of(draft)] == [
            ("img/new-one.png", blob_sha(content), content)
        ]
        assert self.upload(writer, page, content, "again.png").json()["path"] == "img/new-one.png"
        listed = writer.get(f"/documentation/{page.pk}/pictures/", {"q": "new"}).json()["results"]
        assert [one["link"] for one in listed] == ["../img/new-one.png"]

    def test_a_picture_that_came_to_the_repository_waits_no_longer(
        self, bring_in: Import, page_at: PageAt, writer: Client
    ) -> None:
        bring_in(TREE)
        content = png()
        self.upload(writer, page_at("guide/b.md"), content, "new.png")
        bring_in({"img/new.png": content, "guide/b.md": "# Beta\n\n![n](../img/new.png)\n"})
        assert not DocAsset.objects.get(path="img/new.png").is_pending

    @pytest.mark.parametrize(
        "content", [b"<html><script>1</script></html>", b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg", b"x" * 5_300_000]
    )
    def test_what_is_no_picture_is_refused(
        self, bring_in: Import, page_at: PageAt, writer: Client, content: bytes
    ) -> None:
        bring_in(TREE)
        answer = self.upload(writer, page_at("guide/b.md"), content, "x.png")
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert not DocAsset.objects.filter(is_pending=True).exists()

    def test_a_drawing_loses_what_runs(self, bring_in: Import, page_at: PageAt, writer: Client) -> None:
        bring_in(TREE)
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"><script>b()</script><path d="M0 0"/></svg>'
        path = self.upload(writer, page_at("guide/b.md"), drawing, "d.png").json()["path"]
        asset = DocAsset.objects.get(path=path)
        with asset.file.open("rb") as file:
            kept = file.read()
        assert path == "img/d.svg"
        assert b"script" not in kept
        assert b"onload" not in kept
        assert asset.blob_sha == blob_sha(kept)

    def test_only_writers_add_pictures(self, bring_in: Import, page_at: PageAt, client: Client, charlie: User) -> None:
        bring_in(TREE)
        client.force_login(charlie)
        assert self.upload(client, page_at("guide/b.md"), png(), "x.png").status_code == 404
        assert client.get(f"/documentation/{page_at('guide/b.md').pk}/pictures/").status_code == 200

    @staticmethod
    def upload(client: Client, page: DocPage, content: bytes, name: str) -> Any:
        return client.post(f"/documentation/{page.pk}/upload/", {"file": SimpleUploadedFile(name, content)})
