"""Trees and configurations that nobody means well with, or nobody looked at: one clear line, never a traceback."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.errors import ConflictError
from docs_hub.domain.exclusion import excluder
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.models import DocPage, DocSource
from docs_hub.services.tree_files import file_on_disk

Import = Callable[..., dict[str, Any]]
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    "config",
    [
        "site_name: !!bool maybe\n",
        "site_name: !!timestamp foo\n",
        f"site_name: 0x{'f' * 5000}\n",
        f"nav:\n  - 0x{'f' * 5000}: index.md\n",
        "site_name: !!binary x\nnav: 3\n",
        "? [a, b]\n: x\nsite_name: [\n",
        "site_name: &a [*a]\n",
        "nav:\n" + "".join(" " * depth + "- x:\n" for depth in range(1, 2000)),
        BOMB + "site_name: *j\n",
        BOMB.replace("[x, x, x, x, x, x, x, x, x]", "{x: y}").replace("[*", "{<<: [*").replace("]\n", "]}\n"),
        'site_name: "a\\0b\\u0001"\n',
        "site_name: x\0y\n",
    ],
)
def test_a_strange_configuration_never_stops_an_import(bring_in: Import, config: str) -> None:
    started = time.monotonic()
    report = bring_in({"mkdocs.yml": config, "docs/index.md": "# Hi\n"})
    assert [page["path"] for page in report["pages"]] == ["index.md"]
    assert DocSource.objects.get().title
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("value", ["!!bool maybe", "!!timestamp foo", f"0x{'f' * 5000}", '"a\\0b"', "&a [*a]"])
def test_strange_settings_on_top_of_a_page_do_no_harm(bring_in: Import, value: str) -> None:
    report = bring_in({"a.md": f"---\ntitle: {value}\n---\n\n# Hi\n", "b.md": f"---\nx: {BOMB[3:]}\n---\n\n# B\n"})
    assert [page["path"] for page in report["pages"]] == ["a.md", "b.md"]
    assert not report["skipped"]


def test_an_alias_counts_as_much_as_what_it_stands_for() -> None:
    assert "too large" in read_config(BOMB).problems[0][1]
    assert read_config("x: &x [a]\ny: *x\nsite_name: Fine\n").site_name == "Fine"
    assert split_front_matter(f"---\n{BOMB}---\nText", plain_keys=False) == ({}, "Text")


def test_a_page_below_too_many_folders_is_named_and_left_out(bring_in: Import) -> None:
    report = bring_in({"/".join("d" * 62) + "/x.md": "# Deep\n", "index.md": "# Hi\n"})
    assert [entry["why"] for entry in report["skipped"]] == ["it lies below more than 50 folders"]
    assert [page["path"] for page in report["pages"]] == ["index.md"]


def test_what_the_configuration_excludes_is_no_page_and_no_file(bring_in: Import) -> None:
    config = "site_name: X\nexclude_docs: |\n  # drafts\n  drafts/\n  *.tmp.md\n  /secret.md\n  !keep.tmp.md\n"
    report = bring_in(
        {
            "mkdocs.yml": config,
            "docs/index.md": "# Hi\n\n[x](drafts/a.md)\n",
            "docs/drafts/a.md": "# Draft\n",
            "docs/one.tmp.md": "# T\n",
            "docs/keep.tmp.md": "# K\n",
            "docs/secret.md": "# S\n",
            "docs/part/secret.md": "# Not this one\n",
            "docs/templates/t.md": "# MkDocs leaves these out by itself\n",
        }
    )
    assert [page["path"] for page in report["pages"]] == ["index.md", "keep.tmp.md", "part/secret.md"]
    assert [entry["what"] for entry in report["unresolved"]] == ["drafts/a.md"]
    assert not DocPage.objects.filter(source_path="drafts/a.md").exists()


def test_a_pattern_that_would_take_for_ever_is_named_and_not_used() -> None:
    is_excluded, unused = excluder(["*a" * 30, "b.md"])
    assert (is_excluded("b.md"), is_excluded("a" * 200)) == (True, False)
    assert unused == ["*a" * 30]


@pytest.mark.parametrize("change", [lambda place: place.write_text("# New\n"), lambda place: place.unlink()])
def test_a_file_that_changes_while_a_tree_is_read_is_not_taken_for_the_old_one(
    tmp_path: Path, change: Callable[[Path], Any]
) -> None:
    place = tmp_path / "a.md"
    place.write_text("# Old\n")
    file = file_on_disk("a.md", place)
    assert file.content == b"# Old\n"
    change(place)
    with pytest.raises(ConflictError, match=r"a\.md was changed"):
        _ = file.content
