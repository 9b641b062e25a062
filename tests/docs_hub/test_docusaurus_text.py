"""What Docusaurus' Markdown becomes: MDX is read as data, and nothing of it is run."""

import re

import lxml.html
import pytest

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.render.document import Document
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Renderer


def render(text: str) -> Document:
    around = Surroundings(LinkResolver(["docs/a.md"], ["static/a.png"], ["static"]), lambda target: f"/x/{target.path}")
    return Renderer("docusaurus").render(text, path="docs/a.md", around=around).document


def words(document: Document) -> str:
    return re.sub(r"\s+", " ", lxml.html.fromstring(f"<div>{document.html}</div>").text_content()).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("import Tabs from '@theme/Tabs';\n\nText", "Text"),
        ("export const a = {\n  b: 1,\n};\n\nText", "Text"),
        ("Before {/* never\n\nseen */} after", "Before after"),
        ("One{' '}<b>two</b> {\"three\"}", "One two three"),
        ('<b className="x" style={{color: "red"}} onClick={() => run()}>bold</b>', "bold"),
        ("<div>\n**strong** text\n</div>", "strong text"),
        ("`{/* code */}` and ``<Tabs>``", "{/* code */} and <Tabs>"),
        ("<drupal_root>/sites", "<drupal_root>/sites"),
        ("    not code", "not code"),
        ("```mdx-code-block\n<b>bold</b>\n```", "bold"),
    ],
)
def test_mdx_is_read_as_far_as_it_is_data(text: str, shown: str) -> None:
    assert words(render(text)) == shown


def test_code_in_fences_is_left_alone() -> None:
    text = "```js\nimport a from 'a';\nconst b = {/* kept */};\n// highlight-next-line\nrun();\n```"
    assert words(render(text)) == "import a from 'a'; const b = {/* kept */}; run();"


def test_a_title_of_code_is_shown_above_it() -> None:
    html = render('```php title="core/save.php" showLineNumbers\necho 1;\n```').html
    assert '<p class="filename">core/save.php</p>' in html


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (":::tip", "tip"),
        (":::note Mind this", "Mind this"),
        (":::info[In short]", "In short"),
        (":::note [TODO]", "[TODO]"),
    ],
)
def test_admonitions_have_their_titles(opening: str, title: str) -> None:
    body = lxml.html.fromstring(render(f"{opening}\n\nText\n\n:::").html)
    assert body.xpath("string(//p[@class='admonition-title'])") == title


def test_an_unknown_directive_stays_text() -> None:
    assert words(render(":::More\n\nText\n\n:::")).startswith(":::More")


def test_tabs_work_without_javascript() -> None:
    text = "<Tabs>\n<TabItem\n  value='a'\n  label='First'>\n\n- one\n\n</TabItem>\n<TabItem value='b'>\n\ntwo\n\n</TabItem>\n</Tabs>"
    body = lxml.html.fromstring(render(text).html)
    assert body.xpath("//label/text()") == ["First", "b"]
    assert [box.get("name") for box in body.iter("input")] == ["tabs-1", "tabs-1"]
    assert [item.text_content().strip() for item in body.find_class("tabbed-block")] == ["one", "two"]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("The Rule:  Two spaces", "the-rule--two-spaces"),
        ("Call Path.php:clean()", "call-pathphp"),
        ("The `joomla:removed` event", "the-joomlaremoved-event"),
        ("Own {#chosen}", "chosen"),
        ("Own {/* #chosen */}", "chosen"),
    ],
)
def test_heading_ids_are_those_of_the_generator(heading: str, anchor: str) -> None:
    assert render(f"## {heading}").ids == [anchor]


def test_pictures_of_the_static_folder_are_found_at_the_top() -> None:
    assert render("![A](/a.png)").links[0].path == "static/a.png"


def test_a_diagram_stays_readable() -> None:
    assert '<pre class="mermaid"' in render("```mermaid\ngraph TD\n```").html


@pytest.mark.parametrize("text", ["<Tabs>" * 500, "{" * 5000, "<b\n" * 3000, ":::note\n" * 2000, "{/*" * 3000])
def test_broken_text_is_still_a_page(text: str) -> None:
    assert isinstance(render(text).html, str)
