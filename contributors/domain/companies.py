"""What people write into the company field of their profile, and when two spellings are one organization."""

import re
import unicodedata

from common.names import same_name_key, tidy_name

LONGEST_NAME = 200
LONGEST_READ = 1_000
LONGEST_KEY = 255
NONE = frozenset(
    {"", "-", "n/a", "na", "none", "freelance", "freelancer", "self", "self-employed", "student", "independent"}
)
WORDS = (
    "incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|plc|gmbh|mbh|ggmbh|kgaa|ohg|gbr|sarl|srl|"
    "aps|oyj|pty|pvt|private"
)
"""Legal forms that no ordinary name ends with."""
INITIALS = ("AG", "KG", "SE", "SA", "AB", "AS", "UG", "EG", "NV", "BV", "OY", "SL", "KK", "SAS", "SPA", "EV")
"""Legal forms that are words or syllables too, so that they count only as a legal form is written: AG, S.A., e.V."""
ENDING = re.compile(rf"(?:^|(?<![\s,])[\s,]++|(?<=\.))(?:&\s*+|and\s++|und\s++)?(?:{WORDS})\.?$", re.IGNORECASE)
INITIAL_ENDING = re.compile(
    "(?:^|(?<![\\s,])[\\s,]++)(?:&\\s*+)?(?:"
    + "|".join(r"\.?\s?".join(form) + r"\.?" for form in INITIALS)
    + r"|e\.?\s?V\.?|S\.?p\.?A\.?|Oy)$"
)
MARKS = str.maketrans("", "", "®™©")


def organization_name(company: str) -> str:
    """One organization's name, or `""` where the text names none; of several `@handles` the first counts."""
    text = tidy_name(company)
    if text.startswith("@"):
        text = text[1:].split()[0] if text[1:].split() else ""
    text = without_legal_form(text).strip(" ,.")
    return "" if same_name_key(text) in NONE else text[:LONGEST_NAME]


def organization_key(name: str) -> str:
    """Equal for spellings of one organization: Red Hat, @RedHat, red-hat, Red Hat GmbH & Co. KG.

    Case, spaces, punctuation, a leading `@` and the legal form do not tell two apart; every other word does.
    """
    bare = same_name_key(without_legal_form(tidy_name(name.translate(MARKS))))
    letters = "".join(character for character in bare if _tells_apart(character))
    return (letters or same_name_key(name))[:LONGEST_KEY]


def without_legal_form(name: str) -> str:
    """As long as something is left: `Limited` and `The Limited` stay. What is longer than any name is not read."""
    text = name
    if len(name) > LONGEST_READ:
        return name
    while True:
        shorter = INITIAL_ENDING.sub("", ENDING.sub("", text)).rstrip(" ,&")
        if shorter == text or shorter.casefold() == "the" or not any(map(str.isalnum, shorter)):
            return text
        text = shorter


def _tells_apart(character: str) -> bool:
    """C, C++ and C# are three names."""
    return character in "+#" or ((category := unicodedata.category(character))[0] not in "PZ" and category != "So")
