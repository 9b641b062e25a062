"""What a proposal is called on GitHub, and the people it names there."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_TITLE = 200
NAMED = 3
_NOT_BRANCH = re.compile(r"[^a-z0-9]+")
_NO_NAME = re.compile(r"[<>\r\n\0]+")


@dataclass(frozen=True)
class Who:
    """`email` is empty where nobody knows an address that the person owns; none is ever made up."""

    name: str
    email: str = ""

    @property
    def signature(self) -> str:
        name = " ".join(_NO_NAME.sub(" ", self.name).split()) or "Somebody"
        return f"{name} <{self.email}>" if self.email else name


def trailers(writers: Sequence[Who], reviewers: Sequence[Who]) -> list[str]:
    """Those of whom GitHub can tell the account come as it reads them; all come as people read them.

    The author is among them too: a squash keeps the text, and not always the author.
    """
    together = [f"Co-authored-by: {who.signature}" for who in writers if who.email]
    return list(dict.fromkeys([*together, *(f"Reviewed-by: {who.signature}" for who in reviewers)]))


def title_of(titles: Sequence[str], *, is_new: bool = False, is_removal: bool = False) -> str:
    verb = "Remove" if is_removal else "Add" if is_new and len(titles) == 1 else "Edit"
    named = ", ".join(f"“{title}”" for title in titles[:NAMED])
    more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    return f"{verb} {named}{more}"[:LONGEST_TITLE]


def branch_of(title: str, token: str) -> str:
    """ASCII and short; `token` makes it this proposal's own."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return f"docs/{_NOT_BRANCH.sub('-', ascii_title)[:50].strip('-') or 'edit'}-{token}"


def commit_message(
    title: str, *, url: str, site: str, trailers: Sequence[str], is_removal: bool = False, note: str = "",
) -> str:  # fmt: skip
    """`note`: what the writer says of it, which closes, calls and credits nobody."""
    body = f"{'Taken off' if is_removal else 'Edited on'} {site}: {url}"
    said = [_quoted(note)] if note.strip() else []
    return "\n\n".join([title, *said, body, *(["\n".join(trailers)] if trailers else [])])


def pull_body(
    lines: Sequence[tuple[str, str, int, int, str]], *, site: str, writers: Sequence[Who],
    gone: Sequence[tuple[str, str]] = (),
) -> str:  # fmt: skip
    """`lines`: title, address, lines added and removed, and what the writer says of each edit of a page that stays;
    `gone`: title and path of the rest."""
    who = _plain(" and ".join(one.name for one in writers) or "Somebody")
    parts = [_edited(who, lines, site)] if lines else []
    return "\n\n".join([*parts, *([_taken_off(who, gone, site)] if gone else [])])


def _edited(who: str, lines: Sequence[tuple[str, str, int, int, str]], site: str) -> str:
    listed = "\n".join(
        f"- [{_plain(title)}]({url}): +{added} −{removed}{_said(note)}" for title, url, added, removed, note in lines
    )
    return (
        f"{who} edited this on {site}, where it can be read already:\n\n{listed}\n\n"
        "Merge it to keep it. Close it to have the site show this repository's text again; the edit then stays a draft."
    )


def _said(note: str) -> str:
    return f", {_quoted(note)}" if note.strip() else ""


def _quoted(note: str) -> str:
    """On one line, where it can neither close an issue, which its address does too, nor end in a trailer."""
    return f"“{_plain(' '.join(note.split())).replace('://', ':\u200b//')}”"


def _taken_off(who: str, gone: Sequence[tuple[str, str]], site: str) -> str:
    listed = "\n".join(f"- {_plain(title)} ({_plain(path)})" for title, path in gone)
    return (
        f"{who} took this off {site}, where nobody can read it any more:\n\n{listed}\n\n"
        "Merge it to remove what is listed here. Close it to keep it; it then stays off the site until somebody "
        "publishes it there again.\n\nThe navigation is left as it is: where it names such a page, that entry has to "
        "go, too."
    )


def _plain(text: str) -> str:
    """Calls nobody and formats nothing."""
    return re.sub(r"([\[\]()<>*_`|\\#@])", lambda match: "\\" + match[1] if match[1] != "@" else "@\u200b", text)
