"""Two people's changes to one text: both are kept, or both are shown."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.merging import Conflict, merge
from docs_hub.domain.source_text import lines_of

BASE = "# A\n\none\ntwo\nthree\nfour\nfive\n"
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "d\r", "e"]), max_size=9).map("".join)


def test_changes_in_different_lines_are_kept_from_both() -> None:
    merged = merge(BASE, BASE.replace("one", "ONE"), BASE.replace("four\n", "") + "six")
    assert merged.text == "# A\n\nONE\ntwo\nthree\nfive\nsix"
    assert merged.is_clean


def test_the_same_change_on_both_sides_is_one() -> None:
    both = BASE.replace("two", "TWO")
    assert merge(BASE, both, both.replace("five", "FIVE")).text == both.replace("five", "FIVE")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("two\n", "TWO\n"), ("", "2\n"), ("2\nthree\n", "two\n3\n")],
    ids=["same line", "deleted and edited", "next line"],
)
def test_what_both_changed_is_shown_from_both_sides(ours: str, theirs: str) -> None:
    size = 2 if "three" in ours else 1
    old = "two\nthree\n" if size == 2 else "two\n"
    base = BASE if ours != "two\n" else BASE.replace("two", "old")
    old = old if ours != "two\n" else "old\n"
    merged = merge(base, base.replace(old, ours), base.replace(old, theirs))
    assert [(found.base, found.ours, found.theirs) for found in merged.conflicts] == [(old, ours, theirs)]
    assert merged.text.splitlines()[merged.conflicts[0].line - 1] == "<<<<<<< ours"
    assert merged.text.startswith("# A\n\none\n")
    assert merged.text.endswith("four\nfive\n")


def test_line_ends_stay_as_each_side_has_them() -> None:
    base = "a\r\nb\nc\r\nd"
    assert merge(base, base.replace("a", "A"), base + "\re").text == "A\r\nb\nc\r\nd\re"
    assert merge("x", "y", "z").conflicts == (Conflict(1, "x", "y", "z"),)
    assert merge("x", "y", "z").text == "<<<<<<< ours\ny\n||||||| base\nx\n=======\nz\n>>>>>>> theirs\n"


@given(LINES, LINES)
def test_a_side_that_changed_nothing_has_no_say(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed


@given(LINES, LINES, LINES)
def test_nobodys_lines_are_lost(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    assert merged.is_clean == merge(base, theirs, ours).is_clean
    have = Counter(line.rstrip("\r\n") for line in lines_of(merged.text))
    known = Counter(line.rstrip("\r\n") for line in lines_of(base))
    for side in (ours, theirs):
        added = Counter(line.rstrip("\r\n") for line in lines_of(side)) - known
        assert not {line for line in added if not have[line]}


def test_a_hostile_text_is_merged_in_bounded_time() -> None:
    started = time.monotonic()
    base = "x\n" * 30_000
    merge(base, "a\n" + "x\ny\n" * 15_000, "b\n" + "z\nx\n" * 15_000)
    lines = [f"{number}\n" for number in range(60_000)]
    merge("".join(lines), "".join(reversed(lines)), "".join(lines[::2]))
    assert time.monotonic() - started < 5
