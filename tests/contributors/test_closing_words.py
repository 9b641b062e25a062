"""Closing words as GitHub reads them: in the text, not in what is shown, quoted or hidden there."""

import time

import pytest

from contributors.domain.closing_words import issues_closed_by


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Fixes #1, closes #22 and resolved: #3", {1, 22, 3}),
        ("See #1", set()),
        ("fixes other/repository#4", set()),
        ("prefixes #5", set()),
        ("fix #99999999999999", set()),
        ("Fixes\n#6", {6}),
        ("- fixes #1\n- [ ] closes #2", {1, 2}),
        ("| a |\n|---|\n| fixes #3 |", {3}),
        ("<details>\nfixes #4\n</details>", {4}),
    ],
)
def test_what_is_said_counts(text, numbers):
    assert issues_closed_by(text) == numbers


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- Fixes #1 -->",
        "What: <!-- write Fixes #1 --> nothing",
        "<!--\nFixes #1\n\n```\nand a fence\n```\n\nFixes #1\n-->",
        "```\nFixes #1\n```",
        "~~~text\nFixes #1\n~~~",
        "Write this:\n\n    Fixes #1\n",
        "Write `fixes #1` in the footer.",
        "``fixes ` #1``",
        "> Fixes #1",
        "> - Fixes #1\n> > Fixes #1",
        "<blockquote>\n\nFixes #1\n\n</blockquote>",
        "Use <code>fixes #1</code>.",
        "<pre>\nFixes #1\n</pre>",
        "fixes `nothing` #1",
        "fixes <!-- never --> #1",
        "An example that never ends\n\n```\nFixes #1",
        "<!-- never closed Fixes #1",
    ],
)
def test_what_is_shown_quoted_or_hidden_does_not(hidden):
    assert issues_closed_by(f"Closes #7\n\n{hidden}\n") == {7}


@pytest.mark.parametrize(
    "piece", ["`", "`a", "[", "<!--", "<!-- a", "<?", "<!A", "<![CDATA[", "<a ", "- [ ] a\n", "> a\n", "fixes ", " "]
)
def test_the_longest_text_is_read_in_the_time_of_its_length(piece):
    """Of processor time, and far above what it takes: what grows with the square takes many times as long."""
    begun = time.process_time()
    assert issues_closed_by("fixes #1\n\n" + piece * (65_000 // len(piece))) >= {1}
    assert time.process_time() - begun < 4
