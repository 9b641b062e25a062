"""What Markdown becomes, engine by engine."""

import lxml.html
import pytest

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Rendered, Renderer

CONFIG = """
site_name: Handbook
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - toc: {permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
  - pymdownx.superfences:
      custom_fences: [{name: mermaid, class: mermaid, format: !!python/name:os.system }]
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.emoji: {emoji_generator: !!python/name:os.system }
  - pymdownx.snippets
  - somebody.elses
plugins: !ENV [X, Y]
"""


def render(text: str, dialect: str = "mkdocs") -> Rendered:
    config = read_config(CONFIG)
    around = Surroundings(LinkResolver(["index.md", "other.md"], ["a.png"]), lambda target: f"/x/{target.path}")
    return Renderer(dialect, config.extensions).render(text, path="index.md", around=around)


def test_headings_carry_ids_and_links_to_themselves_without_more_text() -> None:
    document = render("# One\n\n## Two words\n").document
    assert [(h.level, h.anchor, h.title) for h in document.toc] == [(1, "one", "One"), (2, "two-words", "Two words")]
    assert lxml.html.fromstring(f"<div>{document.html}</div>").text_content().split() == ["One", "Two", "words"]
    assert 'href="#two-words"' in document.html


def test_extensions_outside_the_list_are_named_with_their_line_and_never_loaded() -> None:
    problems = Renderer("mkdocs", read_config(CONFIG).extensions).problems
    assert [what for _, what in problems] == ["Markdown extension somebody.elses is not supported"]
    assert CONFIG.splitlines()[problems[0][0] - 1].strip() == "- somebody.elses"


@pytest.mark.parametrize("dialect", ["mkdocs", "gfm", "discourse"])
def test_code_is_colored_and_an_unknown_language_is_shown_plain_and_named(dialect: str) -> None:
    rendered = render("```python\nprint(1)\n```\n\n```nonesuch\n<b>x</b>\n```\n", dialect)
    assert 'class="nb"' in rendered.document.html
    assert "&lt;b&gt;x&lt;/b&gt;" in rendered.document.html
    assert rendered.document.unknown == [(5, "code language nonesuch is unknown, shown as plain text")]


def test_admonitions_tabs_footnotes_and_emoji_of_mkdocs() -> None:
    text = '!!! warning "Mind this"\n    Wet paint.\n\n'
    text += '=== "A"\n\n    first\n\n=== "B"\n\n    second\n\nSee[^1] :smile:\n\n[^1]: Note.\n'
    html = render(text).document.html
    assert '<div class="admonition warning">' in html
    assert 'class="tabbed-labels"' in html
    assert 'class="footnote-ref"' in html
    assert "😄" in html
    assert "<img" not in html


def test_tables_alerts_containers_task_lists_and_own_ids_of_github_and_its_kin() -> None:
    text = "## Set up {#setup}\n\n## A & B!\n\n## A & B!\n\n> [!NOTE]\n> Read me.\n\n"
    text += ":::tip[Try it]\nGo on.\n:::\n\n- [x] done\n\n|a|b|\n|-|-|\n|1|2|\n"
    document = render(text, "gfm").document
    assert [h.anchor for h in document.toc] == ["setup", "a--b", "a--b-1"]
    assert '<div class="admonition note">' in document.html
    assert '<p class="admonition-title">Note</p>' in document.html
    assert '<p class="admonition-title">Try it</p>' in document.html
    assert 'aria-label="Done"' in document.html
    assert '<div class="table-scroll" role="region"' in document.html


def test_placeholders_stay_visible_for_readers() -> None:
    html = render("Go to <drupal_root>/sites and `<x>`.\n\n<civi_root>\n", "gfm").document.html
    assert "&lt;drupal_root&gt;/sites" in html
    assert "&lt;civi_root&gt;" in html


def test_pictures_of_other_hosts_are_links_and_never_requests() -> None:
    html = render("![Logo](https://example.org/l.png) ![Mine](a.png) ![Gone](b.png)\n").document.html
    assert html.count("<img") == 1
    assert 'src="/x/a.png"' in html
    assert 'href="https://example.org/l.png"' in html
    assert '<span class="missing">Gone</span>' in html


def test_links_are_counted_with_the_line_they_stand_in() -> None:
    links = render("# T\n\n[a](other.md)\n\n[b](gone.md#x)\n").document.links
    assert [(link.state, link.href, link.line) for link in links] == [
        ("page", "other.md", 3),
        ("missing", "gone.md#x", 5),
    ]


def test_text_is_split_below_the_headings_it_follows() -> None:
    sections = render("Before\n\n# One\n\ntext `code`\n\n## Two\n\n- a\n- b\n\n# Three\n").document.sections
    assert [(s.anchor, s.title, s.path, s.text) for s in sections] == [
        ("", "", [], "Before"),
        ("one", "One", [], "text code"),
        ("two", "Two", ["One"], "a b"),
        ("three", "Three", [], ""),
    ]


def test_front_matter_is_read_and_not_shown() -> None:
    for dialect in ("mkdocs", "gfm"):
        rendered = render("---\ntitle: From the top\n---\n\nText\n", dialect)
        assert rendered.title == "From the top"
        assert "From the top" not in rendered.document.html


def test_components_lose_their_tags_and_keep_their_content() -> None:
    rendered = render("import Tabs from '@theme/Tabs';\n\n<Tabs>\n\nInside\n\n</Tabs>\n{/* note */}\n", "gfm")
    assert "Inside" in rendered.document.html
    assert "import" not in rendered.document.html
    assert [line for line, _ in rendered.document.unknown] == [1, 3]


def test_one_bad_option_costs_no_other_extension_its_options() -> None:
    config = read_config(
        "markdown_extensions:\n  - pymdownx.tabbed: {alternate_style: true}\n  - pymdownx.highlight: {no_such: 1}\n"
        "  - footnotes: {BACKLINK_TEXT: up}\n  - toc: {toc_depth: x}\n  - admonition\n"
    )
    around = Surroundings(LinkResolver(["index.md"], []), lambda target: "/x/")
    renderer = Renderer("mkdocs", config.extensions)
    assert [what.split(" are not")[0] for _, what in renderer.problems] == [
        "options of markdown.extensions.toc",
        "options of pymdownx.highlight",
    ]
    text = '=== "A"\n\n    x\n\n!!! note\n    y[^1]\n\n[^1]: n\n'
    html = renderer.render(text, path="index.md", around=around).document.html
    assert "tabbed-alternate" in html or "tabbed-labels" in html
    assert ">up<" in html
    assert 'class="admonition note"' in html
