"""What was searched in vain, as it may be kept: words, and nothing that tells of a person."""

import re
import unicodedata

LONGEST = 80
MOST_WORDS = 8
_ADDRESS = re.compile(r"(?<!\S)[^\s@]*+@\S*+|https?://\S+|www\.\S+", re.IGNORECASE)
_WORD = re.compile(r"[\w][\w'’.+#-]*", re.UNICODE)
_DIGIT = re.compile(r"\d")
MOST_DIGITS = 5
"""More in one word is a number of a telephone, an account or a ticket; `CVE-2024-1` and `php8.3` stay."""


def kept_words(text: str) -> str:
    """`  Frobnicate the  WIDGET! ` is `frobnicate the widget`; empty where nothing may be kept.

    A text with an e-mail address, a web address or a long number is dropped as a whole: what stands beside it may be
    a name.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    if _ADDRESS.search(text) or _is_number_of_somebody(text):
        return ""
    words = [word.rstrip(".-'’") for word in _WORD.findall(text)]
    said = " ".join(word for word in words if word)
    return said if len(words) <= MOST_WORDS and 2 <= len(said) <= LONGEST else ""


def _is_number_of_somebody(text: str) -> bool:
    """Digits that stand together, or with spaces and signs between them as telephone numbers are written."""
    joined = re.sub(r"(?<=\d)[\s()./-]+(?=\d)", "", text)
    return any(len(_DIGIT.findall(word)) > MOST_DIGITS for word in joined.split())
