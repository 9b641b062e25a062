"""Trees of Markdown files on disk, and their import."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from docs_hub.models import DocPage, DocSource
from docs_hub.services.importing import import_source
from docs_hub.services.sources import prepare_source
from tests.docs_hub.elsewhere import Elsewhere, another_site
from tests.docs_hub.manual import CONTENTS, NAME, Manual
from tests.docs_hub.pictures import look_after

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
Files = dict[str, str | bytes]


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes files below one folder, the same one at each call; None removes."""
    root = tmp_path / "handbook"

    def write(files: dict[str, Any]) -> Path:
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


@pytest.fixture(autouse=True)
def _media(own_media: None) -> None:
    """No test of documentation writes into another's files."""


@pytest.fixture
def site_root(db: None) -> None:
    """A transactional test leaves the database empty, without the site that migrations made."""
    if not Site.objects.exists():
        Locale.objects.get_or_create(language_code="en")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = root.add_child(title="Home", slug="home-root")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


@pytest.fixture
def bring_in(site_root: None, tree: Callable[[Files], Path]) -> Callable[..., dict[str, Any]]:
    """Write the files and import the whole folder as /docs/handbook/."""

    def run(files: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        folder = tree(files or {})
        return import_source(source=prepare_source(repository="", path=str(folder), slug="handbook", **options))

    return run


@pytest.fixture
def page_at(db: None) -> Callable[[str], DocPage]:
    return lambda path: DocPage.objects.get(source_path=path)


@pytest.fixture
def source(db: None) -> Callable[[], DocSource]:
    return lambda: DocSource.objects.get(slug="handbook")


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    settings.LINK_CHECK, settings.LINK_CHECK_PRIVATE, settings.LINK_CHECK_PAUSE = True, True, 0
    with another_site() as site:
        yield site


@pytest.fixture
def manual(transactional_db: None, empty_site: None, make_sandbox: Any, run_queue: Any, settings: Any) -> Manual:
    """ferry/manual, mirrored and imported as /docs/manual/."""
    settings.SITE_URL = "https://mainstay.example"
    manual = Manual(make_sandbox({NAME: {"contents": CONTENTS}}), run_queue)
    manual.sync()
    call_command("import_docs", "--repository", NAME, "--path", "docs", verbosity=0, stdout=io.StringIO())
    run_queue()
    return manual


@pytest.fixture
def bring_in_copying(bring_in: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """As `bring_in`, of a source that copies pictures; then all that the tasks do."""

    def run(files: dict[str, Any]) -> dict[str, Any]:
        if not DocSource.objects.exists():
            bring_in(files)
        DocSource.objects.update(copies_pictures=True)
        report = bring_in(files)
        look_after()
        return report

    return run
