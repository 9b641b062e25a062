"""What was searched in vain is counted by its words, without a word of a person, within bounds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.models import User
from docs_hub.domain.vain import LONGEST, kept_words
from docs_hub.models import VainSearch
from docs_hub.services import vain
from docs_hub.services.vain import count_vain_search, dismiss_searches, may_count, search_again

Import = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Frobnicate  the WIDGET! ", "frobnicate the widget"),
        ("php8.3 c++ c#", "php8.3 c++ c#"),
        ("CVE-2024-1", "cve-2024-1"),
        ("Straße", "strasse"),
        ("наука", "наука"),
        ("hook_civicrm_alterReportVar", "hook_civicrm_alterreportvar"),
        ("mail to anna@example.org", ""),
        ("https://intranet.example/secret", ""),
        ("+49 170 1234567", ""),
        ("+49-30 / 12 34 56", ""),
        ("order 4711001234", ""),
        ("x", ""),
        ("?!", ""),
        ("a b c d e f g h i", ""),
        ("w" * 90, ""),
    ],
)
def test_words_are_kept_and_people_are_not(text: str, kept: str) -> None:
    assert kept_words(text) == kept


@given(st.text(max_size=200))
def test_whatever_is_kept_is_short_and_stays_the_same(text: str) -> None:
    kept = kept_words(text)
    assert len(kept) <= LONGEST
    assert "@" not in kept
    assert kept_words(kept) in (kept, "")


@pytest.mark.django_db(transaction=True)
def test_the_search_counts_what_it_did_not_find(bring_in: Import, client: Client, run_queue: Callable[[], Any]) -> None:
    bring_in({"index.md": "# Sails\n\nHow to mend sails.\n"})
    for text in ("Frobnicator", "frobnicator ", "sails", "anna@example.org"):
        client.get("/search/", {"q": text, "kind": "docs"})
    client.get("/search/", {"q": "frobni"}, headers={"HX-Request": "true"})
    client.get("/search/", {"q": "tasksonly", "in": "tasks"})
    client.get("/search/")
    run_queue()
    assert list(VainSearch.objects.values_list("words", "count")) == [("frobnicator", 2)]


@pytest.mark.django_db
def test_one_visitor_counts_only_so_often() -> None:
    assert all(may_count("one") for _ in range(vain.A_DAY))
    assert not may_count("one")
    assert may_count("another")


@pytest.mark.django_db
def test_the_rarest_go_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vain, "MOST", 20)
    monkeypatch.setattr(vain, "DROPPED_AT_ONCE", 5)
    for _ in range(3):
        count_vain_search(text="often asked")
    for number in range(60):
        count_vain_search(text=f"word{number}")
    assert VainSearch.objects.count() <= 20
    assert VainSearch.objects.get(words="often asked").count == 3


@pytest.mark.django_db
def test_what_is_found_by_now_or_was_dismissed_is_said(bring_in: Import, alice: User) -> None:
    for text in ("frobnicator", "spam"):
        count_vain_search(text=text)
    dismiss_searches(ids=[VainSearch.objects.get(words="spam").pk], actor=alice)
    count_vain_search(text="spam")
    assert VainSearch.objects.get(words="spam").dismissed_at is not None
    assert search_again() == 0
    bring_in({"index.md": "# The frobnicator\n"})
    assert search_again() == 1
    assert VainSearch.objects.get(words="frobnicator").found_at is not None
