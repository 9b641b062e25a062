"""Repetitions that cost much where something looks again and again at what it has seen."""

import string
from collections.abc import Iterator
from itertools import permutations

MARKS = "[]()<>*_`#|{}:-!\\"
BITS = (
    "- [ ] a\n", "[a](", "[a][", "[a]: ", "![", "![a](b", "[^", "<!--", "-->", "<a ", "<a b=", "<a b='", "</a",
    "<a>\n", "<A b={", "<A b={'", "```\n", "~~~a\n\n", "```a", "`a ", "``", "{%", "{% a ", "{{#a ", "{{", "{/*",
    "*/}", "{'", "$$a\n\n", "$a", "\\$", "\\(", ":::a\n", "!!! a\n", "    a\n", "\ta\n", "> ", "> > a\n",
    "# a\n", "a\n=\n", "a\n-\n", "| a ", "|-", "|a|\n|-|\n", "*a ", "**a", "__a ", "_a", "~~",
    "import a from 'b'\n", "import a from ", "export const a\n", "---\n", "---\na: b\n", "a: b\n", "8<--",
    "--8<-- ", "8<-- [start:a]\n", "[details=\"a\"]\n", "[/a]", "[a b=c", ".. a::\n", ".. image:: a\n",
    ".. |a| image:: b\n", ".. _a: b\n", ".. _`a", ":a:`", ":a:`b <", "{a}`", "(a)=\n", "`a <b>`_ ", "|a| ",
    "=== ", "+-", "co-authored-by: ", "co-authored-by: a <", "fixes #1 ", "fixes ", "#1", "@a ", "http://a",
    "www.a", "a@b.c ", "a.b", "a-b", "a/b", "/", "//", "../", "a_", "aA", "AAa", "A", "1", "1.", "1, ", "a, ",
    ", inc", "&", "&amp;", "&#x", "\\u", "\\", "\"", "'", "\"a", "'\"", "<<<<<<< \n", "=======\n", "\r", "\r\n",
    "\n\n", " \n", "\n ", " ", "\t", "\f", "\x0b", "\xa0", "\u2028", "é", "e\u0301", "漢", "😀", "a",
)  # fmt: skip


def bits() -> list[str]:
    single = [one for one in string.punctuation if one not in BITS]
    pairs = ["".join(pair) for pair in permutations("[(<*`{! \n", 2)]
    return list(dict.fromkeys([*BITS, *single, *pairs]))


def repeated(size: int) -> Iterator[tuple[str, str]]:
    """What to call it, and the text of about so many characters."""
    for bit in bits():
        yield f"{bit!r} again and again", bit * (size // len(bit))


def nested(size: int) -> Iterator[tuple[str, str]]:
    deep = size // 4
    for left, right in (
        ("[", "](a)"),
        ("(", ")"),
        ("**", "**"),
        ("<b>", "</b>"),
        ("{", "}"),
        ("> ", ""),
        ("- ", ""),
        ("`", "`"),
    ):
        yield f"{left!r} in each other", left * deep + "a" + right * deep
    yield "stairs of a list", "\n".join(f"{'  ' * step}- a" for step in range(int((size) ** 0.5)))
    yield "stairs of quotes", "\n".join(f"{'>' * step} a" for step in range(int((size * 2) ** 0.5)))
    yield "fences that grow", "\n".join("`" * step for step in range(3, int((size * 2) ** 0.5)))


def all_texts(size: int) -> list[tuple[str, str]]:
    return [*repeated(size), *nested(size)]
