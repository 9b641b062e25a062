"""What an answer of another site means, and which addresses are nobody else's business."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.client.fetching import is_public
from docs_hub.domain.outside import (
    BROKEN,
    FAILING_FOR,
    FAILURES,
    FINE,
    NOT_ASKED,
    SHAKY,
    UNKNOWN,
    Answer,
    LinkState,
    after,
    outside_links,
    picture_due,
)
from docs_hub.domain.web_addresses import plain_address

START = datetime(2026, 1, 1, tzinfo=UTC)
ANSWERS = st.builds(
    Answer,
    status=st.sampled_from([0, 200, 204, 301, 401, 403, 404, 410, 429, 500, 503]),
    is_allowed=st.booleans(),
    wait=st.integers(0, 10**6),
)
GONE = Answer(404)


def walk(*steps: tuple[int, Answer]) -> LinkState:
    state = LinkState()
    for day, answer in steps:
        state = after(state, answer, START + timedelta(days=day))
    return state


def test_a_link_is_broken_only_after_several_failures_over_days() -> None:
    assert walk((0, GONE)).state == SHAKY
    assert walk(*[(0, GONE)] * 10).state == SHAKY
    assert walk((0, GONE), (5, GONE)).state == SHAKY
    assert walk((0, GONE), (1, GONE), (3, GONE)).state == BROKEN
    assert walk((0, GONE), (1, Answer(error="no connection")), (3, Answer(500))).state == BROKEN


def test_one_good_answer_makes_all_well() -> None:
    found = walk((0, GONE), (1, GONE), (3, GONE), (10, Answer(200)))
    assert (found.state, found.failures, found.failing_since) == (FINE, 0, None)


def test_who_does_not_answer_programs_is_not_called_broken() -> None:
    assert walk(*[(day, Answer(403)) for day in range(9)]).state == UNKNOWN
    assert walk((0, Answer(is_allowed=False))).state == NOT_ASKED
    busy = walk((0, Answer(429, wait=172_800)))
    assert (busy.failures, busy.next_at) == (0, START + timedelta(days=2))


@given(st.lists(st.tuples(st.integers(0, 40), ANSWERS), max_size=12))
def test_broken_means_it_failed_often_and_long(steps: list[tuple[int, Answer]]) -> None:
    state, now = LinkState(), START
    for days, answer in steps:
        now += timedelta(days=days)
        state = after(state, answer, now)
        assert state.next_at is not None
        assert state.next_at > now
        if state.state == BROKEN and answer.status not in (429, 503):
            assert state.failures >= FAILURES
            assert now - (state.failing_since or now) >= FAILING_FOR


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1"],
)  # fmt: skip
def test_addresses_inside_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "href", ["mailto:a@b.c", "ftp://x.org/", "http://", "http://u:p@x.org/", "http://x.org:99999/", "http://a b/",
             "http://[::1", "x.html", "https://x.org/\n", "http://x.org/" + "a" * 3000]
)  # fmt: skip
def test_what_cannot_be_asked_for_is_left_out(href: str) -> None:
    assert plain_address(href) == ""


def test_links_are_found_once_with_their_line() -> None:
    source = (
        "# A\n\nSee [one](https://one.example/x#top).\n\n[again](https://one.example/x)\nand <https://two.example>\n"
    )
    html = (
        '<p><a class="external" href="https://one.example/x#top">one</a> <a href="/inside/">in</a>'
        '<a class="external" href="https://one.example/x">again</a>'
        '<a rel="x" class="external" href="https://two.example">two</a></p>'
    )
    assert outside_links(html, source) == [("https://one.example/x", 3), ("https://two.example", 6)]


def test_a_picture_is_fetched_seldom_and_ever_more_seldom_where_it_fails() -> None:
    days = [(picture_due(GONE, failures, START) - START).days for failures in (0, 1, 2, 3, 6, 99)]
    assert days == [90, 1, 2, 4, 30, 30]
    assert (picture_due(Answer(is_allowed=False), 1, START) - START).days == 30
    assert picture_due(Answer(429, wait=5 * 86_400), 1, START) == START + timedelta(days=5)
