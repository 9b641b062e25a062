"""A `SUMMARY.md` is read by Markdown's rules, whatever it holds."""

from docs_hub.domain.contents import Contents, rows_of
from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.nav import NavItem
from docs_hub.domain.summary import MOST, Entry, read_summary

BOOK = """# Summary

[Preface](preface.md)

# Using `it`

- [First *steps*](guide/README.md)
    - [Names with spaces](<guide/two words.md>)
    - [Encoded & more](guide/a%26b.md#part)
- [Draft]()
- Not linked
    1. [Zürich](guide/zürich.md)

---

* [Away](https://example.org/x)
* <https://example.org/y>
* [Root](/preface.md "Start here")

[Afterword](last.md)
"""


def shape(entries: list[Entry]) -> list[object]:
    return [(one.title, one.href, one.line, shape(one.children)) for one in entries]


def test_every_kind_of_entry_is_read() -> None:
    assert shape(read_summary(BOOK)) == [
        ("Preface", "preface.md", 3, []),
        (
            "Using it",
            "",
            5,
            [
                (
                    "First steps",
                    "guide/README.md",
                    7,
                    [
                        ("Names with spaces", "guide/two%20words.md", 8, []),
                        ("Encoded & more", "guide/a%26b.md#part", 9, []),
                    ],
                ),
                ("Draft", "", 10, []),
                ("Not linked", "", 11, [("Zürich", "guide/z%C3%BCrich.md", 12, [])]),
            ],
        ),
        ("Away", "https://example.org/x", 16, []),
        ("https://example.org/y", "https://example.org/y", 17, []),
        ("Start here", "/preface.md", 18, []),
        ("Afterword", "last.md", 20, []),
    ]


def test_entries_lead_to_the_pages_that_they_mean() -> None:
    pages = {"preface.md", "guide/README.md", "guide/two words.md", "guide/a&b.md", "guide/zürich.md", "left.md"}
    contents = Contents("SUMMARY.md", rows_of(read_summary(BOOK), "SUMMARY.md", pages))
    items, left = contents.navigation({path: PageFacts(path, {}) for path in pages})
    assert left == ["left.md"]
    assert items[0] == NavItem("Preface", path="preface.md")
    steps = items[1].children[0]
    assert [(one.title, one.path, one.anchor) for one in steps.children] == [
        ("First steps", "guide/README.md", ""),
        ("Names with spaces", "guide/two words.md", ""),
        ("Encoded & more", "guide/a&b.md", "part"),
    ]
    assert items[1].children[1] == NavItem("Draft", is_label=True)
    assert contents.place_of("last.md") == ("SUMMARY.md", 20)
    assert contents.titles["guide/zürich.md"] == "Zürich"
    assert "guide/a&b.md" not in contents.titles


def test_settings_on_top_and_line_ends_keep_the_lines() -> None:
    text = "\ufeff---\r\ntitle: x\r\n---\r\n\r\n# Contents\r\n\r\n* [A](a.md)\r\n"
    assert shape(read_summary(text)) == [("A", "a.md", 7, [])]


def test_what_could_run_is_no_link() -> None:
    [entry] = read_summary("* [A](javascript:alert(1))\n")
    assert entry.href == ""


def test_rows_of_brackets_and_endless_lists_are_bounded() -> None:
    [entry] = read_summary("* " + "[" * 100_000)
    assert (entry.href, len(entry.title)) == ("", 300)
    assert len(read_summary("* [a](b.md)\n" * (MOST + 50))) == MOST
    deep = read_summary("".join(f"{'  ' * depth}* [{depth}](a.md)\n" for depth in range(200)))
    levels = 0
    while deep:
        levels, deep = levels + 1, deep[0].children
    assert 1 < levels < 20
