"""Title and description change one line of the settings on top of a text."""

import difflib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.setting_lines import UnreadableSettingsError, with_setting
from docs_hub.domain.source_text import for_form, plain_text

VALUES = st.text(max_size=40).map(lambda value: " ".join(value.split()))
LINES = st.lists(
    st.sampled_from(
        [
            "title: Old\n", "Title: 'Old'  # why\n", 'description: "a\n  b"\n', "description: |\n  a\n  b\n", "tags: [a, b]\n",
            "other:\n  - title: no\n", "# title: comment\n", "\n", "title:\n", "x: {title: 1}\n", "slug: /a\n", "nav: &a b\n",
        ]
    ),
    max_size=5,
)  # fmt: skip
BODIES = st.sampled_from(["", "# A\n", "\n\n# A\n\ntext", "title: no\n\nx\n", "---\n\nline\n---\n", "a\n***\n"])


def changed(old: str, new: str) -> list[str]:
    return [line for line in difflib.ndiff(old.splitlines(True), new.splitlines(True)) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\ntitle: Old\nid: a\n---\n# A\n", "---\ntitle: New\nid: a\n---\n# A\n"),
        ("---\nid: a\ntitle:   'Old'  # why\n---\n", "---\nid: a\ntitle:   'New'  # why\n---\n"),
        ('---\r\ntitle: "Old"\r\n---\r\nA\r\n', '---\r\ntitle: "New"\r\n---\r\nA\r\n'),
        ("---\nid: a\n---\nA", "---\nid: a\ntitle: New\n---\nA"),
        ("---\ntitle:\nid: a\n---\nA", "---\ntitle: New\nid: a\n---\nA"),
        ("---\ntitle: >\n  Old\n  words\nid: a\n---\n", "---\ntitle: New\nid: a\n---\n"),
        ("---\nother:\n  title: no\n---\n", "---\nother:\n  title: no\ntitle: New\n---\n"),
        ("# A\n", "---\ntitle: New\n---\n\n# A\n"),
        ("\n# A\n", "---\ntitle: New\n---\n\n\n# A\n"),
        ("\ufeff# A\r\n", "\ufeff---\r\ntitle: New\r\n---\r\n\r\n# A\r\n"),
        ("", "---\ntitle: New\n---\n"),
    ],
)
def test_one_line_changes(old: str, new: str) -> None:
    assert with_setting(old, "title", "New", plain_keys=False) == new


def test_bare_keys_stay_bare() -> None:
    old = "Title: Old\n    words\nAuthors: Ann\n\n# A\n"
    assert with_setting(old, "title", "New", plain_keys=True) == "Title: New\nAuthors: Ann\n\n# A\n"
    assert with_setting(old, "description", "D", plain_keys=True).startswith(
        "Title: Old\n    words\nAuthors: Ann\nDescription: D\n\n# A"
    )
    assert with_setting(old, "title", "", plain_keys=True) == "Authors: Ann\n\n# A\n"


@pytest.mark.parametrize(
    "value", ["yes", "a: b", "12", "#x", "- y", "it's", '"q"', "null", "2024-01-01", "ü € 日本", "[a]"]
)
def test_a_value_is_quoted_where_it_would_be_read_as_something_else(value: str) -> None:
    text = with_setting("# A\n", "title", value, plain_keys=False)
    assert split_front_matter(text, plain_keys=False)[0] == {"title": value}


@pytest.mark.parametrize(
    "text", ["---\n{title: Old}\n---\n", "---\n: [\n---\nA\n", "---\ntitle: a\ntitle: b\n---\n- x"]
)
def test_a_block_that_cannot_be_changed_by_a_line_is_left_alone(text: str) -> None:
    try:
        new = with_setting(text, "title", "New", plain_keys=False)
    except UnreadableSettingsError:
        return
    assert len(changed(text, new)) <= 2


@given(LINES, BODIES, VALUES, st.booleans(), st.sampled_from(["title", "description"]), st.sampled_from(["\n", "\r\n"]))
def test_nothing_else_is_touched(
    lines: list[str], body: str, value: str, plain_keys: bool, name: str, eol: str
) -> None:
    text = (("---\n" + "".join(lines) + "---\n" if lines else "") + body).replace("\n", eol)
    before, _ = split_front_matter(for_form(text), plain_keys=plain_keys)
    try:
        new = with_setting(text, name, value, plain_keys=plain_keys)
    except UnreadableSettingsError:
        return
    after, _ = split_front_matter(for_form(new), plain_keys=plain_keys)
    assert {k: v for k, v in after.items() if k != name} == {k: v for k, v in before.items() if k != name}
    assert str(after.get(name) or "") == plain_text(value) or new == text
    added = [line for line in changed(text, new) if line.startswith("+")]
    assert len(added) <= (1 if lines else 4)
    if eol == "\r\n" and eol in text:
        assert "\n" not in new.replace(eol, "")


@given(BODIES, VALUES.filter(bool))
def test_what_was_added_can_be_taken_away_again(body: str, value: str) -> None:
    assume(not body.startswith("---"))
    text = with_setting(body, "title", value, plain_keys=False)
    assert with_setting(text, "title", "", plain_keys=False) == body
