"""Bytes in, bytes out; and what a browser form does to text in between."""

from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.source_text import blob_sha, decode, encode, for_form, restore

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LINES = st.lists(st.tuples(st.text(st.sampled_from("ab #\u00e9")), st.sampled_from(["\n", "\r\n", "\r"])))


def browser(text: str) -> str:
    """A form posts CRLF, whatever was in the field."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@given(TEXTS)
def test_a_decoded_file_encodes_to_the_same_bytes(text: str) -> None:
    content = text.encode()
    assert encode(decode(content) or "") == content


@given(st.one_of(TEXTS, LINES.map(lambda lines: "".join(line + end for line, end in lines))))
def test_an_untouched_form_gives_back_the_exact_text(text: str) -> None:
    assert restore(text, browser(for_form(text))) == text


@given(LINES.filter(lambda lines: len(lines) > 2))
def test_an_edited_line_leaves_the_line_ends_of_all_others(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{number}{line}{end}" for number, (line, end) in enumerate(lines))
    shown = for_form(text).split("\n")
    shown[0] = "changed"
    result = restore(text, browser("\n".join(shown)))
    assert result.endswith(text[len(f"0{lines[0][0]}{lines[0][1]}") :])


def test_a_crlf_file_stays_a_crlf_file_with_its_byte_order_mark() -> None:
    original = "\ufeffOne\r\nTwo\r\nThree"
    assert restore(original, "One\r\nTwo and a half\r\nThree") == "\ufeffOne\r\nTwo and a half\r\nThree"


def test_what_is_no_utf8_or_holds_nul_is_not_text() -> None:
    assert decode(b"\xff\xfe\x00") is None
    assert decode(b"a\0b") is None


def test_the_blob_name_is_the_one_of_git() -> None:
    assert blob_sha(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
