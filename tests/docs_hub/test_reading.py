"""A page view is cheap, whatever the number of pages, and safe, whatever is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

Import = Callable[..., dict[str, Any]]


def some_pages(count: int) -> dict[str, str]:
    return {f"part{number % 7}/deep/page{number}.md": f"# Page {number}\n\n## Sub\n" for number in range(count)}


@pytest.mark.parametrize("count", [8, 80])
def test_a_page_view_makes_at_most_ten_queries(
    bring_in: Import, client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    bring_in(some_pages(count))
    client.get("/docs/handbook/part3/deep/page3/")
    with django_assert_max_num_queries(10):
        assert client.get("/docs/handbook/part3/deep/page3/?fresh").status_code == 200


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
