"""Pull requests that were not merged but landed: a commit on the default branch names the one it brings in."""

import re

LANDED = re.compile(
    r"^(?:(?:Pull Request resolved:|PR-URL:|COPYBARA_INTEGRATE_REVIEW=)[ \t]*https?://[^\s/]+/(?P<owner>[\w.-]+)/"
    r"(?P<name>[\w.-]+)/pull/(?P<number>\d{1,9})|Closes #(?P<apache>\d{1,9}) from [^\s]+)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
LANDED_LABELS = frozenset({"merged", "landed", "integrated"})


def landed_number(message: str, full_name: str) -> int | None:
    """The pull request of this repository that the commit says it landed, as ghstack, Node.js, Copybara and Apache's
    script write it; the last one where it names several."""
    found = None
    for match in LANDED.finditer(message.replace("\r\n", "\n")):
        if match["apache"]:
            found = int(match["apache"])
        elif f"{match['owner']}/{match['name']}".lower() == full_name.lower():
            found = int(match["number"])
    return found or None
