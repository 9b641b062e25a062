"""Counts what readers search in vain, for writers to see: no word of a person, never more than MOST rows."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common import audit
from common.models import User
from common.queue import enqueue_on_commit
from docs_hub.domain.vain import kept_words
from docs_hub.models import VainSearch
from docs_hub.queries.search import find_pages

MOST = 2000
DROPPED_AT_ONCE = 100
A_DAY = 50
"""Searches of one visitor that count in a day."""
LOOKED_AT = 500


def note_vain_search(*, text: str, visitor: str) -> None:
    """Enqueue it: whoever searches does not wait for it. What may not be kept does not leave this process."""
    words = kept_words(text)
    if words and may_count(visitor):
        enqueue_on_commit("docs_hub.count_vain_search", words)


def may_count(visitor: str) -> bool:
    """False once one visitor searched A_DAY times in vain today. Bounds what programs can write, without a row."""
    key = f"docs-vain:{timezone.localdate()}:{visitor}"
    cache.add(key, 0, timeout=86_400)
    try:
        return cache.incr(key) <= A_DAY
    except ValueError:  # it went from the cache between the two
        return True


@transaction.atomic
def count_vain_search(*, text: str) -> VainSearch | None:
    """None where nothing of the text may be kept. What was dismissed is counted on, and stays dismissed."""
    words = kept_words(text)
    if not words:
        return None
    now = timezone.now()
    row, is_new = VainSearch.objects.get_or_create(words=words, defaults={"first_at": now, "last_at": now})
    if is_new:
        _make_room()
    else:
        VainSearch.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now, found_at=None)
    return row


def _make_room() -> None:
    """The rarest and oldest go first, some at once, so that it is not done at every search."""
    if VainSearch.objects.count() <= MOST:
        return
    rarest = VainSearch.objects.order_by("count", "last_at").values_list("pk", flat=True)[:DROPPED_AT_ONCE]
    VainSearch.objects.filter(pk__in=list(rarest)).delete()


@transaction.atomic
def dismiss_searches(*, ids: list[int], actor: User, is_dismissed: bool = True) -> int:
    rows = VainSearch.objects.filter(pk__in=ids, dismissed_at__isnull=is_dismissed)
    words = list(rows.values_list("words", flat=True)[:50])
    changed = rows.update(dismissed_at=timezone.now() if is_dismissed else None)
    if changed:
        audit.record(
            actor=actor,
            action="docs_hub.dismiss_searches",
            subject="vain_searches",
            words=words,
            is_dismissed=is_dismissed,
        )
    return changed


def search_again() -> int:
    """Note which words find something by now; returns how many. For the most asked only."""
    open_rows = VainSearch.objects.filter(found_at=None, dismissed_at=None)[:LOOKED_AT]
    found = [row.pk for row in open_rows if find_pages(row.words, 0, 1).total]
    VainSearch.objects.filter(pk__in=found).update(found_at=timezone.now())
    return len(found)
