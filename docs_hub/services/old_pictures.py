"""Removes pictures that were added here for pages that came to nothing."""

from collections.abc import Iterable
from datetime import timedelta
from posixpath import basename

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision

from common import audit
from docs_hub.models import (
    DocAsset,
    DocEdit,
    DocPage,
    DocSource,
    DocSuggestion,
    DocVersion,
    OutsidePicture,
    PictureUse,
    Proposal,
)
from docs_hub.services.picture_files import hold_file

KEPT = timedelta(days=90)
"""After it was added: somebody may still be writing the page."""
A_RUN = 50


def remove_old_pictures() -> int:
    """Those that no page, draft, suggestion or open pull request names; returns how many. Idempotent."""
    before = timezone.now() - KEPT
    old = DocAsset.objects.filter(is_pending=True, added_at__lt=before)
    count = 0
    for source in DocSource.objects.filter(assets__in=old).distinct().defer("nav_html", "config_text", "report"):
        shown = {link["path"] for links in source.own_pages().values_list("links", flat=True) for link in links}
        left = [asset for asset in old.filter(doc_source=source).order_by("pk") if asset.path not in shown]
        count += sum(_remove(asset.pk) for asset in left[:A_RUN] if not _is_named(asset, before))
    return count


def _is_named(asset: DocAsset, before: object) -> bool:
    """Wherever its name stands, be it of another file; in revisions that are the newest or not old."""
    name = basename(asset.path)
    pages = DocPage.objects.filter(doc_source=asset.doc_source_id)
    if pages.filter(source__contains=name).exists():
        return True
    under_way = DocEdit.objects.filter(page__in=pages, proposal__state__in=Proposal.LIVE)
    if under_way.filter(text__contains=name).exists():
        return True
    kinds = ContentType.objects.get_for_models(DocPage, DocSuggestion).values()
    newest = [DocPage.objects.values("latest_revision"), DocSuggestion.objects.values("latest_revision")]
    is_young = Q(created_at__gte=before) | Q(approved_go_live_at__isnull=False) | Q(pk__in=newest[0])
    revisions = Revision.objects.filter(is_young | Q(pk__in=newest[1]), content_type__in=kinds)
    return revisions.annotate(words=Cast("content", TextField())).filter(words__contains=name).exists()


@transaction.atomic
def _remove(asset_id: int) -> bool:
    asset = DocAsset.objects.select_for_update().filter(pk=asset_id, is_pending=True).first()
    if asset is None:
        return False
    asset.delete()
    audit.record(actor=None, action="docs_hub.remove_picture", subject=f"doc_source:{asset.doc_source_id}")
    sha, name = asset.blob_sha, str(asset.file)
    transaction.on_commit(lambda: _drop_file(sha, name), robust=True)
    return True


@transaction.atomic
def _drop_file(sha: str, name: str) -> None:
    hold_file(name)
    if not _is_elsewhere(sha, name):
        default_storage.delete(name)


def _is_elsewhere(sha: str, name: str) -> bool:
    """Files are kept by their content, so that another tree, or a copy from another site, may be the same one."""
    trees: Iterable[dict[str, dict[str, str]]] = [
        *DocSource.objects.values_list("paths", flat=True), *DocVersion.objects.values_list("paths", flat=True)
    ]  # fmt: skip
    if OutsidePicture.objects.filter(file=name).exists() or PictureUse.objects.filter(shown=name).exists():
        return True
    in_trees = any(sha in paths.get("files", {}).values() for paths in trees)
    return in_trees or DocAsset.objects.filter(blob_sha=sha).exists()
