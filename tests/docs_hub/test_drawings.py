"""Formulas and diagrams as each dialect writes them: text that a script may draw, and no price becomes a formula."""

import lxml.html
import pytest

from docs_hub.domain.docusaurus import read_docusaurus
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.mkdocs_config import Extension, read_config
from docs_hub.domain.render.drawings import drawings_in
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Renderer
from docs_hub.domain.site import read_site

AROUND = Surroundings(LinkResolver([], []), lambda target: None)


def html_of(text: str, dialect: str = "gfm", extensions: tuple[Extension, ...] = (), path: str = "a.md") -> str:
    return Renderer(dialect, extensions).render(text, path=path, around=AROUND).document.html


def math_in(html: str) -> list[str]:
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    return [element.text_content() for element in body.iter("code", "pre", "span", "div") if is_math(element)]


def is_math(element: lxml.html.HtmlElement) -> bool:
    return element.get("class") in ("math", "arithmatex")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The speed $v = \\frac{s}{t}$ rises.", ["v = \\frac{s}{t}"]),
        ("$`a_1`$, ($b$) and $c$.", ["a_1", "b", "c"]),
        ("$$\na < b\n\n+ c\n$$", ["a < b\n\n+ c"]),
        ("$$x^2$$", ["x^2"]),
        ("In a line $$x^2$$ too", ["x^2"]),
        ("Text\n$$\na\n$$\nmore", ["a"]),
        ("- item\n\n  $$\n  a\n  $$\n", ["a"]),
        ("```math\na_b*c*\n```", ["a_b*c*\n"]),
        ("$a\\$b$", ["a\\$b"]),
        ("$a_b$ and *c_d*", ["a_b"]),
        ("It costs $5, not $10.", []),
        ("US$5 and 10$ or $ 5 $", []),
        ("$HOME/bin:$PATH and ${HOME}", []),
        ("`$a$` and \\$a$", []),
        ("    $$\n    a\n    $$", []),
        ("$$\nnever closed", []),
        ("$5-$10", []),
    ],
)
def test_formulas_as_github_reads_them(text: str, found: list[str]) -> None:
    assert math_in(html_of(text)) == found


def test_docusaurus_has_formulas_only_where_its_configuration_says_so() -> None:
    text = "$a^2$\n\n$$\nb\n$$\n"
    plain = 'module.exports = {presets: [["classic", {docs: {}}]]};'
    math = "import remarkMath from 'remark-math';\n" + plain
    for config, found in ((plain, []), (math, ["a^2", "b"])):
        site = read_site("docusaurus", read_docusaurus(config, [], lambda path: None))
        assert math_in(html_of(text, "docusaurus", site.extensions)) == found


@pytest.mark.parametrize("options", ["", ":\n      generic: false\n      tex_inline_wrap: ['<b>', '</b>']"])
def test_mkdocs_marks_formulas(options: str) -> None:
    config = read_config(f"markdown_extensions:\n  - pymdownx.arithmatex{options}\n")
    html = html_of("$a_1$ and\n\n$$\nb\n$$\n", "mkdocs", config.extensions)
    assert math_in(html) == ["\\(a_1\\)", "\\[\nb\n\\]"]
    assert math_in(html_of("$a$", "mkdocs")) == []


def test_sphinx_marks_formulas() -> None:
    rst = html_of("A :math:`a^2` here.\n\n.. math::\n\n   b < c\n", "sphinx", path="a.rst")
    assert math_in(rst) == ["a^2", "b < c"]
    extension = Extension("sphinx", {"myst_enable_extensions": ["dollarmath"]}, 0)
    assert math_in(html_of("$a^2$\n\n$$\nb\n$$\n", "sphinx", (extension,))) == ["a^2", "b"]


@pytest.mark.parametrize("dialect", ["gfm", "docusaurus"])
def test_diagrams_are_marked(dialect: str) -> None:
    html = html_of("```mermaid\nflowchart LR\n  A --> B\n```\n", dialect)
    assert '<pre class="mermaid" tabindex="0">flowchart LR\n  A --&gt; B\n</pre>' in html
    assert drawings_in(html) == ["diagrams"]


def test_only_what_is_drawn_needs_a_script() -> None:
    assert drawings_in("<p>mermaid and class math</p>") == []
    assert drawings_in('<code class="math">a</code><pre class="mermaid" tabindex="0">b</pre>') == ["diagrams", "math"]
    assert drawings_in('<span class="wide arithmatex">a</span>') == ["math"]
    assert drawings_in('<code class="language-math">a</code>') == []
