"""How GitHub writes the name of a repository."""

import re

FULL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,98})/[A-Za-z0-9._-]{1,100}")


def is_full_name(text: str) -> bool:
    """True for `OWNER/NAME`."""
    return FULL_NAME.fullmatch(text) is not None and text.split("/")[1] not in {".", ".."}
