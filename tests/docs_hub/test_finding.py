"""Documentation is found in a repository by the names of its files, in one request."""

import pytest

from common.errors import InvalidInputError
from docs_hub.domain.finding import find_documentation
from docs_hub.models import DocPage, DocSource
from docs_hub.services.finding import add_sources, look_into


def told(*files: str) -> list[tuple[str, str, int]]:
    return [(one.path, one.maker, one.pages) for one in find_documentation(files)]


def test_the_folder_beside_a_generators_file_is_proposed():
    assert told("mkdocs.yml", "docs/index.md", "docs/a/b.md", "src/x.py") == [("docs", "mkdocs", 2)]
    assert told("web/docusaurus.config.ts", "web/docs/a.mdx", "README.md") == [("web/docs", "docusaurus", 1)]


def test_plain_folders_are_found_by_their_names():
    assert told("README.md", "a.py", "b.py", "packages/core/docs/x.md", "Guides/y.md") == [
        ("Guides", "", 1),
        ("packages/core/docs", "", 1),
    ]


def test_a_sphinx_site_counts_its_pages_of_both_kinds():
    [one] = find_documentation(["docs/conf.py", "docs/index.rst", "docs/usage.rst"])
    assert (one.path, one.maker, one.pages, one.lost, one.is_readable) == ("docs", "sphinx", 2, 0, True)


def test_a_repository_of_text_is_proposed_as_a_whole():
    assert told("README.md", "first.md", "second.md", "third/fourth.md", "logo.png") == [("", "", 4)]


def test_code_and_dependencies_are_no_documentation():
    assert told("README.md", "src/a.py", "node_modules/x/docs/index.md", "tests/docs/a.md", "CHANGELOG.md") == []


@pytest.mark.django_db(transaction=True)
def test_a_chosen_folder_is_imported(sandbox, empty_site, run_queue, olga):
    found = look_into(full_name="harbor/docs", is_private=False)
    assert [(one.path, one.maker, one.pages) for one in found.folders] == [("docs", "mkdocs", 2)]
    assert len(sandbox.requests) == 1
    add_sources(chosen=[("harbor/docs", "docs")], actor=olga)
    assert add_sources(chosen=[("harbor/docs", "docs")], actor=olga) == []
    run_queue()
    assert DocSource.objects.get().imported_at
    assert DocPage.objects.filter(live=True, title="Start").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["../x", "/etc", "a/../b", "a\\b", "x" * 501, "a/"])
def test_a_folder_elsewhere_is_refused(path):
    with pytest.raises(InvalidInputError):
        add_sources(chosen=[("harbor/docs", path)], actor=None)
    assert not DocSource.objects.exists()
