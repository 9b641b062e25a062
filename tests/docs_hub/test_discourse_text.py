"""What Discourse adds to Markdown, and what becomes of it where it is not as it should be."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from docs_hub.domain.links import LinkResolver
from docs_hub.domain.render.discourse_tags import DiscourseGrammar
from docs_hub.domain.render.gitbook import GitBookGrammar
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import Rendered, Renderer
from docs_hub.domain.render.tag_blocks import DEEPEST, lay_out
from tests.docs_hub import hostile
from tests.docs_hub.test_sanitizing import assert_harmless

AROUND = Surroundings(LinkResolver(["index.md"], ["a.png"]), lambda target: f"/x/{target.path}")


def render(text: str) -> Rendered:
    return Renderer("discourse").render(text, path="index.md", around=AROUND)


def html_of(text: str) -> str:
    return render(text).document.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('[quote="bob, post:1, topic:2"]\n*Hi*\n[/quote]', "<blockquote><p><strong>bob:</strong></p>\n<p><em>Hi</em></p>"),
        ("[quote]Hi[/quote]", "<blockquote>\n<p>Hi</p>\n</blockquote>"),
        ('[details="More & <b>"]\n- a\n[/details]', "<details><summary>More &amp; &lt;b&gt;</summary>\n<ul>"),
        ("[details]\nx\n[/details]", "<details><summary>Details</summary>\n<p>x</p>\n</details>"),
        ("[spoiler]\nx\n[/spoiler]", "<details><summary>Spoiler</summary>\n<p>x</p>\n</details>"),
        ("It was [spoiler]Bob[/spoiler]", "<p>It was Bob</p>"),
        ("[grid]\nx\n[/grid]", "<div>\n<p>x</p>\n</div>"),
        ('[note type="caution" status="Mind"]\nx\n[/note]', '<div class="admonition warning"><p class="admonition-title">Mind</p>'),
        ("[note type=information]\nx\n[/note]", '<div class="admonition info"><p class="admonition-title">Info</p>'),
        ("[note]\nx\n[/note]", '<div class="admonition note"><p class="admonition-title">Note</p>'),
        ("> [!NOTE]\n> x", '<div class="admonition note">'),
        ("On [date=2026-01-01 time=10:30:00 timezone=\"Europe/Paris\"].", "<p>On 2026-01-01 10:30 (Europe/Paris).</p>"),
        ("[date-range from=2026-01-01 to=2026-02-01]", "<p>2026-01-01 – 2026-02-01</p>"),
        ("[anchor=here]\n\ntext", '<span id="here"></span>'),
        ("@alice :tada: :nonesuch: 12:30:45", "<p>@alice 🎉 :nonesuch: 12:30:45</p>"),
        ("![a|690x400, 50%](a.png)", '<img src="/x/a.png" alt="a" width="345" height="200" loading="lazy">'),
        ("![a](a.png)", '<img src="/x/a.png" alt="a" loading="lazy">'),
        ("[plan.pdf|attachment](a.png)", '<a href="/x/a.png">plan.pdf</a>'),
        ('<h2 id="heading--x">Head</h2>', '<h2 id="heading--x">Head<a'),
        ("## Two words", '<h2 id="two-words">Two words<a'),
        ("a[^1]\n\n[^1]: Foot", "Foot"),
        ("- a\n\n  [details=In]\n  x\n  [/details]\n- b", "<p>a</p>\n<details><summary>In</summary>\n<p>x</p>\n</details>\n</li>"),
        ("> [details=In]\n> x\n> [/details]", "<blockquote>\n<details><summary>In</summary>\n<p>x</p>\n</details>\n</blockquote>"),
    ],
)  # fmt: skip
def test_each_addition_is_shown(text: str, html: str) -> None:
    assert html in html_of(text)


@pytest.mark.parametrize("text", ["[date= ]", "[date=  ] after", "[date-range= ]", "[anchor= ]"])
def test_a_tag_that_says_nothing_is_text(text: str) -> None:
    assert f"<p>{text}</p>" in html_of(text)


def test_an_embed_without_an_address_is_named_by_what_it_has() -> None:
    assert "Embedded content at http://[x" in html_of('<iframe src="http://[x"></iframe>')


def test_tabs_are_panels_and_what_is_in_none_of_them_stays() -> None:
    html = html_of('[tabs]\nstray\n[tab version="Snap"]\none\n[/tab]\n[tab version="Deb"]\ntwo\n[/tab]\n[/tabs]\n')
    assert html.index("stray") < html.index("tabbed-set")
    assert ">Snap</label>" in html
    assert html.index("one") < html.index("two")
    assert "<p><strong>Alone</strong></p>" in html_of('[tab version="Alone"]\nx\n[/tab]')


@pytest.mark.parametrize(
    "code",
    ["```\n{}\n```", "~~~text\n{}\n~~~", "`{}`", "    {}", "- a\n\n  ```\n  {}\n  ```", "[details=x]\n```\n{}\n```\n[/details]"],
)  # fmt: skip
@pytest.mark.parametrize("text", ["[details]", "[/quote]", ":tada:", "[date=2026-01-01]", "[anchor=a]"])
def test_code_stays_as_it_is(code: str, text: str) -> None:
    document = render(code.format(text)).document
    assert text in document.html
    assert document.unknown == []


def test_what_does_not_fit_is_text_and_named_with_its_line() -> None:
    text = (
        "---\ntitle: T\n---\n\n[details=Open]\n\nWords\n\n[/quote]\n\n[poll type=regular]\n* a\n[/poll]\n\n"
        "[chat]x[/chat]\n\n[quote]\n[details=b]\n[/quote]\n"
    )
    document = render(text).document
    for words in ("[details=Open]", "Words", "[/quote]", "<li>a</li>", "[chat]x[/chat]"):
        assert words in document.html
    assert [(line, what.split("]")[0] + "]") for line, what in document.unknown] == [
        (5, "[details]"),
        (9, "[/quote]"),
        (11, "[poll]"),
        (15, "[chat]"),
    ]


def test_blocks_too_deep_in_others_are_text() -> None:
    many = DEEPEST + 3
    opened = "".join(f"[details=d{n}]\n" for n in range(many))
    document = render(opened + "core\n" + "[/details]\n" * many).document
    assert document.html.count("<details>") == DEEPEST
    assert "core" in document.html
    assert f"[details=d{many - 1}]" in document.html
    assert document.unknown


def steps_of(work: Callable[[], Any]) -> int:
    """How many calls, of Python's own functions too, the work takes."""
    count = 0

    def note(_frame: Any, _event: str, _arg: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "mark", ["[details]\n", "[/details]\n", "[details=a]x\n\n", "[details]\n[quote]\n[/details]\n", "- [quote]\n", "> [tabs]\n"]
)  # fmt: skip
def test_thousands_of_blocks_without_an_end_take_as_many_steps(mark: str) -> None:
    some, more = (steps_of(lambda count=count: html_of(mark * count)) for count in (500, 2000))
    assert more < some * 5


@pytest.mark.parametrize(("grammar", "mark"), [(DiscourseGrammar(), "[details]"), (GitBookGrammar(), "{% hint %}")])
def test_a_line_of_thousands_of_blocks_is_looked_through_once(grammar: Any, mark: str) -> None:
    some, more = (steps_of(lambda count=count: lay_out(mark * count, grammar)) for count in (500, 2000))
    assert more < some * 5


def test_a_long_page_without_an_end_is_imported(bring_in: Callable[..., Any], db: None) -> None:
    report = bring_in({"index.md": "# A\n\n" + "[details]\n" * 5000}, dialect="discourse")
    assert len(report["pages"]) == 1
    assert len(report["unknown_syntax"]) == 1


@pytest.mark.parametrize(
    "tag",
    ["[details={}]\nx\n[/details]", "[quote={}]\nx\n[/quote]", '[note type="{0}" status="{0}"]\nx\n[/note]',
     '[tabs]\n[tab version="{}"]\nx\n[/tab]\n[/tabs]', "[date={0} timezone={0}]", "[anchor={}]", "![a{}|9x9](a.png)",
     "![a|9x9](upload://{})", "[t](/t/{}/1)", "[wrap={}]x[/wrap]", "[spoiler={}]x[/spoiler]", "[poll name={}]\n* {}\n[/poll]"],
)  # fmt: skip
@pytest.mark.parametrize("text", [hostile.IMG, hostile.OUT, hostile.QUOTE, hostile.SCRIPT, f"javascript:{hostile.JS}"])
def test_nothing_in_a_tag_runs(tag: str, text: str) -> None:
    assert_harmless(html_of(tag.replace("{0}", text).replace("{}", text)))
