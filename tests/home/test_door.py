"""What strangers send never breaks a page for others: control characters, huge numbers, odd paths, endless queries."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from common import page_cache
from common.models import User
from contributors.models import Task
from contributors.services.native_tasks import open_task
from home.links import AddressBlock, DoorValue
from home.services.setup import ensure_site
from sustainability.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]

BELL = "\x07"
LONG = "9" * 30


@pytest.fixture
def harbor_site() -> None:
    ensure_site(name="Harbor")


@pytest.mark.parametrize("address", ["/tasks/feed/", "/docs/feed.atom"])
def test_no_title_and_no_name_breaks_a_feed(client: Client, settings, bob: User, address: str) -> None:
    settings.SITE_NAME = f"Har{BELL}bor"
    task = open_task(user=bob, title="Paint the quay", text="Blue.", kind="design")
    Task.objects.filter(pk=task.pk).update(title=f"Paint{BELL} the\x0c quay\ufffe", excerpt=f"Blue{BELL}")
    answer = client.get(address)
    assert answer.status_code == 200
    if "tasks" in address:
        assert "Paint the" in answer.content.decode()


@pytest.mark.parametrize("address", ["/tasks/", "/tasks/feed/", "/people/", "/search/", "/sustainability/"])
@pytest.mark.usefixtures("harbor_site")
def test_what_is_searched_for_loses_control_characters(client: Client, address: str) -> None:
    answer = client.get(address, {"q": f"qu{BELL}ay\x00", "skill": f"c{BELL}ss", f"{BELL}x": "1"})
    assert answer.status_code in {200, 422}
    assert BELL not in answer.content.decode()


def test_what_is_typed_into_a_form_loses_them_and_keeps_lines(client: Client, bob: User, rf) -> None:
    client.force_login(bob)
    answer = client.post("/account/address/", {"share": f"y{BELL}es"})
    assert answer.status_code == 302
    bob.refresh_from_db()
    assert bob.is_address_public


def test_what_a_person_types_is_clean_in_the_database(bob: User) -> None:
    task = open_task(user=bob, title=f"Paint{BELL} it", text=f"One{BELL}\ntwo", kind="design")
    task.refresh_from_db()
    assert (task.title, task.body_text) == ("Paint it", "One\ntwo")


@pytest.mark.parametrize(
    "address",
    [
        f"/tasks/site/tasks/{LONG}/",
        f"/docs-original/{LONG}/",
        f"/documentation/{LONG}/suggest/",
        f"/documentation/suggestions/{LONG}/",
        f"/github/comments/{LONG}/",
        f"/documents/{LONG}/a.pdf",
        f"/admin/pages/{LONG}/edit/",
        "/media/" + "ü" * 300 + ".png",
        "/media/docs/" + "ü" * 300 + ".png",
        "/media/docs/a%00b.png",
        "/media/" + "x/" * 3000,
    ],
)
@pytest.mark.usefixtures("harbor_site")
def test_addresses_that_nothing_can_have_lead_nowhere(client: Client, olga: User, address: str) -> None:
    User.objects.filter(pk=olga.pk).update(is_superuser=True)
    client.force_login(olga)
    assert client.get(address).status_code == 404


@pytest.fixture
def kept_document(own_media) -> str:
    collection = Collection.get_first_root_node().add_child(name="Kept")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = get_document_model()(title="Minutes", collection=collection)
    document.file.save("minutes.txt", ContentFile(b"canary"))
    return document.file.name


@pytest.mark.parametrize("path", ["{}", "./{}", "docs/../{}", "/{}", "images/../../media/{}"])
def test_a_document_of_a_private_collection_is_nowhere_else(client: Client, kept_document: str, path: str) -> None:
    assert kept_document.startswith("documents/")
    answer = client.get("/media/" + path.format(kept_document))
    assert answer.status_code == 404
    document = get_document_model().objects.get()
    assert client.get(document.url).status_code == 302, "its own address asks for a sign-in"


def test_an_open_document_is_served_at_its_own_address(client: Client, own_media) -> None:
    document = get_document_model()(title="Rules")
    document.file.save("rules.txt", ContentFile(b"for all"))
    assert b"".join(client.get(document.url).streaming_content) == b"for all"


def test_made_up_queries_do_not_drive_out_what_is_kept(client: Client, settings, harbor_site) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()

    def is_kept(address: str) -> bool:
        """A kept page asks the database nothing."""
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return not asked.captured_queries

    assert is_kept("/tasks/?q=rope")
    caches["pages"].set("asked-pages", page_cache.MOST_ASKED, 60)  # what hundreds of requests do
    assert not is_kept("/tasks/?q=one+more")
    assert is_kept("/tasks/")
    caches["pages"].clear()


def test_a_window_of_ones_own_leaves_the_kept_pages(client: Client) -> None:
    page_cache.clear()
    before = page_cache.generation()
    assert client.get("/sustainability/", {"from": "2024-01-01", "to": "2024-07-01"}).status_code == 200
    assert Report.objects.count() == 1
    assert page_cache.generation() == before


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "tasks", "http://["]
)
def test_a_door_leads_to_no_script(address: str) -> None:
    with pytest.raises(ValidationError):
        AddressBlock().clean(address)
    assert DoorValue(None, [("address", address)]).href == "/"


@pytest.mark.parametrize("address", ["/tasks/", "#top", "https://example.org/?a=b", "mailto:a@example.org"])
def test_a_door_leads_to_pages_and_sites(address: str) -> None:
    assert AddressBlock().clean(address) == address
    assert DoorValue(None, [("address", address)]).href == address


def test_the_demo_is_not_loaded_into_somebodys_site(charlie: User) -> None:
    with pytest.raises(CommandError, match="holds a site already"):
        call_command("load_demo")


def test_the_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder, old = tmp_path / "new", tmp_path / "old"
    old.mkdir(mode=0o755)
    (old / "mainstay.sqlite3").touch(mode=0o644)
    (old / "mainstay.sqlite3").chmod(0o644)
    for place in (folder, old):
        run = [sys.executable, "manage.py", "migrate", "common", "zero", "-v", "0"]
        environment = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(place)}
        subprocess.run(run, env=environment, check=True)
        assert stat.S_IMODE((place / "mainstay.sqlite3").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
