"""What files hold: texts by the fifty, and always the bytes that lie in Git."""

import pytest

from github_sync.services.contents import list_tree, read_blobs

pytestmark = pytest.mark.django_db

TEXTS = {f"docs/page-{number}.md": f"# Page {number}\n\nÄ {'words ' * number}\r\n".encode() for number in range(120)}
ODD = {
    "docs/picture.png": b"\x89PNG\r\n\x1a\n\0\0",
    "docs/latin.md": "# Größe\n".encode("latin-1"),
    "docs/long.md": b"# Long\n" + b"x" * 600_000,
}
EMPTY = {"docs/empty.md": b"", "docs/again.md": TEXTS["docs/page-1.md"]}
FILES = {**TEXTS, **ODD, **EMPTY}


@pytest.fixture
def repository(make_sandbox):
    return make_sandbox({"harbor/manual": {"contents": FILES}})


def read():
    listed = list_tree("harbor/manual", [""])
    kept = dict(read_blobs("harbor/manual", [entry.sha for entry in listed.values()]))
    assert all(entry.size == len(kept[entry.sha]) for entry in listed.values())
    return {path: kept[entry.sha] for path, entry in listed.items()}


def asked(sandbox, part):
    return sum(part in line["path"] for line in sandbox.requests)


def test_a_tree_is_read_exactly_with_few_requests(repository):
    assert read() == FILES
    assert asked(repository, "graphql") == 3
    assert asked(repository, "/git/blobs/") == len(ODD)


def test_who_asks_as_nobody_gets_public_files_all_the_same(make_sandbox, settings):
    few = {**ODD, **EMPTY}
    make_sandbox({"harbor/manual": {"contents": few}})
    settings.GITHUB_TOKEN = ""
    assert read() == few


def test_what_is_too_much_at_once_is_asked_for_in_parts(repository):
    errors = [{"message": "Something went wrong while executing your query."}]
    repository.faults.add("graphql objects", "graphql_errors", errors=errors, times=2)
    assert read() == FILES
    assert asked(repository, "graphql") == 3 + 4
    assert asked(repository, "/git/blobs/") == len(ODD)
