"""Which lines of a file a snippet shows, and what hostile texts can cost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.inclusion import TOO_MUCH
from docs_hub.domain.mkdocs_config import MkDocsConfig, read_config
from docs_hub.domain.mkdocs_includes import Including, included_files, including_of
from docs_hub.domain.mkdocs_site import mkdocs_of, read_mkdocs
from docs_hub.domain.render.renderer import Renderer
from docs_hub.domain.snippet_lines import ranges, section, section_mark, split_target
from docs_hub.domain.sphinx_includes import MOST_A_PAGE, TOTAL
from tests.docs_hub.effort import grows_evenly

LINES = ["1", "2", "3", "4", "5"]
CONFIG = "markdown_extensions: [pymdownx.snippets]\nplugins: [include-markdown]\n"
LONG = 100_000


def including(files: dict[str, str], config: str = CONFIG) -> Including:
    return including_of(read_config(config), files)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("2:3", "23"), ("4", "45"), (":2", "12"), ("4:", "45"), ("-2:", "45"), (":-2", "1234"), ("1:1,5:5", "15"),
        ("0:2", "12"), ("3:2", ""), ("9:12", ""), ("-9:2", "12"), ("1:0", ""), ("-", "12345"),
    ],
)  # fmt: skip
def test_ranges_of_lines(told: str, shown: str) -> None:
    assert ranges(LINES, told) == list(shown)


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("a.md", ("a.md", "", "")),
        ("a.md:3:5", ("a.md", "3:5", "")),
        ("a.md::5", ("a.md", ":5", "")),
        ("a.md:1,-3:-1", ("a.md", "1,-3:-1", "")),
        ("a.md:part-1_x", ("a.md", "", "part-1_x")),
        ("a.md:no such", ("a.md:no such", "", "")),
        ("a.md:9999999999", ("a.md:9999999999", "", "")),
        ("a:", ("a:", "", "")),
    ],
)
def test_parts_of_a_target(target: str, parts: tuple[str, str, str]) -> None:
    assert split_target(target) == parts


def test_sections() -> None:
    lines = [
        "a",
        "# -8<- [start:x]",
        "b",
        "/* --8<-- [START: y] */",
        "c",
        ";--8<-- [end:x]",
        "<!-- --8<-- [ end:x ] -->",
        "d",
    ]
    assert section(lines, "x") == ["b", "c", "--8<-- [end:x]"]
    assert section(lines, "y") == ["c", "--8<-- [end:x]", "d"]
    assert section(lines, "z") is None
    assert section(["--8<-- [end:x]", "--8<-- [start:x]", "a"], "x") is None
    assert section_mark("8<-- [start:x]") is None


@given(st.text(alphabet="-8<;[]: \"'startendx{%}\n\\inclue", max_size=80), st.text(max_size=20))
def test_no_text_breaks_anything(text: str, other: str) -> None:
    for page in (text, f'--8<-- "x:{other}"\n{text}', f'{{% include "x" start="{other}" %}}{text}'):
        shown = including({"x": text}).shown(page, "a.md")
        lines = page.count("\n") + page.count("\r") + 1
        assert all(1 <= line <= lines for line, _ in [*shown.problems, *shown.brought])
        assert isinstance(shown.text, str)
    ranges(LINES, split_target(f"x:{other}")[1] or "1")


@pytest.mark.parametrize(
    "text",
    [
        " " * LONG, "-" * LONG, ";" * LONG, "-" * LONG + "8<", "--8<" * LONG, "--8<-- " * LONG, "--8<--\n" * LONG,
        "--8<-- [" + " " * LONG, "8<- [start:" * LONG, "--8<-- [start:x]\n" * LONG, ";--8<-- [start:x" * LONG,
        '--8<-- "' * LONG, '--8<-- "x:' + "1:" * LONG + '"', '--8<-- "x:' + "1," * LONG + 'x"', " " * LONG + '--8<-- "x"',
        "{%" * LONG, "{% include" * LONG, "{% include " + " " * LONG, '{% include "x" %}' * LONG,
        '{% include "' + "\\" * 1_900 + '" %}' + "{%" * LONG, '{% include "x" ' + "a=" * 900 + "%}",
        '{% include "x" ' + 'a="' * 600 + "%}", " " * LONG + '{% include "x" %}', "{%" + "%" * LONG, "{!" * LONG,
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """What looks for a match again at each sign of so long a text never ends."""
    text = text[: 4 * LONG]
    found = including({"x": "y\n" * 90_000})
    found.shown(text, "a.md")
    found.shown('--8<-- "x:x"\n{% include "x" start="8" %}', "a.md", {"x": text}.get)
    few = including({"x": "y\n" * 20})
    assert grows_evenly(lambda some: few.shown(some, "a.md"), text)
    asked = '--8<-- "x:x"\n{% include "x" start="8" %}'
    assert grows_evenly(lambda some: few.shown(asked, "a.md", {"x": some}.get), text)


def test_files_that_include_each_other_many_times() -> None:
    files = {f"{n}": f'Text {n}\n--8<-- "{n + 1}"\n{{% include "./{n + 1}" %}}\n' * 10 for n in range(30)}
    shown = including(files).shown('--8<-- "0"\n{% include "./0" %}', "a.md")  # 20¹⁰ times without a bound
    assert "Text 9" in shown.text
    assert (1, TOO_MUCH) in shown.problems
    assert (1, "20 is included through too many other files") in shown.problems


@pytest.mark.parametrize("indent", [1, 100, 100_000])
@pytest.mark.parametrize("mention", ['--8<-- "x:1:,1:,1:,1:"', '{% include-markdown "../x" heading-offset=5 %}'])
def test_what_is_shown_is_bounded(indent: int, mention: str) -> None:
    files = {"x": "# [a](b)\n" * 20_000}
    text = f"{' ' * indent}{mention}\n" * MOST_A_PAGE
    config = f"{CONFIG}docs_dir: {'d/' * 200}\n"
    shown = including(files, config).shown(text.replace("../x", f"{'../' * 200}x"), "p.md")
    assert len(shown.text) < len(text) + 200 * 300 * 3 + 2 * TOTAL
    assert shown.problems


def test_what_was_read_is_kept_in_bounds() -> None:
    texts = {str(n): "x" * 199_000 for n in range(20)}
    read: list[str] = []

    def get(path: str) -> str | None:
        read.append(path)
        return texts.get(path)

    pages = [(f"{n}.md", f'--8<-- "{n}"\n--8<-- "gone"\n') for n in range(20)]
    files, left = included_files(including({}), [*pages, *pages], get)
    assert sum(map(len, files.values())) <= TOTAL
    assert left == [f"{n} is too large to be included" for n in range(10, 20)]
    assert len(set(read) & texts.keys()) == sum(path in texts for path in read)


@pytest.mark.parametrize("config", ["", "site_name: x\n", '{"mkdocs.yml": "a"}', '{"mkdocs.yml": ', CONFIG])
def test_settings_are_kept_as_they_are(config: str) -> None:
    kept, found, left = mkdocs_of(read_mkdocs(config, [("a.md", '--8<-- "x"')], {"x": "y"}.get))
    assert kept == (read_config(config) if config else None)
    assert (found.files, left) == ({"x": "y"} if config == CONFIG else {}, ())


@pytest.mark.parametrize(
    "options", [None, [], {"base_path": [None, {}, 7]}, {"auto_append": 7}, {"base_path": [["x"]], "auto_append": [[]]}]
)
def test_settings_that_are_no_plain_data(options: Any) -> None:
    config = MkDocsConfig(extensions=read_config(CONFIG).extensions, plugins=read_config(CONFIG).plugins)
    for extension in config.extensions:
        extension.options.update(options or {})
    found = including_of(config, {"x": "y"})
    assert found.shown('--8<-- "x"', "a.md").text == "y"
    Renderer("mkdocs", config.extensions)
