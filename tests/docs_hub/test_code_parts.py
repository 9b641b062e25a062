"""Markdown taken apart into code and what is not, and MDX read outside of code only."""

import pytest

from docs_hub.domain.render.code_parts import inline_code, outside_fences, without_comments
from docs_hub.domain.render.mdx import without_mdx


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a\n```\na\n```\na\n", "A\n```\na\n```\nA\n"),
        ("a\n~~~~ a\na\n~~~\na\n~~~~\na", "A\n~~~~ a\na\n~~~\na\n~~~~\nA"),
        ("a\n```\na\n", "A\n```\na\n"),  # nothing closes it
        ("``` a ```\na", "``` A ```\nA"),  # no fence, but code in a line
        ("    ```\na\n    ```", "    ```\nA\n    ```"),
        ("", ""),
    ],
)
def test_only_what_is_outside_of_fences_is_changed(text: str, changed: str) -> None:
    assert outside_fences(text, str.upper) == changed


def test_fences_in_quotes_and_lists_count_where_that_is_wanted() -> None:
    text = "a\n> ```\n> a\n> ```\n- ```\n  a\n  ```\na\n"
    assert outside_fences(text, str.upper, anywhere=True) == "A\n> ```\n> a\n> ```\n- ```\n  a\n  ```\nA\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`a` b ``c ` d``", ["`a`", "``c ` d``"]),
        ("``a` `b`", ["` `"]),
        ("`a\n\nb`", []),
        ("```", []),
        ("`a``b`", ["`a``b`"]),
    ],
)
def test_code_in_a_line_ends_with_as_many_marks_as_it_begins(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in inline_code(text)] == found


def test_comments_that_end_are_left_out() -> None:
    assert without_comments("a {/* b */}c {/* d\n*/}{/* e") == "a c {/* e"


def test_mdx_in_code_is_text() -> None:
    text = "import A from 'a';\n\n`{/* b */}`\n\n```js\nimport C from 'c';\n```\n\n```mdx-code-block\n{'d'}\n```\n"
    assert without_mdx(text) == "\n`{/* b */}`\n\n```js\nimport C from 'c';\n```\n\nd\n"
