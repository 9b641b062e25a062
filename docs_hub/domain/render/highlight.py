"""Code colored with Pygments classes; an unknown language is plain text."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.style import Style, StyleMeta
from pygments.util import ClassNotFound

_FORMATTER = HtmlFormatter(nowrap=True)
PLAIN_NAMES = {"", "text", "plain", "txt", "plaintext", "none", "mermaid", "math", "mdx-code-block"}


class _Colorless(StyleMeta):
    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(())


class Uncolored(Style, metaclass=_Colorless):
    """For whoever makes a formatter for each block of code: most of the time of that goes into colors, which the site's
    own style sheet has.
    """


@lru_cache(maxsize=256)
def lexer_of(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, **({"startinline": True} if language == "php" else {}))
    except ClassNotFound:
        return None


def is_known(language: str) -> bool:
    return language.lower() in PLAIN_NAMES or lexer_of(language.lower()) is not None


def code_block(code: str, language: str) -> str:
    lexer = None if language.lower() in PLAIN_NAMES else lexer_of(language.lower())
    inner = pygments_highlight(code, lexer, _FORMATTER) if lexer else escape(code, quote=False)
    return f'<div class="highlight"><pre><code>{inner}</code></pre></div>\n'
