"""Who made a commit together, read from its message."""

import re

TRAILER = re.compile(r"^co-authored-by:(?P<name>[^<\n]*+)<(?P<email>[^>\s]++)>[ \t]*+$", re.IGNORECASE | re.MULTILINE)
NOREPLY = re.compile(
    r"^(?:(?P<id>\d{1,18})\+)?(?P<login>[A-Za-z0-9-]+(?:\[bot\])?)@users\.noreply\.github\.com$", re.IGNORECASE
)


def co_authors(message: str, author_email: str = "") -> list[tuple[str, str]]:
    """(name, address) of each `Co-authored-by` trailer, once an address, without the author's own."""
    found: dict[str, tuple[str, str]] = {}
    for match in TRAILER.finditer(message.replace("\r\n", "\n")):
        email = match["email"].lower()
        if email != author_email.lower():
            found.setdefault(email, (match["name"].strip(), email))
    return list(found.values())


def noreply_account(email: str) -> tuple[int | None, str] | None:
    """(id, login) of an address under users.noreply.github.com; the id is missing in the old form."""
    match = NOREPLY.match(email)
    if match is None:
        return None
    return (int(match["id"]) if match["id"] else None), match["login"]
