"""Whatever is typed into the search box, an answer comes."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

HOSTILE = ["\0", "a\0b", "'", '"', '"unclosed phrase', "' OR 1=1 --", "NEAR(a b)", "*", "%", "_", "AND OR NOT", "title:x",
           "(", "\\", "<script>alert(1)</script>", "x" * 10_000, "\u202e", "\U0001f642", "   "]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_gets_a_page(client: Client, text: str) -> None:
    answer = client.get("/search/", {"q": text})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_long_query_is_cut(client: Client) -> None:
    assert len(client.get("/search/", {"q": "x" * 10_000}).context["q"]) == 200


def test_nothing_found_says_what_to_do(client: Client) -> None:
    answer = client.get("/search/", {"q": "zzzzunheardof"})
    assert "Nothing found" in answer.content.decode()


def test_no_query_shows_the_box_alone(client: Client) -> None:
    page = client.get("/search/").content.decode()
    assert 'type="search"' in page
    assert "Nothing found" not in page
