"""Documentation sources in the Wagtail admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from common.models import User
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.report_groups import MOST
from github_sync.sandbox import Sandbox


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "correct horse battery"))
    return client


def test_the_report_is_there_to_read(
    bring_in: Callable[..., Any], admin: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n\n[x](y.md)\n", "bad.md": b"\xff"})
    shown = admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert "<b>1</b> page<" in shown
    assert "<summary>1 link that leads nowhere</summary>" in shown
    assert "<code>index.md:3</code> <span>y.md</span>" in shown
    assert "<code>bad.md</code> <span>not UTF-8 text</span>" in shown
    assert admin.get("/admin/documentation/").status_code == 200


def test_a_finding_leads_to_its_line_in_the_repository(
    bring_in: Callable[..., Any], admin: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n\n[x](y.md)\n"})
    DocSource.objects.update(repository="harbor/docs", docs_prefix="docs", ref="main")
    shown = admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert f'href="{settings.GITHUB_WEB_URL}/harbor/docs/blob/main/docs/index.md#L3"' in shown


def test_a_report_without_findings_says_so(
    bring_in: Callable[..., Any], admin: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "# Hi\n"})
    assert "Nothing to look at" in admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()


def test_of_many_findings_the_first_are_listed_and_the_rest_counted(
    bring_in: Callable[..., Any], admin: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({"index.md": "".join(f"[x](y{number}.md)\n" for number in range(MOST + 3))})
    shown = admin.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert f"{MOST + 3} links that lead nowhere" in shown
    assert "3 more are not listed here" in shown


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


@pytest.mark.django_db(transaction=True)
def test_a_new_source_is_imported_and_shows_its_report(
    empty_site: None, sandbox: Sandbox, admin: Client, run_queue: Callable[[], Any]
) -> None:
    data = {
        "title": "", "slug": "harbor", "repository": "harbor/docs", "path": "docs", "ref": "", "dialect": "",
        "version_status": "current", "language": "en",
    }  # fmt: skip
    answer = admin.post("/admin/documentation/new/", data)
    made = DocSource.objects.get()
    assert answer.url == f"/admin/documentation/edit/{made.pk}/"
    assert "The import of “harbor” has begun." in admin.get(answer.url).content.decode()
    run_queue()
    assert "<b>2</b> pages" in admin.get(answer.url).content.decode()


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
