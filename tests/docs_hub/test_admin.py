"""Documentation sources in the Wagtail admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSource


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "correct horse battery"))
    return client


def test_the_report_is_there_to_read(
    bring_in: Callable[..., Any], admin: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n\n[x](y.md)\n", "bad.md": b"\xff"})
    shown = admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert ": 1 page," in shown
    assert "<code>index.md:3</code> y.md" in shown
    assert "<code>bad.md</code>: not UTF-8 text" in shown
    assert admin.get("/admin/documentation/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_import_now_brings_in_what_changed(
    bring_in: Callable[..., Any],
    tree: Callable[..., Any],
    admin: Client,
    source: Callable[[], DocSource],
    run_queue: Callable[[], Any],
) -> None:
    bring_in({"index.md": "# Hi\n"})
    tree({"two.md": "# Two\n"})
    admin.post(f"/admin/documentation/import/{source().pk}/")
    run_queue()
    assert source().report["page_count"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_failed_import_says_why_and_leaves_the_pages(
    bring_in: Callable[..., Any],
    admin: Client,
    client: Client,
    source: Callable[[], DocSource],
    run_queue: Callable[[], Any],
) -> None:
    bring_in({"index.md": "# Hi\n"})
    DocSource.objects.update(path="/no/such/folder")
    admin.post(f"/admin/documentation/import/{source().pk}/")
    run_queue()
    shown = admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert "The last import failed: There is no folder /no/such/folder." in shown
    assert client.get("/docs/handbook/").status_code == 200


def test_a_stranger_may_not_import(
    bring_in: Callable[..., Any], client: Client, charlie: User, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n"})
    before = source().imported_at
    client.force_login(charlie)
    assert client.post(f"/admin/documentation/import/{source().pk}/").status_code in (302, 403)
    assert source().imported_at == before


def test_a_local_folder_cannot_be_named_on_the_web(admin: Client) -> None:
    data = {"title": "Secrets", "slug": "secrets", "repository": "", "path": "/etc", "ref": "", "dialect": ""}
    shown = admin.post("/admin/documentation/new/", data).content.decode()
    assert "Local folders are imported with the import_docs command" in shown
    assert not DocSource.objects.exists()


def test_a_source_is_deleted_with_its_pages(
    bring_in: Callable[..., Any], admin: Client, client: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n", "part/a.md": "# A\n"})
    url = f"/admin/documentation/delete/{source().pk}/"
    assert "its 3 pages will be deleted" in admin.get(url).content.decode()
    assert admin.post(url).status_code == 302
    assert not DocSource.objects.exists()
    assert not DocPage.objects.exists()
    assert client.get("/docs/handbook/part/a/").status_code == 404
