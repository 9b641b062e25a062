"""Pages that people take off this site, whose files shall go from the repository, too."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from docs_hub.models import DocConflict, DocEdit, DocPage, Proposal


def concerns_repository(page: DocPage) -> bool:
    """Whether taking the page off is proposed there: it has a file, or one on its way, and edits go to GitHub."""
    source = page.doc_source
    if source is None or source.writing != "github" or not source.repository or page.is_folder:
        return False
    has_file = bool(page.blob_sha) and not page.retired
    return has_file or DocEdit.objects.filter(page=page, proposal__state__in=Proposal.LIVE).exists()


def concerned_pages(page: Page) -> list[DocPage]:
    """Of a page and all that lies below it, from the top down."""
    pages = DocPage.objects.descendant_of(page, inclusive=True).select_related("doc_source").order_by("path")
    return [one for one in pages.defer("source", "html", "toc", "ids", "names") if concerns_repository(one)]


def open_removals() -> QuerySet[DocEdit]:
    """Neither called off nor settled."""
    return DocEdit.objects.filter(is_removal=True, is_rolled_back=False)


def removals_to_call_off() -> QuerySet[DocEdit]:
    """Under way, though readers see the page again."""
    return open_removals().filter(page__live=True).filter(Q(proposal=None) | Q(proposal__state__in=Proposal.LIVE))


def due_removals() -> QuerySet[DocEdit]:
    """Those that no proposal has yet; where both sides changed the page, a person decides that first."""
    undecided = DocConflict.objects.filter(page=OuterRef("page"), resolved_at=None)
    return open_removals().filter(~Exists(undecided), proposal=None, page__live=False)
