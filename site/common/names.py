"""When two names are one: of people, organizations, funders, accounts, whatever the way they were typed."""

import unicodedata


def tidy_name(name: str) -> str:
    """The name as it is kept: composed (NFC), without invisible or control characters, one space between words."""
    composed = unicodedata.normalize("NFC", name)
    return " ".join("".join(map(_visible, composed)).split())


def same_name_key(name: str) -> str:
    """Equal for names that differ only in Unicode form, invisible characters, spaces, or small and capital letters.

    Compatibility forms count as one (NFKC: full width, ligatures), and so do `ß` and `ss` (full case folding).
    """
    folded = unicodedata.normalize("NFKC", tidy_name(name)).casefold()
    return tidy_name("".join(c for c in unicodedata.normalize("NFKC", folded) if c not in JOINERS))


JOINERS = {"\u200c", "\u200d"}  # they shape words in Persian, Hindi and others; a name keeps them, where it is kept


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category == "Cf" and character not in JOINERS else character
