"""What a documentation hides is followed or withheld, and withheld means: in no list, search, text or older place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from docs_hub.models import DocPage, DocRender, DocSection, DocSource
from docs_hub.queries.search import search_pages

pytestmark = pytest.mark.django_db
Import = Callable[..., dict[str, Any]]
SECRET = "quagga"
BOOK = {"SUMMARY.md": "# Summary\n\n- [Home](README.md)\n", "README.md": "# Home\n"}
MKDOCS = {"mkdocs.yml": "site_name: X\n", "docs/index.md": "# Home\n"}
DOCUSAURUS = {"docusaurus.config.js": "module.exports = {title: 'X', presets: [['classic', {docs: {}}]]};\n",
              "docs/intro.md": "# Home\n"}  # fmt: skip
SPHINX = {"conf.py": "project = 'X'\n", "index.rst": "Home\n====\n\nText\n"}
PLAIN = {"README.md": "# Home\n"}


def page(settings: str, mark: str = "---") -> str:
    return f"{mark}\n{settings}\n{mark}\n\n# Plan\n\n{SECRET}\n"


def published() -> set[str]:
    return set(DocPage.objects.filter(live=True).exclude(source_path="").values_list("source_path", flat=True))


def found_anywhere(client: Client) -> list[str]:
    """The addresses without an account that give the secret away."""
    asked = ["/docs/handbook/", "/docs/handbook/plan/", "/docs/handbook/plan.md", "/llms.txt", "/docs/handbook/llms.txt",
             "/sitemap.xml", f"/search/?q={SECRET[:4]}", "/docs/handbook/feed/"]  # fmt: skip
    asked += [one.url or "" for one in DocPage.objects.filter(live=True)]
    asked += [f"{(one.url or '').rstrip('/')}.md" for one in DocPage.objects.filter(live=True)]
    told = [address for address in asked if SECRET in client.get(address).content.decode()]
    return told + [found.url for found in search_pages(SECRET)]


TREES: dict[str, tuple[dict[str, str], str]] = {
    "draft in a fence": (MKDOCS, "docs/plan.md"),
    "docusaurus": (DOCUSAURUS, "docs/plan.md"),
    "myst": (SPHINX, "plan.md"),
    "plain": (PLAIN, "plan.md"),
    "book": ({**BOOK, "SUMMARY.md": f"{BOOK['SUMMARY.md']}- [Plan](plan.md)\n"}, "plan.md"),
    "discourse": ({"index.md": "# Home\n\n[details=A]\nx\n[/details]\n[details=B]\nx\n[/details]\n[details=C]\nx\n[/details]\n"}, "plan.md"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TREES)
@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("draft: true", 2),
        ("title: Plan: what comes\ndraft: true", 3),
        ("a: [\ndraft: yes", 3),
        ("published: false", 2),
        ("hidden: true", 2),
        ("visibility: team", 2),
        ("title: x\nstatus: draft", 3),
        ("draft: true\ndraft: false", 2),
        ("publishDate: 2999-01-01", 2),
        ("password: otter", 2),
    ],
)
def test_settings_on_top_of_a_page_withhold_it_in_every_dialect(
    bring_in: Import, client: Client, kind: str, told: str, line: int
) -> None:
    files, path = TREES[kind]
    report = bring_in({**files, path: page(told)})
    name = path.removeprefix("docs/") if "mkdocs.yml" in files else path
    assert [(one["path"], one["line"]) for one in report["withheld"]] == [(name, line)]
    assert "it says “" in report["withheld"][0]["what"]
    assert name not in published()
    assert published()
    assert found_anywhere(client) == []


@pytest.mark.parametrize(
    "text",
    [page("draft = true", "+++"), '{"draft": true}\n\nquagga\n', "---\ndraft: true\n\nquagga\n", "\n" + page("draft: true"),
     "\ufeff" + page("draft: true").replace("\n", "\r\n"), page("x: y\n" * 9000 + "draft: true"), page("{draft: true, a: b: c}")],
)  # fmt: skip
def test_other_forms_of_settings_are_read_too(bring_in: Import, client: Client, text: str) -> None:
    bring_in({**PLAIN, "plan.md": text})
    assert published() == {"README.md"}
    assert found_anywhere(client) == []


@pytest.mark.parametrize(
    "text",
    [page("draft: false"), page("published: 2024-01-01"), page("visibility: public"), page("status: new"), page("draft:"),
     page("publishDate: 2001-01-01"), "---\nA rule, and prose: more\n\n---\n", "A draft: true story\n", "# Draft\n\ndraft: true\n"],
)  # fmt: skip
def test_what_hides_nothing_is_published(bring_in: Import, text: str) -> None:
    report = bring_in({**PLAIN, "plan.md": text})
    assert published() == {"README.md", "plan.md"}
    assert report["withheld"] == []


def test_settings_that_cannot_be_read_are_named_though_they_hide_nothing(bring_in: Import) -> None:
    report = bring_in({**DOCUSAURUS, "docs/lesson.md": "---\nid: lesson\ntitle: Lesson 1: Knots\n---\n\nTie.\n"})
    assert "docs/lesson.md" in published()
    told = [(one["path"], one["line"]) for one in report["unknown_syntax"] if "cannot be read" in one["what"]]
    assert told == [("docs/lesson.md", 2)]


def test_bare_settings_of_mkdocs_hide_and_so_do_fields_of_sphinx(bring_in: Import) -> None:
    bring_in({**MKDOCS, "docs/plan.md": f"Draft: true\nTitle: Plan\n\n{SECRET}\n"})
    assert published() == {"index.md"}


def test_fields_on_top_of_restructuredtext_hide(bring_in: Import, client: Client) -> None:
    report = bring_in({**SPHINX, "plan.rst": f":orphan:\n:status: draft\n\nPlan\n====\n\n{SECRET}\n"})
    assert [(one["path"], one["line"]) for one in report["withheld"]] == [("plan.rst", 2)]
    assert published() == {"index.rst"}
    assert found_anywhere(client) == []


def test_a_public_page_that_becomes_a_draft_leaves_at_once(
    bring_in: Import, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    bring_in({**PLAIN, "plan.md": f"# Plan\n\n{SECRET}\n"})
    assert found_anywhere(client)
    with django_capture_on_commit_callbacks(execute=True):
        bring_in({"plan.md": page("draft: true")})
    assert found_anywhere(client) == []
    assert client.get("/docs/handbook/plan/").status_code == 404
    assert not DocSection.objects.filter(page__source_path="plan.md").exists()
    with django_capture_on_commit_callbacks(execute=True):
        bring_in({"plan.md": f"# Plan\n\n{SECRET}\n"})
    assert client.get("/docs/handbook/plan/").status_code == 200


def test_it_leaves_even_where_it_was_edited_here_and_its_text_is_kept(
    bring_in: Import, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    bring_in({**PLAIN, "plan.md": f"# Plan\n\n{SECRET}\n"})
    mine = DocPage.objects.get(source_path="plan.md")
    mine.source += "\nMore.\n"
    mine.save_revision().publish()
    assert client.get("/docs/handbook/plan/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        bring_in({"plan.md": page("draft: true")})
    assert found_anywhere(client) == []
    assert DocPage.objects.get(source_path="plan.md").source.endswith("More.\n")


def test_nobody_shows_it_but_who_asks_for_it_by_its_name(bring_in: Import, client: Client) -> None:
    bring_in({**MKDOCS, "docs/plan.md": page("draft: true")})
    DocSource.objects.update(shown_anyway="plan.md\n")
    assert bring_in()["withheld"] == []
    assert client.get("/docs/handbook/plan/").status_code == 200


def test_a_withheld_page_cannot_be_included_by_another(bring_in: Import, client: Client) -> None:
    config = "site_name: X\nmarkdown_extensions:\n  - pymdownx.snippets\ndraft_docs: wip/\n"
    report = bring_in(
        {
            "mkdocs.yml": config,
            "docs/index.md": '# Home\n\n--8<-- "docs/plan.md"\n\n--8<-- "docs/wip/a.md"\n\n--8<-- "notes.md"\n',
            "docs/plan.md": page("draft: true"),
            "docs/wip/a.md": f"# A\n\n{SECRET}\n",
            "notes.md": page("private: true"),
        }
    )
    assert published() == {"index.md"}
    assert found_anywhere(client) == []
    assert len([one for one in report["unknown_syntax"] if "can be included" in one["what"]]) == 3


class TestMkDocs:
    def test_draft_docs_are_no_pages(self, bring_in: Import, client: Client) -> None:
        report = bring_in(
            {
                "mkdocs.yml": "site_name: X\ndraft_docs: |\n  drafts/\n  *-wip.md\n",
                "docs/index.md": "# Home\n\n[Next](plan-wip.md)\n",
                "docs/plan-wip.md": f"# Plan\n\n{SECRET}\n",
                "docs/drafts/plan.md": f"# Plan\n\n{SECRET}\n",
            }
        )
        assert published() == {"index.md"}
        assert [(one["path"], one["what"]) for one in report["withheld"]] == [
            ("drafts/plan.md", "draft_docs makes it a draft (mkdocs.yml:2)"),
            ("plan-wip.md", "draft_docs makes it a draft (mkdocs.yml:2)"),
        ]
        assert found_anywhere(client) == []

    def test_what_is_inherited_is_followed(self, bring_in: Import) -> None:
        base = 'exclude_docs: out.md\ndraft_docs: wip.md\ndocs_dir: text\nplugins:\n  - exclude:\n      glob: ["secret/*"]\n'
        bring_in(
            {
                "mkdocs.yml": "INHERIT: conf/base.yml\nsite_name: X\n",
                "conf/base.yml": base,
                "text/index.md": "# Home\n",
                "text/out.md": "# O\n",
                "text/wip.md": "# W\n",
                "text/secret/deep/a.md": "# S\n",
            }
        )
        assert published() == {"index.md"}

    def test_the_folder_that_an_inherited_setting_names_is_read_from_inside(
        self, tree: Callable[..., Path], site_root: None
    ) -> None:
        from docs_hub.services.local_trees import read_local_tree

        root = tree(
            {
                "mkdocs.yml": "INHERIT: base.yml\n",
                "base.yml": "draft_docs: b.md\n",
                "docs/a.md": "# A\n",
                "docs/b.md": "# B\n",
            }
        )
        assert set(read_local_tree(folder=str(root / "docs")).files) == {"a.md"}

    @pytest.mark.parametrize(
        ("setting", "word"),
        [
            ("INHERIT: ../base.yml", "inherits"),
            ("draft_docs: !ENV [DRAFTS, '']", "draft_docs"),
            ("exclude_docs: [a.md]", "exclude_docs"),
            ("exclude_docs: '*a*a*a*a*a*a*a*a*a*a*a*'", "exclude_docs"),
            ("plugins: [file-filter]", "file-filter"),
            ("plugins:\n  - exclude:\n      regex: ['(a|b)+']", "regex"),
            ("plugins:\n  - encryptcontent:\n      global_password: x", "global_password"),
            ("draft_docs: [", "could not be read"),
        ],
    )
    def test_what_cannot_be_followed_withholds_all(
        self, bring_in: Import, client: Client, setting: str, word: str
    ) -> None:
        files = {
            "mkdocs.yml": f"site_name: X\n{setting}\n",
            "docs/index.md": "# Home\n",
            "docs/plan.md": f"# P\n\n{SECRET}\n",
        }
        report = bring_in(files)
        assert published() == set()
        assert [one["path"] for one in report["withheld"]] == ["mkdocs.yml"]
        assert word in report["withheld"][0]["what"]
        assert "show all the same" in report["withheld"][0]["what"]
        assert report["withheld"][0]["line"] >= 1
        assert found_anywhere(client) == []
        DocSource.objects.update(shown_anyway="mkdocs.yml")
        bring_in()
        assert published() == {"index.md", "plan.md"}

    @pytest.mark.parametrize("plugin", ["exclude-search", "privacy", "search", "literate-nav", "blog"])
    def test_plugins_that_hide_no_page_withhold_none(self, bring_in: Import, plugin: str) -> None:
        bring_in({**MKDOCS, "mkdocs.yml": f"site_name: X\nplugins:\n  - {plugin}\n"})
        assert published() == {"index.md"}

    def test_settings_of_a_folder_hide_its_pages(self, bring_in: Import) -> None:
        report = bring_in(
            {
                "mkdocs.yml": "site_name: X\nplugins:\n  - search\n  - meta\n",
                "docs/index.md": "# Home\n",
                "docs/wip/.meta.yml": "draft: true\n",
                "docs/wip/a/plan.md": "# Plan\n",
            }
        )
        assert published() == {"index.md"}
        assert "draft: true" in report["withheld"][0]["what"]

    def test_a_language_that_is_not_built_is_withheld(self, bring_in: Import) -> None:
        config = "plugins:\n  - i18n:\n      languages:\n        - {locale: en, default: true}\n        - {locale: fr, build: false}\n"
        bring_in({"mkdocs.yml": f"site_name: X\n{config}", "docs/index.md": "# H\n", "docs/index.fr.md": "# F\n"})
        assert published() == {"index.md"}

    def test_a_page_out_of_the_search_is_read_and_not_found(self, bring_in: Import, client: Client) -> None:
        config = "site_name: X\nplugins:\n  - search\n  - exclude-search:\n      exclude: [old/*]\n"
        bring_in(
            {
                "mkdocs.yml": config,
                "docs/index.md": "# Home\n",
                "docs/old/plan.md": f"# Plan\n\n{SECRET}\n",
                "docs/b.md": f"---\nsearch:\n  exclude: true\n---\n\n# B\n\n{SECRET}\n",
            }
        )
        assert search_pages(SECRET) == []
        assert SECRET in client.get("/docs/handbook/old/plan/").content.decode()
        assert SECRET in client.get("/docs/handbook/b/").content.decode()
        assert "/docs/handbook/b/" in client.get("/docs/handbook/").content.decode()
        bring_in({"mkdocs.yml": "site_name: X\n"})
        assert [found.url for found in search_pages(SECRET)] == ["/docs/handbook/old/plan/#plan"]

    def test_conditions_of_macros_are_withheld_with_what_they_hold(self, bring_in: Import, client: Client) -> None:
        text = f"# Home\n\n{{% if internal %}}\n{SECRET}\n{{% endif %}}\n\nSeen.\n\n```\n{{% if x %}}{SECRET}{{% endif %}}\n```\n"
        report = bring_in({**MKDOCS, "mkdocs.yml": "site_name: X\nplugins:\n  - macros\n", "docs/plan.md": text})
        assert found_anywhere(client) == []
        assert "Seen." in client.get("/docs/handbook/plan/").content.decode()
        assert [(one["path"], one["line"]) for one in report["withheld"]] == [("plan.md", 3), ("plan.md", 10)]
        assert client.get("/docs/handbook/plan.md").status_code == 404


class TestDocusaurus:
    def test_excluding_patterns_are_followed(self, bring_in: Import) -> None:
        config = "module.exports = {presets: [['classic', {docs: {exclude: ['internal/**', '**/*.{wip,tmp}.md']}}]]};"
        bring_in(
            {
                "docusaurus.config.js": config,
                "docs/a.md": "# A\n",
                "docs/internal/x/b.md": "# B\n",
                "docs/c.wip.md": "# C\n",
            }
        )
        assert published() == {"docs/a.md"}

    def test_only_what_is_included_is_published(self, bring_in: Import) -> None:
        config = "module.exports = {presets: [['classic', {docs: {include: ['guide/**']}}]]};"
        bring_in({"docusaurus.config.js": config, "docs/a.md": "# A\n", "docs/guide/b.md": "# B\n"})
        assert published() == {"docs/guide/b.md"}

    @pytest.mark.parametrize(
        "options",
        ["exclude: process.env.CI ? [] : ['x/**']", "exclude: ['a.md', ...more]", "exclude: ['!(a).md']", "...common",
         "includeCurrentVersion: isDev"],
    )  # fmt: skip
    def test_computed_options_withhold_all(self, bring_in: Import, client: Client, options: str) -> None:
        config = f"module.exports = {{presets: [['classic', {{docs: {{{options}}}}}]]}};"
        report = bring_in({"docusaurus.config.js": config, "docs/plan.md": f"# A\n\n{SECRET}\n"})
        assert published() == set()
        assert report["withheld"][0]["path"] == "docusaurus.config.js"
        assert found_anywhere(client) == []

    def test_versions_that_are_not_listed_are_not_imported(self, bring_in: Import) -> None:
        config = "module.exports = {presets: [['classic', {docs: {onlyIncludeVersions: ['current', '2.0']}}]]};"
        bring_in(
            {
                "docusaurus.config.js": config,
                "versions.json": '["2.0", "1.0"]',
                "docs/a.md": "# A\n",
                "versioned_docs/version-2.0/a.md": "# A\n",
                "versioned_docs/version-2.0/b.md": page("draft: true"),
                "versioned_docs/version-1.0/a.md": "# A\n",
            }
        )
        [version] = DocSource.objects.get().versions.all()
        assert version.version_label == "2.0"
        assert [one["path"] for one in version.report["withheld"]] == ["docs/b.md"]
        assert not DocRender.objects.filter(source__contains=SECRET).exists()

    def test_an_unlisted_page_has_an_address_and_is_in_no_list(self, bring_in: Import, client: Client) -> None:
        bring_in({**DOCUSAURUS, "docs/plan.md": page("unlisted: true\ntitle: Quagga plan").replace("# Plan", "Text")})
        shown = client.get("/docs/handbook/docs/plan/")
        assert shown.status_code == 200
        assert 'name="robots" content="noindex' in shown.content.decode()
        for address in (
            "/sitemap.xml",
            "/docs/handbook/llms.txt",
            "/docs/handbook/",
            "/docs/handbook/feed/",
            "/docs/handbook/docs/",
        ):
            assert "plan" not in client.get(address).content.decode(), address
        assert search_pages(SECRET) == []


SHOWN = "Only for the web."
CONDITIONS = f"""Tides
=====

.. only:: html

   {SHOWN}

.. only:: latex

   {SECRET} on paper.

.. only:: internal

   {SECRET} on the board.

.. only:: not html

   {SECRET} off the web.

.. todo:: {SECRET} for lawyers.

.. ifconfig:: releaselevel in ('alpha', 'beta')

   {SECRET} for testers.

- item

  .. only:: internal or latex

     {SECRET} in a list.

.. private::

   {SECRET} of ours.

.. code-cell:: python
   :tags: [remove-cell]

   {SECRET}

After.
"""
MYST = f"""# Tides

```{{only}} internal
{SECRET}
```

:::{{only}} html
{SHOWN}
:::

````{{note}}
```{{todo}}
{SECRET}
```
````

```{{ifconfig}} releaselevel == "beta"
{SECRET}
```

After.
"""


class TestSphinx:
    @pytest.mark.parametrize(("name", "text"), [("plan.rst", CONDITIONS), ("plan.md", MYST)])
    def test_conditions_are_followed(self, bring_in: Import, client: Client, name: str, text: str) -> None:
        conf = "project = 'X'\nextensions = ['sphinx.ext.todo']\nmyst_enable_extensions = ['colon_fence']\n"
        report = bring_in({**SPHINX, "conf.py": conf, name: text})
        html = client.get("/docs/handbook/plan/").content.decode()
        assert SHOWN in html
        assert "After." in html
        assert found_anywhere(client) == []
        told = [one["what"] for one in report["withheld"] if one["path"] == name]
        assert any("only:: internal is not shown" in what for what in told)
        assert any(what.startswith("ifconfig::") for what in told)
        assert client.get("/docs/handbook/plan.md").status_code == 404

    def test_what_conf_py_says_for_certain_is_shown(self, bring_in: Import, client: Client) -> None:
        conf = "todo_include_todos = True\nreleaselevel = 'beta'\ntags.add('internal')\n"
        bring_in({**SPHINX, "conf.py": conf, "plan.rst": CONDITIONS})
        html = client.get("/docs/handbook/plan/").content.decode()
        for words in ("for lawyers", "for testers", "on the board", "in a list"):
            assert f"{SECRET} {words}" in html
        for words in ("on paper", "off the web", "of ours"):
            assert f"{SECRET} {words}" not in html

    @pytest.mark.parametrize(
        "conf",
        ["releaselevel = 'beta'\nif x:\n    releaselevel = 'final'\ntodo_include_todos = not ci\n",
         "releaselevel = os.environ['L']\ntodo_include_todos = True\ntodo_include_todos = False\n"],
    )  # fmt: skip
    def test_what_is_computed_is_withheld(self, bring_in: Import, client: Client, conf: str) -> None:
        bring_in({**SPHINX, "conf.py": conf, "plan.rst": CONDITIONS})
        assert found_anywhere(client) == []

    def test_a_tag_that_nobody_sets_is_named_where_its_absence_shows_a_part(self, bring_in: Import) -> None:
        report = bring_in({**SPHINX, "plan.rst": "Plan\n====\n\n.. only:: not scality\n\n   Ask in the forum.\n"})
        [told] = report["withheld"]
        assert (told["path"], told["line"]) == ("plan.rst", 4)
        assert "is shown, for conf.py does not set scality" in told["what"]

    def test_an_included_file_is_held_to_the_same(self, bring_in: Import, client: Client) -> None:
        part = f".. only:: internal\n\n   {SECRET}\n\n.. todo:: {SECRET}\n"
        report = bring_in({**SPHINX, "plan.rst": "Plan\n====\n\n.. include:: part.txt\n", "part.txt": part})
        assert found_anywhere(client) == []
        assert "part.txt:1" in report["withheld"][0]["what"]

    def test_patterns_are_followed_wherever_they_are_added(self, bring_in: Import) -> None:
        conf = (
            "exclude_patterns = ['a.rst']\nif tags.has('x'):\n    exclude_patterns += ['b.rst']\n"
            "exclude_patterns.append('c.rst')\nexclude_patterns = exclude_patterns + ['d.rst']\n"
        )
        files = {f"{name}.rst": f"{name}\n=\n" for name in "abcde"}
        bring_in({**SPHINX, "conf.py": conf, **files})
        assert published() == {"index.rst", "e.rst"}

    @pytest.mark.parametrize(
        "conf",
        ["exclude_patterns = glob('x')\n", "exclude_patterns = ['a']\nexclude_patterns += more\n", "from common import *\n",
         "exec(open('base.py').read())\n", "exclude_patterns = ['a'\n", "include_patterns = f()\n"],
    )  # fmt: skip
    def test_computed_patterns_withhold_all(self, bring_in: Import, client: Client, conf: str) -> None:
        report = bring_in({**SPHINX, "conf.py": conf, "plan.rst": f"Plan\n====\n\n{SECRET}\n"})
        assert published() == set()
        assert [one["path"] for one in report["withheld"]] == ["conf.py"]
        assert found_anywhere(client) == []

    def test_a_page_without_search_is_not_found(self, bring_in: Import, client: Client) -> None:
        bring_in({**SPHINX, "plan.rst": f":nosearch:\n\nPlan\n====\n\n{SECRET}\n"})
        assert SECRET in client.get("/docs/handbook/plan/").content.decode()
        assert search_pages(SECRET) == []


class TestBooksAndPlainTrees:
    def test_ignored_files_of_a_book_are_withheld(self, bring_in: Import) -> None:
        summary = "# Summary\n\n- [Home](README.md)\n- [Plan](wip/plan.md)\n"
        bring_in({"SUMMARY.md": summary, "README.md": "# H\n", ".bookignore": "wip/\n", "wip/plan.md": "# P\n"})
        assert published() == {"README.md"}

    def test_conditions_of_gitbook_and_liquid_are_withheld(self, bring_in: Import, client: Client) -> None:
        text = (
            f"# Plan\n\n{{% if visitor.claims.team %}}\n{SECRET}\n{{% if x %}}{SECRET}{{% endif %}}\n{{% endif %}}\n\nSeen.\n\n"
            f"{{% comment %}}{SECRET}{{% endcomment %}}\n\n`{{% if %}}` is code.\n\n{{% if never.ended %}}\n\n{SECRET}\n"
        )
        report = bring_in({**PLAIN, "plan.md": text})
        html = client.get("/docs/handbook/plan/").content.decode()
        assert "Seen." in html
        assert "is code." in html
        assert [one["line"] for one in report["withheld"]] == [3, 10, 14]
        assert found_anywhere(client) == []

    def test_hidden_tags_of_a_forum_are_withheld(self, bring_in: Import, client: Client) -> None:
        files, _ = TREES["discourse"]
        report = bring_in(
            {
                **files,
                "plan.md": f"# [reply] Plan\n\n[hide]\n{SECRET}\n[/hide]\n\nSeen. `[hide]` [Hidden](/t/x/1) [reply]\n",
            }
        )
        assert "Seen." in client.get("/docs/handbook/plan/").content.decode()
        assert [(one["path"], one["line"]) for one in report["withheld"]] == [("plan.md", 3)]
        assert found_anywhere(client) == []

    def test_jekyll_drafts_and_exclusions_are_followed(self, bring_in: Import) -> None:
        bring_in(
            {
                "_config.yml": "exclude: [internal, '*.wip.md']\ncollections:\n  guides:\n    output: true\n  notes: {}\n",
                "README.md": "# Home\n",
                "_drafts/a.md": "# A\n",
                "internal/b.md": "# B\n",
                "c.wip.md": "# C\n",
                "_guides/d.md": "# D\n",
                "_notes/e.md": "# E\n",
            }
        )
        assert published() == {"README.md", "_guides/d.md"}

    def test_a_folder_of_drafts_is_withheld_without_any_configuration(self, bring_in: Import) -> None:
        report = bring_in({**PLAIN, "_drafts/a.md": "# A\n"})
        assert published() == {"README.md"}
        assert [one["path"] for one in report["withheld"]] == ["_drafts/a.md"]


def test_the_operator_reads_what_is_withheld_and_may_show_it(
    bring_in: Import, admin_client: Client, source: Callable[[], DocSource]
) -> None:
    bring_in({**PLAIN, "plan.md": page("draft: true")})
    shown = admin_client.get(f"/admin/documentation/edit/{source().pk}/").content.decode()
    assert "1 page or part withheld" in shown
    assert "plan.md:2" in shown
    assert "Show all the same" in shown
