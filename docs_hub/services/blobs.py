"""Keeps the texts that pages came from, for as long as an edit may have begun with them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import batched

from django.utils import timezone

from docs_hub.models import DocBlob, DocPage

KEPT = timedelta(days=90)
"""After it was last met in a tree: a draft may lie that long before it is published."""
BATCH = 400


def keep_texts(texts: Iterable[tuple[str, str]]) -> None:
    """Each with its blob's number before it; what is kept already stays. In few queries."""
    now = timezone.now()
    for some in batched(texts, BATCH, strict=False):
        DocBlob.objects.bulk_create(
            [DocBlob(sha=sha, text=text, seen_at=now) for sha, text in some], ignore_conflicts=True
        )


def kept_texts(shas: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _batches(shas):
        found |= dict(DocBlob.objects.filter(sha__in=some).values_list("sha", "text"))
    return found


def text_of(sha: str) -> str | None:
    """None where it is not kept any more."""
    return DocBlob.objects.filter(sha=sha).values_list("text", flat=True).first()


def release_texts(shas: Iterable[str]) -> None:
    """Those that an import did not meet again begin to grow old; nothing is removed yet."""
    now = timezone.now()
    for some in _batches(shas):
        DocBlob.objects.filter(sha__in=some).update(seen_at=now)


def remove_old_texts() -> int:
    """Those released long ago that no page stands on; idempotent."""
    needed = DocPage.objects.exclude(blob_sha="").order_by().values("blob_sha")
    upstream = DocPage.objects.exclude(upstream_sha="").order_by().values("upstream_sha")
    begun = DocPage.objects.exclude(translated_from_blob="").order_by().values("translated_from_blob")
    old = DocBlob.objects.filter(seen_at__lt=timezone.now() - KEPT)
    count, _ = old.exclude(sha__in=needed).exclude(sha__in=upstream).exclude(sha__in=begun).delete()
    return count


def _batches(shas: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(shas))
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]
