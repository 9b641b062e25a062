"""Notes which links and pictures of other sites pages have; only those whose text or rendering changed are read."""

from django.db import transaction
from django.db.models import CharField, F, Q
from django.db.models.functions import Concat, Left

from common.locks import hold_if_free
from docs_hub.domain.outside import outside_links
from docs_hub.models import DocPage, OutsideLink, OutsideRead, OutsideUse
from docs_hub.queries.across import with_addresses
from docs_hub.services.outside_hosts import IN_USE, drop_unused_hosts, outside_rows
from docs_hub.services.picture_uses import drop_unused_pictures, forget_pictures, note_pictures

AT_ONCE = 200
MOST_A_PAGE = 500
SOURCE = [f"doc_source__{name}" for name in ("repository", "ref", "docs_prefix", "base")]


def collect_links(*, limit: int = AT_ONCE) -> int:
    """Read up to `limit` pages; returns how many. Idempotent."""
    _forget_hidden()
    key = Concat(Left("render_key", 20), Left("text_sha", 20), output_field=CharField())
    pages = DocPage.objects.live().exclude(source_path="").annotate(key=key)
    changed = pages.filter(Q(outside_read=None) | ~Q(outside_read__key=F("key"))).order_by("pk")
    done = 0
    for page in changed.only("pk", "html", "source", "links", *SOURCE).select_related("doc_source")[:limit]:
        _note(page)
        done += 1
    if done:
        drop_unused()
    return done


@transaction.atomic
def _note(page: DocPage) -> None:
    lines = dict(outside_links(with_addresses(page.html, page.doc_source), page.source)[:MOST_A_PAGE])
    links = outside_rows(OutsideLink, list(lines))
    OutsideUse.objects.filter(page=page).delete()
    OutsideUse.objects.bulk_create(OutsideUse(page=page, link=links[url], line=line) for url, line in lines.items())
    note_pictures(page)
    OutsideRead.objects.update_or_create(page_id=page.pk, defaults={"key": page.key})


def _forget_hidden() -> None:
    """What readers cannot see is checked for nobody; the page is read again when it is back."""
    hidden = OutsideRead.objects.filter(page__live=False)
    OutsideUse.objects.filter(page__in=hidden.values("page")).delete()
    forget_pictures(hidden.values("page"))
    hidden.delete()


@transaction.atomic
def drop_unused() -> None:
    """Another time where somebody notes uses just now, since what is about to be used looks unused until then."""
    if not hold_if_free(IN_USE):
        return
    OutsideLink.objects.filter(uses=None).delete()
    drop_unused_pictures()
    drop_unused_hosts()
