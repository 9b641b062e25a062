"""What the browser draws from its text: formulas and Mermaid's diagrams. The text is readable where it does not."""

import re
from html import escape

_KINDS = {"mermaid": "diagrams", "math": "math", "arithmatex": "math"}
_CLASS = re.compile(r'class="(?:[^"]* )?(mermaid|math|arithmatex)[ "]')


def drawn_block(text: str, language: str) -> str:
    """Empty where a block of this language is not drawn."""
    return f'<pre class="{language}">{escape(text, quote=False)}</pre>\n' if language in ("mermaid", "math") else ""


def drawings_in(html: str) -> list[str]:
    """The scripts that a page needs, by name; for most pages none."""
    return sorted({_KINDS[match.group(1)] for match in _CLASS.finditer(html)})
