"""Who may write what."""

from typing import Any

from common.errors import ConflictError
from docs_hub.models import DocPage

CLOSED = "This documentation is edited in its repository only, and not on this site."


class ClosedError(ConflictError):
    """Somebody wanted to publish what nobody edits here."""

    def __init__(self, page: DocPage) -> None:
        super().__init__(f"“{page.get_admin_display_title()}” was not published, and stays a draft. {CLOSED}")
        self.page = page


UNREAD = "was not published: look at what it changes first. Nothing is lost, it still waits."


class UnreadError(ConflictError):
    """Something wanted to publish a text whose difference nobody was shown."""

    def __init__(self, page: DocPage) -> None:
        super().__init__(f"“{page.get_admin_display_title()}” {UNREAD}")
        self.page = page


def is_closed(page: DocPage) -> bool:
    """Of a source that nobody edits here, whatever else they may do."""
    source = page.doc_source
    return source is not None and source.writing == "closed"


def goes_to_repository(page: DocPage) -> bool:
    """Whether readers see a text that the page's repository has still to get."""
    source = page.doc_source
    sends = source is not None and source.writing == "github" and bool(source.repository)
    return sends and not page.is_folder and page.text_sha != page.blob_sha


def may_edit(user: Any, page: DocPage) -> bool:
    """In the admin, as Wagtail says, of a source that is not closed to edits."""
    if is_closed(page):
        return False
    is_allowed = user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    return bool(is_allowed and page.permissions_for_user(user).can_edit())


def may_suggest(user: Any, page: DocPage) -> bool:
    """Anyone signed in, on every page that they may read in full."""
    return bool(user.is_authenticated and user.is_active and takes_suggestions(page) and not _is_hidden(user, page))


def takes_suggestions(page: DocPage) -> bool:
    """A page whose whole text readers see, of a source that is not closed to edits."""
    is_whole = page.live and not page.is_folder and not page.has_withheld
    return is_whole and page.doc_source is not None and not is_closed(page)


def _is_hidden(user: Any, page: DocPage) -> bool:
    """Behind any restriction of reading only those who edit suggest."""
    return page.get_view_restrictions().exists() and not may_edit(user, page)
