"""Bytes through the real form over HTTP, with the very code that the benchmark uses."""

from collections.abc import Callable
from typing import Any

import pytest

from bench.docs.forms import EDIT, Form, check_forms, post_page, sign_in
from common.models import User
from docs_hub.models import DocPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
TRICKY = {
    "lf.md": b"# A\n\nSome text here.\n",
    "crlf.md": b"# A\r\n\r\nSome text here.  \r\n\ttabs\t\r\n",
    "cr.md": b"# A\r\rSome text here.\rmore\r",
    "mixed.md": b"# A\r\nSome text here.\nc\r\n\nd\r",
    "bom.md": b"\xef\xbb\xbf# A\n\nSome text here.\n",
    "no-end.md": b"# A\n\nSome text here.",
    "blank-lines.md": b"\n\n\n# A\n\nSome text here.\n\n\n\n",
    "front.md": b"---\r\ntitle:  'A'\r\ndescription: >\r\n  b\r\n  c\r\n---\r\nSome text here.\r\n",
    "html.md": '<textarea>&amp;</textarea>\nSome text here: \u2028\u200b\u0085 &lt; "quoted" &#13;\n'.encode(),
}


@pytest.fixture
def read() -> Callable[[int], str]:
    return lambda pk: DocPage.objects.values_list("source", flat=True).get(pk=pk)


@pytest.fixture
def base(bring_in: Callable[..., Any], live_server: Any) -> str:
    bring_in(TRICKY, dialect="mkdocs")
    User.objects.create_superuser("bench", "bench@example.org", "correct horse battery")
    return str(live_server.url)


def test_every_page_keeps_its_bytes_and_an_edit_is_its_line_alone(base: str, read: Callable[[int], str]) -> None:
    pages = list(DocPage.objects.exclude(source_path="").values_list("pk", "source_path"))
    outcome = check_forms(base, sign_in(base), pages, read)
    assert not outcome.faults
    assert (outcome.pages, outcome.identical) == (len(TRICKY), len(TRICKY))
    assert outcome.exact == outcome.edited == len(TRICKY) - 1  # lines that end with CR alone are one line to the bench
    for path, content in TRICKY.items():
        found = DocPage.objects.get(source_path=path).source.encode()
        if path != "cr.md":
            assert found.replace(EDIT.encode(), b"", 1) == content


def test_a_null_character_is_refused_and_nothing_is_saved(base: str, read: Callable[[int], str]) -> None:
    page = DocPage.objects.get(source_path="lf.md")
    assert post_page(base, sign_in(base), page.pk, lambda text: text + "\0more") == "answered 200"
    assert read(page.pk).encode() == TRICKY["lf.md"]


def test_the_form_is_read_as_a_browser_reads_it() -> None:
    shown = (
        '<form id="other"><input name="no"></form><form id="f"><textarea name="t">\n\n a &lt;b&gt;\r\n</textarea>'
        '<input type="checkbox" name="c"><input type="checkbox" name="d" checked><input name="x" disabled value="1">'
        '<select name="s"><option value="1"><option value="2" selected></select><input type="hidden" name="h" value="&amp;"></form>'
    )
    assert Form(shown, "f").sent(t="1\n2") == [("t", "1\r\n2"), ("d", "on"), ("s", "2"), ("h", "&")]
    assert dict(Form(shown, "f").fields)["t"] == "\n a <b>\n"
