import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors.domain.paths import kind_of_change, kind_of_path

PATHS = st.text(alphabet="abcXYZ/._-é ", max_size=40)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/guide.md", "doc"),
        ("README.md", "doc"),
        ("docs/images/map.png", "doc"),
        ("docs/conf.py", "code"),
        ("LICENSE", "doc"),
        ("locale/sw/LC_MESSAGES/django.po", "translation"),
        ("app/i18n/sw.json", "translation"),
        ("package.json", "code"),
        ("tests/test_routes.py", "test"),
        ("lib/routes_test.exs", "test"),
        ("src/Map.spec.ts", "test"),
        ("contest/winner.py", "code"),
        (".github/workflows/ci.yml", "infra"),
        (".github/PULL_REQUEST_TEMPLATE.md", "doc"),
        ("Dockerfile", "infra"),
        ("lib/core.ex", "code"),
        ("", "code"),
    ],
)
def test_the_kind_of_one_path(path, kind):
    assert kind_of_path(path) == kind


def test_a_mixed_change_is_code():
    assert kind_of_change(["docs/a.md", "lib/a.ex"]) == "code"


@pytest.mark.parametrize("paths", [None, []])
def test_an_unknown_change_is_code(paths):
    assert kind_of_change(paths) == "code"


@given(st.lists(PATHS, min_size=1))
def test_a_change_has_the_kind_all_its_paths_share(paths):
    kinds = {kind_of_path(path) for path in paths}
    assert kind_of_change(paths) == (kinds.pop() if len(kinds) == 1 else "code")


@given(PATHS)
def test_case_makes_no_difference(path):
    assert kind_of_path(path) == kind_of_path(path.upper())
