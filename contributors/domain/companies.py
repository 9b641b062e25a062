"""What people write into the company field of their profile."""

import re

NONE = frozenset(
    {"", "-", "n/a", "na", "none", "freelance", "freelancer", "self", "self-employed", "student", "independent"}
)
ENDING = re.compile(r",?(?<!\s)\s++(?:inc|ltd|llc|gmbh|pvt|pvt\.? ltd|co|corp|e\.?v)\.?$", re.IGNORECASE)


def organization_name(company: str) -> str:
    """One organization's name, or `""` where the text names none; of several `@handles` the first counts."""
    text = " ".join(company.replace("\0", "").split())
    if text.startswith("@"):
        text = text[1:].split()[0] if text[1:].split() else ""
    text = ENDING.sub("", text).strip(" ,.")
    return "" if text.casefold() in NONE else text[:200]
