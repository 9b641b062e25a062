"""Versions of a documentation in the admin: added, seen, imported, removed, by whoever may."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from common.models import User
from docs_hub.models import DocRender, DocSource, DocVersion, VersionPage
from github_sync.sandbox import Sandbox
from tests.docs_hub.test_versions import NEW, OLD, run, write

pytestmark = [pytest.mark.usefixtures("site_root"), pytest.mark.django_db(transaction=True)]
LIST = "/admin/documentation/versions/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "correct horse battery"))
    return client


@pytest.fixture
def manual(make_sandbox: Callable[..., Sandbox]) -> DocSource:
    """A repository with a second folder of older pages."""
    old = {"old/" + name: text for name, text in OLD.items()}
    make_sandbox({"ferry/manual": {"contents": {**NEW, **old}}})
    call_command("import_docs", "--repository", "ferry/manual", "--path", "docs", "--slug", "ferry", "--json")
    return DocSource.objects.get()


def form(source: DocSource, **changes: str) -> dict[str, Any]:
    given = {"version_label": "1.0", "version_status": "archived", "language": "en", "ref": "", "path": "old/docs"}
    return {"doc_source": source.pk, **given, **changes}


def test_a_version_is_added_and_its_report_is_there(
    admin: Client, manual: DocSource, run_queue: Callable[[], Any]
) -> None:
    assert f"?source={manual.pk}" in admin.get(f"/admin/documentation/edit/{manual.pk}/").content.decode()
    answer = admin.post(f"{LIST}new/", form(manual))
    assert answer.status_code == 302, answer.content.decode()
    run_queue()
    version = DocVersion.objects.get()
    assert (version.slug, version.error, version.report["page_count"]) == ("1.0", "", 4)
    shown = admin.get(f"/admin/documentation/edit/{manual.pk}/").content.decode()
    assert f'href="{LIST}edit/{version.pk}/"' in shown
    assert "Archived" in shown
    assert "<b>4</b> pages" in admin.get(f"{LIST}edit/{version.pk}/").content.decode()
    assert admin.get("/docs/ferry/1.0/tickets/").status_code == 200
    assert admin.get(LIST).status_code == 200


def test_a_sync_brings_versions_up_to_date_too(admin: Client, manual: DocSource, run_queue: Callable[[], Any]) -> None:
    admin.post(f"{LIST}new/", form(manual, path="nowhere"))
    run_queue()
    assert "nothing at nowhere" in DocVersion.objects.get().error
    DocVersion.objects.update(path="old/docs")
    admin.post(f"/admin/documentation/import/{manual.pk}/")
    run_queue()
    assert DocVersion.objects.get().error == ""
    assert VersionPage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version_label": "guide"}, "A page of Ferry lies at /guide/ already"),
        ({"path": "../other"}, "is no folder of ferry/manual"),
        ({"language": "no tag"}, "Write a language tag"),
        ({"version_label": ""}, "Name the version, such as 5.2."),
    ],
)
def test_what_cannot_be_is_said_at_once(admin: Client, manual: DocSource, changes: dict[str, str], says: str) -> None:
    assert says in admin.post(f"{LIST}new/", form(manual, **changes)).content.decode()
    assert not DocVersion.objects.exists()


def test_a_version_is_removed_with_what_it_alone_had(
    admin: Client, manual: DocSource, run_queue: Callable[[], Any]
) -> None:
    admin.post(f"{LIST}new/", form(manual))
    run_queue()
    url = f"{LIST}delete/{DocVersion.objects.get().pk}/"
    assert "its 5 pages will be deleted" in admin.get(url).content.decode()
    assert admin.post(url).status_code == 302
    assert not DocVersion.objects.exists()
    assert not DocRender.objects.exists()


def test_folders_of_the_server_cannot_be_named_on_the_web(admin: Client, tree: Callable[..., Path]) -> None:
    run(tree(NEW), "--version", "2.0")
    shown = admin.post(f"{LIST}new/", form(DocSource.objects.get(), path="/etc")).content.decode()
    assert "comes from a local folder" in shown
    assert not DocVersion.objects.exists()


def test_a_folder_that_a_command_named_stays_when_the_rest_is_changed(
    admin: Client, tree: Callable[..., Path], tmp_path: Path
) -> None:
    run(tree(NEW), "--version", "2.0")
    old = str(write(tmp_path / "old", OLD))
    run(Path(old), "--version", "1.0")
    version = DocVersion.objects.get()
    data = form(version.doc_source, path=old, version_status="supported")
    assert admin.post(f"{LIST}edit/{version.pk}/", data).status_code == 302
    version.refresh_from_db()
    assert (version.version_status, version.path) == ("supported", old)
    assert (
        "comes from a local folder"
        in admin.post(f"{LIST}edit/{version.pk}/", {**data, "path": "/etc"}).content.decode()
    )


@pytest.mark.parametrize("who", ["charlie", "wendy"])
def test_who_may_not_is_kept_out(client: Client, manual: DocSource, request: Any, who: str) -> None:
    version = DocVersion.objects.create(doc_source=manual, slug="1.0", version_label="1.0")
    client.force_login(request.getfixturevalue(who))
    for address in (f"{LIST}new/", f"{LIST}import/{version.pk}/", f"{LIST}delete/{version.pk}/"):
        assert client.post(address, form(manual, version_label="9")).status_code in (302, 403)
    assert [one.slug for one in DocVersion.objects.all()] == ["1.0"]
    assert DocVersion.objects.get().imported_at is None
