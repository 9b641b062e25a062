"""What a writer is told about a text, while writing and after saving."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.models import User
from docs_hub.domain.code_lines import outside_code
from docs_hub.domain.lint import findings
from docs_hub.models import DocPage
from tests.docs_hub.effort import grows_evenly

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]
BAD = """# Alpha

[gone](gone.md) and [heading](b.md#nothing) and [fine](b.md#beta) and [self](#no)

### Skipped

![](pic.png) <img src="pic.png"> ![good](pic.png)

```nolanguage
![](in-code.png)
# no heading
```

`![](inline.png)`

!!! strange
    text
"""
SAYS = [
    (3, "“gone.md” leads nowhere."),
    (3, "There is no heading “#nothing” there."),
    (3, "There is no heading “#no” there."),
    (5, "This heading skips a level: 1 is followed by 3."),
    (7, "A picture has no description for people who cannot see it."),
    (9, "Code language nolanguage is unknown, shown as plain text."),
    (16, "Admonition strange is unknown, shown as a note."),
]


@pytest.fixture
def alpha(bring_in: Callable[..., Any], page_at: Callable[[str], DocPage]) -> DocPage:
    bring_in({"index.md": "# Home\n", "a.md": BAD, "b.md": "# Beta\n", "pic.png": b"x"}, dialect="mkdocs")
    return page_at("a.md")


def lint(client: Client, alpha: DocPage, text: str) -> list[tuple[int, str]]:
    answer = client.post(f"/documentation/{alpha.pk}/lint/", {"text": text})
    assert answer.status_code == 200
    return [(one["line"], one["says"]) for one in answer.json()["found"]]


def test_each_fault_is_named_with_its_line(client: Client, alpha: DocPage, charlie: User) -> None:
    client.force_login(charlie)
    assert sorted(lint(client, alpha, BAD)) == sorted(SAYS)
    assert lint(client, alpha, "# A\r\n\r\n## B\r\n\r\n[b](b.md)\r\n") == []


def test_the_saved_text_has_the_same_list_without_javascript(client: Client, alpha: DocPage, wendy: User) -> None:
    client.force_login(wendy)
    shown = client.get(f"/admin/pages/{alpha.pk}/edit/").content.decode()
    for line, says in SAYS:
        assert f"<strong>Line {line}</strong> {says}" in shown


def test_settings_on_top_are_no_headings(client: Client, alpha: DocPage, charlie: User) -> None:
    client.force_login(charlie)
    assert lint(client, alpha, "---\ntitle: A\n---\n\n### Three\n\n## Two\n") == []
    assert lint(client, alpha, "---\ntitle: A\n---\n# One\n\n### Three\n") == [
        (6, "This heading skips a level: 1 is followed by 3.")
    ]


def test_a_text_that_takes_too_long_or_is_too_long_is_said(client: Client, alpha: DocPage, charlie: User) -> None:
    client.force_login(charlie)
    assert lint(client, alpha, "a" * 400_001)[0][1] == "This text is too long to be checked while you write."


def test_strangers_to_the_site_are_not_served(client: Client, alpha: DocPage) -> None:
    for name in ("links", "pictures"):
        assert client.get(f"/documentation/{alpha.pk}/{name}/").status_code == 404
    for name in ("lint", "upload"):
        assert client.post(f"/documentation/{alpha.pk}/{name}/", {"text": "x"}).status_code == 404


def test_checks_of_one_person_are_bounded(client: Client, alpha: DocPage, charlie: User, bob: User) -> None:
    client.force_login(charlie)
    for _ in range(60):
        assert client.post(f"/documentation/{alpha.pk}/lint/", {"text": "x"}).status_code == 200
    assert client.post(f"/documentation/{alpha.pk}/lint/", {"text": "x"}).status_code == 429
    client.force_login(bob)
    assert lint(client, alpha, "x") == []


@pytest.mark.parametrize(
    "text", ["".join("`" * length + " " for length in range(880)), "<img" * 100_000, "![ " * 130_000, "[" * 399_999]
)
def test_a_hostile_text_is_checked_with_bounded_effort(text: str) -> None:
    """What looks for an end again at each beginning never ends on the whole of it."""

    def check(some: str) -> None:
        findings(some, links=[], unknown=[], ids={}, plain_keys=True)

    check(text)
    assert grows_evenly(check, text, size=100_000)


@pytest.mark.parametrize(
    ("line", "bare"),
    [("a `b` c", "a  c"), ("``a ` b`` c", " c"), ("a ` b", "a ` b"), ("`a``b`", ""), ("`` a ` b `c`", "`` a c`")],
)
def test_code_inside_a_line_is_left_out(line: str, bare: str) -> None:
    assert list(outside_code([line])) == [bare]


RST = """Home
====

.. image:: pic.png

- .. image:: pic.png
     :width: 20
     :alt: A pier

.. |icon| image:: pic.png

# no heading ![](pic.png)

Beta
~~~~
"""


def test_restructuredtext_is_looked_at_as_such(
    bring_in: Callable[..., Any], page_at: Callable[[str], DocPage], client: Client, charlie: User
) -> None:
    bring_in({"conf.py": "project = 'Harbor'\n", "index.rst": "Home\n====\n", "pic.png": b"x"})
    client.force_login(charlie)
    says = "A picture has no description for people who cannot see it."
    assert lint(client, page_at("index.rst"), RST) == [(4, says), (10, says)]
