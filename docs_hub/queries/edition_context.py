"""What a page says of its version and language: the switch, warnings, and what crawlers are told."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote

from docs_hub.models import DocPage, DocRender, VersionPage
from docs_hub.models.pages import UNLISTED
from docs_hub.queries.closed import Closed
from docs_hub.queries.editions import Edition, editions

LISTED = ("current", "supported")
_PICTURE = re.compile(r'<img[^<>]* src="(/[^/"][^"]*\.(?:png|jpe?g|gif|webp))"', re.IGNORECASE)


def edition_context(page: DocPage | VersionPage, kept: Closed) -> dict[str, Any]:
    """`canonical`: the address that crawlers should know the page by."""
    if isinstance(page, DocPage) and page.doc_source is None:
        return {}
    found = editions(page, kept)
    current = found.current
    return {
        "editions": found,
        "language": found.here.language,
        "version_key": found.here.key,
        "canonical": _canonical(found.here, current),
        "is_listed": found.here.status in LISTED and _shown(page).out_of != UNLISTED,
        "first_image": _first_image(page),
        "markdown_url": markdown_url(found.here.base, page.address) if _has_bare_text(page) else "",
    }


def _shown(page: DocPage | VersionPage) -> DocPage | DocRender:
    return page if isinstance(page, DocPage) else page.rendered or DocRender()


def _has_bare_text(page: DocPage | VersionPage) -> bool:
    """The text of a file is no page's where parts of it are withheld."""
    return bool(page.source_path) and not _shown(page).has_withheld


def _first_image(page: DocPage | VersionPage) -> str:
    """The first picture of the text that is no drawing, since link previews show none."""
    html = page.html if isinstance(page, DocPage) else page.rendered.html if page.rendered else ""
    found = _PICTURE.search(html)
    return unescape(found.group(1)) if found else ""


def _canonical(here: Edition, current: Edition | None) -> str:
    """That of the current version only where it has this very page: another text is no double of it."""
    return current.url if current and current.is_same else here.url


def markdown_url(base: str, address: str) -> str:
    return f"{base}{quote(address)}.md" if address else f"{base.rstrip('/')}.md"
