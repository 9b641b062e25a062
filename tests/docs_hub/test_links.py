"""Where links lead; no link leads out of the tree."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.paths import addresses, inside

PAGES = ["index.md", "api/index.md", "api/v4/usage.md", "tools/README.md", "with space.md"]
RESOLVER = LinkResolver(PAGES, ["img/logo.png", "api/data.csv"])


@pytest.mark.parametrize(
    ("page", "href", "kind", "path", "anchor"),
    [
        ("index.md", "api/v4/usage.md#top", "page", "api/v4/usage.md", "top"),
        ("index.md", "api/v4/usage", "page", "api/v4/usage.md", ""),
        ("index.md", "api/", "page", "api/index.md", ""),
        ("index.md", "tools", "page", "tools/README.md", ""),
        ("api/v4/usage.md", "../../index.md", "page", "index.md", ""),
        ("api/v4/usage.md", "/api/v4/usage.html", "page", "api/v4/usage.md", ""),
        ("api/v4/usage.md", "../../img/logo.png", "file", "img/logo.png", ""),
        ("index.md", "with%20space.md?x=1#a", "page", "with space.md", "a"),
        ("index.md", "API/V4/Usage.md", "page", "api/v4/usage.md", ""),
        ("index.md", "#here", "anchor", "index.md", "here"),
        ("index.md", "https://example.org/x.md", "outside", "", ""),
        ("index.md", "gone.md", "missing", "", ""),
        ("index.md", "../../../etc/passwd", "missing", "", ""),
        ("index.md", "javascript:alert(1)", "refused", "", ""),
        ("index.md", "data:text/html,x", "refused", "", ""),
    ],
)
def test_a_link_leads_where_a_reader_expects(page: str, href: str, kind: str, path: str, anchor: str) -> None:
    target = RESOLVER.resolve(page, href)
    assert (target.kind, target.path, target.anchor) == (kind, path, anchor)


@given(st.sampled_from(PAGES), st.text(st.sampled_from("./%2eE\\ab#?:\0 index.md")))
def test_no_link_leaves_the_tree(page: str, href: str) -> None:
    target = RESOLVER.resolve(page, href)
    assert target.kind in ("page", "file", "anchor", "outside", "missing", "refused")
    assert target.path in {"", *PAGES, "img/logo.png", "api/data.csv"}


@given(st.text(), st.text())
def test_a_path_inside_has_no_way_up(base: str, target: str) -> None:
    found = inside(posixpath.normpath("/" + base).lstrip("/"), target)
    assert found is None or not (found.startswith(("..", "/")) or "/../" in found)


@given(st.lists(st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3}){0,3}\.md", fullmatch=True), unique=True))
def test_no_two_pages_share_an_address(paths: list[str]) -> None:
    found = addresses(paths)
    assert len(set(found.values())) == len(paths)


def test_an_index_file_is_its_folder() -> None:
    assert addresses(["index.md", "a/README.md", "a/b.md", "c.md", "c/index.md"]) == {
        "index.md": (),
        "a/README.md": ("a",),
        "a/b.md": ("a", "b"),
        "c.md": ("c",),
        "c/index.md": ("c", "index"),
    }
