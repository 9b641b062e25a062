"""What passes for a link across trees, and is none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from docs_hub.domain.across import Beyond, filled
from docs_hub.domain.addresses import marks_after
from docs_hub.domain.links import LinkResolver
from docs_hub.models import DocPage, DocSource
from docs_hub.queries.reaching import reached
from tests.docs_hub.across.two_trees import FIRST, HUB, guide, tools

Push = Callable[..., Any]


def test_html_of_a_page_cannot_pass_for_ours(says: Push, client: Client) -> None:
    says('<a class="across external" href="https://evil.test/">a</a> <a class="across" href="/~to~/x.md">b</a>')
    guide()
    shown = client.get("/docs/guide/start/first/").content.decode()
    assert 'class="external">a</a>' in shown
    assert "across" not in shown
    assert "/~to~/" not in shown


SMUGGLED = [
    ("mkdocs", '<svg><style><p><a class="across" href="{}">x</a></style></svg>'),
    ("gfm", '<svg><style><p><a class="across" href="{}">x</a></style></svg>'),
    ("gfm", '<math><mtext><style><p><a class="across" href="{}">x</a></style></mtext></math>'),
]
FORGED = ["javascript://%0aalert(1)/docs/tools/ropes/", "//evil.test/docs/tools/ropes/"]


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize(("dialect", "smuggled"), SMUGGLED)
def test_a_link_that_two_parsers_read_differently_is_none(
    says: Push, client: Client, dialect: str, smuggled: str, forged: str
) -> None:
    says(smuggled.format(f"/~at~{forged}"))
    tools(), guide("--dialect", dialect)
    says(files={"tools/ropes.md": None, "tools/deck/lines.md": "# Ropes\n\n## Knots\n"})
    tools()
    assert "across" not in DocPage.objects.get(source_path=FIRST).html
    shown = client.get("/docs/guide/start/first/").content.decode()
    assert "javascript:" not in shown
    assert "evil.test" not in shown


@pytest.mark.parametrize("forged", FORGED)
def test_an_address_that_leads_on_is_one_of_this_site(there: Any, forged: str) -> None:
    Redirect.objects.create(old_path="/docs/tools/ropes", redirect_link="/docs/")
    guide()
    assert reached([f"/~at~{forged}"], DocSource.objects.get()) == {}
    assert reached(["/~at~/docs/tools/ropes/"], DocSource.objects.get())


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.test/", "/\\evil.test/", "/\t/evil.test/", "https://evil.test/", "x"]
)
def test_nothing_but_an_address_of_this_site_is_filled_in(address: str) -> None:
    html = '<a class="across" href="/~to~/x.md">x</a>'
    assert "href" not in filled(html, {"/~to~/x.md": address})
    assert filled(html, {"/~to~/x.md": "/docs/x/"}) == '<a href="/docs/x/">x</a>'


@pytest.mark.parametrize(
    "href",
    [
        "../\udcff.md",
        "/docs/\udcff",
        "x.md#\udcff",
        f"{HUB}/a/b/blob/main/\udcff.md",
        "https://docs.example/docs/\udcff",
    ],
)
def test_half_a_character_in_a_link_breaks_nothing(href: str) -> None:
    beyond = Beyond("docs", HUB, "https://docs.example", "/docs/")
    target = LinkResolver(["a.md"], [], beyond=beyond).resolve("a.md", href)
    (target.path + marks_after(target)).encode()
