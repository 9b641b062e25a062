"""Characters that no text means and no feed may carry."""

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no place for, but the form feed, which is in old texts between their pages, and halves of
characters, which become a question mark where they are encoded."""


def without_control(text: str) -> str:
    """Tabs, line breaks and form feeds stay."""
    return CONTROL.sub("", text)


def for_xml(text: str) -> str:
    """Fit for a feed: a form feed becomes a line break."""
    return without_control(text).replace("\x0c", "\n")
