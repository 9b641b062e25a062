"""Links to other sites and pictures of theirs: which a page has, what an answer means, and when to ask again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lxml import html as lxml_html

from docs_hub.domain.render.link_rewriting import Lines
from docs_hub.domain.web_addresses import plain_address

NEW, FINE, SHAKY, BROKEN, UNKNOWN, NOT_ASKED = "new", "fine", "shaky", "broken", "unknown", "not_asked"
STATES = {
    BROKEN: "Broken",
    SHAKY: "Failed lately",
    UNKNOWN: "Does not answer programs",
    NOT_ASKED: "Not checked: its robots.txt or address forbids it",
    FINE: "Fine",
    NEW: "Not checked yet",
}
FAILURES = 3
FAILING_FOR = timedelta(days=3)
ASK_FINE = timedelta(days=14)
ASK_FAILED = timedelta(days=1)
ASK_BROKEN = timedelta(days=7)
ASK_OTHER = timedelta(days=30)
ASK_PICTURE = timedelta(days=90)
REFUSING = {401, 402, 403, 405, 406, 429, 451, 999}
BUSY = {429, 503}


@dataclass(frozen=True)
class Answer:
    """What a site said: its `status`, 0 with an `error` where it said nothing; `is_allowed`: False where not asked.

    `body` is there where it was asked for.
    """

    status: int = 0
    error: str = ""
    moved_to: str = ""
    is_allowed: bool = True
    wait: int = 0
    body: bytes = b""


@dataclass(frozen=True)
class LinkState:
    state: str = NEW
    failures: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None


def outside_links(html: str, source: str) -> list[tuple[str, int]]:
    """Each address once, without its anchor, with the line of the source where it stands first."""
    if "external" not in html:
        return []
    lines = Lines(source)
    found: dict[str, int] = {}
    for link in lxml_html.fragment_fromstring(html, create_parent="div").iter("a"):
        href = (link.get("href") or "").strip()
        if "external" not in (link.get("class") or "").split():
            continue
        line = lines.of(href)
        if (address := plain_address(href)) and address not in found:
            found[address] = line
    return list(found.items())


def after(before: LinkState, answer: Answer, now: datetime) -> LinkState:
    """Broken is only what failed FAILURES times and for FAILING_FOR; one good answer makes all well."""
    if not answer.is_allowed:
        return LinkState(NOT_ASKED, next_at=now + ASK_OTHER)
    if 200 <= answer.status < 400:
        return LinkState(FINE, next_at=now + ASK_FINE)
    if answer.status in BUSY:
        return replace(before, next_at=now + max(ASK_FAILED, timedelta(seconds=answer.wait)))
    if answer.status in REFUSING:
        return LinkState(UNKNOWN, next_at=now + ASK_OTHER)
    failures, since = before.failures + 1, before.failing_since or now
    is_broken = failures >= FAILURES and now - since >= FAILING_FOR
    return LinkState(BROKEN if is_broken else SHAKY, failures, since, now + (ASK_BROKEN if is_broken else ASK_FAILED))


def picture_due(answer: Answer, failures: int, now: datetime) -> datetime:
    """When a picture is fetched next, after so many failures in a row: seldom, and ever more seldom where it fails."""
    if not answer.is_allowed:
        return now + ASK_OTHER
    if not failures:
        return now + ASK_PICTURE
    wait = min(ASK_OTHER, ASK_FAILED * 2 ** min(failures - 1, 5))
    return now + max(wait, timedelta(seconds=answer.wait))
