"""A page view is cheap, whatever the number of pages, and safe, whatever is asked."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from common.models import User
from contributors.models import Task
from contributors.services.board_version import bump
from docs_hub.models import DocIndexPage, DocPage, DocSource, PageHistory, PageTask
from docs_hub.services.care import place_of, set_care
from tests.contributors.mirror import public

Import = Callable[..., dict[str, Any]]


def some_pages(count: int) -> dict[str, str]:
    return {f"part{number % 7}/deep/page{number}.md": f"# Page {number}\n\n## Sub\n" for number in range(count)}


@pytest.mark.parametrize("count", [8, 80])
def test_a_page_view_makes_the_same_few_queries(
    bring_in: Import, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    bring_in(some_pages(count))
    bump()
    client.get("/docs/handbook/part3/deep/page3/")
    with django_assert_num_queries(4):
        assert client.get("/docs/handbook/part3/deep/page3/?fresh").status_code == 200


def test_a_page_with_an_owner_a_history_and_tasks_makes_few_more(
    bring_in: Import, client: Client, alice: User, django_assert_num_queries: Any
) -> None:
    bring_in(some_pages(8))
    DocSource.objects.update(repository="harbor/manual")
    page = DocPage.objects.select_related("doc_source").get(source_path="part3/deep/page3.md")
    set_care(place=place_of(page), actor=alice, owner=alice, interval_days=30)
    authors = [{"name": "Ann", "login": "ann"}, {"name": "Ben", "login": ""}]
    PageHistory.objects.create(
        doc_source=page.doc_source, source_path=page.source_path, changed_at=timezone.now(), people=authors
    )
    task = Task.objects.create(
        source="github",
        external_id="1/1",
        owner="harbor",
        name="core",
        number=1,
        title="Mend it",
        repository_number=public(full_name="harbor/core"),
    )
    PageTask.objects.create(page=page, task=task)
    bump()
    client.get(page.url)
    with django_assert_num_queries(7):
        shown = client.get(f"{page.url}?fresh").content.decode()
    for said in ("alice", "Ann", "Ben", "Mend it"):
        assert said in shown


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "part1/nope/",
        "%00/",
        "../../etc/passwd",
        "a" * 3000 + "/",
        "part1/deep/page1/x/",
        "%ff%fe/",
        "part1/deep/page1'--/",
    ],
)
def test_an_unknown_address_is_not_found(bring_in: Import, client: Client, path: str) -> None:
    bring_in(some_pages(3))
    assert client.get(f"/docs/handbook/{path}").status_code in (400, 404)


def test_the_list_of_sources(bring_in: Import, client: Client) -> None:
    bring_in(some_pages(3))
    shown = client.get("/docs/").content.decode()
    assert 'href="/docs/handbook/"' in shown
    assert "3 pages" in shown


def test_nothing_is_asked_of_another_host(bring_in: Import, client: Client) -> None:
    bring_in(
        {
            "index.md": "# A\n\n![x](https://example.org/x.png)\n\n<img src='//example.org/y.png'><video src='https://example.org/v'></video>\n"
        }
    )
    shown = client.get("/docs/handbook/").content.decode()
    assert 'src="http' not in shown
    assert 'src="//' not in shown


def test_a_page_kept_for_members_sends_others_to_sign_in(bring_in: Import, client: Client) -> None:
    bring_in(some_pages(3))
    section = DocPage.objects.get(url_path__endswith="/handbook/part1/")
    PageViewRestriction.objects.create(page=section.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/docs/handbook/part1/deep/page1/").status_code == 302
    assert client.get("/docs/handbook/part2/deep/page2/").status_code == 200


def test_a_page_taken_back_is_not_found(bring_in: Import, client: Client) -> None:
    bring_in(some_pages(3))
    DocPage.objects.get(url_path__endswith="/page1/").unpublish()
    assert client.get("/docs/handbook/part1/deep/page1/").status_code == 404


def test_another_site_on_the_same_database_has_no_part_in_it(bring_in: Import, client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]
    bring_in(some_pages(3))
    other = Page.get_first_root_node().add_child(title="Other", slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    address = "/docs/handbook/part1/deep/page1/"
    assert client.get(address, headers={"host": "localhost"}).status_code == 200
    assert client.get(address, headers={"host": "other.example"}).status_code == 404


def test_an_index_with_another_slug_is_served_all_the_same(bring_in: Import, client: Client) -> None:
    bring_in(some_pages(3))
    index = DocIndexPage.objects.get()
    index.slug = "handbooks"
    index.save_revision().publish()
    assert client.get("/handbooks/handbook/part1/deep/page1/").status_code == 200


def test_who_writes_is_led_to_the_editor_and_others_are_not(
    bring_in: Import, client: Client, wendy: User, charlie: User
) -> None:
    bring_in(some_pages(3))
    address = "/docs/handbook/part1/deep/page1/"
    page = DocPage.objects.get(url_path__endswith="/page1/")
    link = f'href="/admin/pages/{page.pk}/edit/"'
    assert link not in client.get(address).content.decode()
    for user, is_led in ((charlie, False), (wendy, True)):
        client.force_login(user)
        assert (link in client.get(address).content.decode()) is is_led


def test_no_heading_takes_an_id_of_the_page_around_it(bring_in: Import, client: Client) -> None:
    bring_in({"index.md": "# Main\n\n## docs-tree\n\n## Nav 1\n\n[up](#main)\n", "a/b.md": "# B\n"})
    shown = client.get("/docs/handbook/").content.decode()
    found = re.findall(r'\bid="([^"]+)"', shown)
    assert len(found) == len(set(found))
    assert 'href="#main-section">up' in shown


def test_the_first_page_is_where_the_source_is_and_the_text_is_one_step_away(bring_in: Import, client: Client) -> None:
    bring_in({"index.md": "# Welcome\n"}, title="Ferry manual")
    shown = client.get("/docs/handbook/").content.decode()
    assert '<span aria-current="page">Ferry manual</span>' in shown
    assert '<a class="skip-link" href="#docs-text">' in shown
