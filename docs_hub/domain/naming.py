"""Whether a text speaks of a page: by its address on this site, or by the path of its file."""

import re

_ADDRESS_BEFORE = r"(?:(?<![\w/])|https?://[^\s/]+)"
_PATH_BEFORE = r"(?:(?<![\w.~%/-])|/(?:blob|edit|tree|raw)/[^\s/]+/)"
_AFTER = r"(?!/?[\w~%-]|\.\w)"
"""Nothing of a longer name; a dot or a comma may end the sentence."""


def names_page(text: str, *, address: str, path: str = "") -> bool:
    """`address`: as `/docs/handbook/start/`; `path`: from the top of its repository. Letters may be large or small.

    `/docs/handbook/` is not named by `/docs/handbook/start/`, nor `a/start.md` by `data/start.md`; a path is named
    as such or below a branch on GitHub.
    """
    text, address, path = text.lower(), address.lower().rstrip("/"), path.lower()
    return _is_in(text, address, _ADDRESS_BEFORE) or ("/" in path and _is_in(text, path, _PATH_BEFORE))


def _is_in(text: str, wanted: str, before: str) -> bool:
    """The plain look first: it is quick, and mostly enough to say no."""
    return wanted in text and bool(wanted) and re.search(before + re.escape(wanted) + _AFTER, text) is not None
