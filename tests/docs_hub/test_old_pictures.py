"""Pictures that came to nothing are removed after a while, and no other ones."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from common.models import User
from docs_hub.models import DocAsset, DocPage
from docs_hub.services.editing import prepare_edit
from docs_hub.services.old_pictures import remove_old_pictures
from docs_hub.services.uploading import add_picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]


@pytest.fixture
def page(bring_in: Callable[..., Any], page_at: Callable[[str], DocPage]) -> DocPage:
    bring_in({"index.md": "# Home\n", "a.md": "# Alpha\n"})
    return page_at("a.md")


def picture(page: DocPage, user: User, name: str, days: int = 91) -> DocAsset:
    content = io.BytesIO()
    Image.new("RGB", (4, 3), "teal" if name == "map.png" else "black").save(content, "PNG")
    path = add_picture(page=page, name=name, content=content.getvalue(), actor=user)
    added = timezone.now() - timedelta(days=days)
    DocAsset.objects.filter(path=path).update(added_at=added)
    return DocAsset.objects.get(path=path)


def saved(page: DocPage, user: User, text: str) -> Any:
    page.source = text
    prepare_edit(page=page, parent=None, is_changed=True)
    return page.save_revision(user=user)


def test_what_nothing_names_goes_with_its_file(page: DocPage, wendy: User) -> None:
    old, young = picture(page, wendy, "map.png"), picture(page, wendy, "chart.png", days=80)
    assert remove_old_pictures() == 1
    assert list(DocAsset.objects.all()) == [young]
    assert (default_storage.exists(old.file.name), default_storage.exists(young.file.name)) == (False, True)
    assert remove_old_pictures() == 0


@pytest.mark.parametrize("is_published", [True, False])
def test_what_a_page_or_a_draft_shows_stays(page: DocPage, wendy: User, *, is_published: bool) -> None:
    asset = picture(page, wendy, "map.png")
    revision = saved(page, wendy, f"# Alpha\n\n![Map]({asset.path})\n")
    if is_published:
        revision.publish()
    assert remove_old_pictures() == 0
    assert default_storage.exists(asset.file.name)


def test_a_file_that_another_tree_has_too_stays(page: DocPage, wendy: User) -> None:
    asset = picture(page, wendy, "map.png")
    source = page.doc_source
    source.paths = {**source.paths, "files": {"elsewhere.png": asset.blob_sha}}
    source.save()
    assert remove_old_pictures() == 1
    assert default_storage.exists(asset.file.name)
