"""New pictures of writers: checked, cleaned, and kept until a proposal takes them to the repository."""

import posixpath

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import InvalidInputError
from common.models import User
from docs_hub.domain.addresses import asset_name
from docs_hub.domain.pictures import picture_path
from docs_hub.domain.source_text import blob_sha
from docs_hub.models import DocAsset, DocPage, DocSource
from docs_hub.queries.pending import pending_files
from docs_hub.services.picture_files import checked_picture, hold_file, keep_picture

MOST_PENDING = 500


@transaction.atomic
def add_picture(*, page: DocPage, name: str, content: bytes, actor: User) -> str:
    """Returns its path in the tree; a picture that is there already is not kept twice.

    Raises InvalidInputError for what is no picture, or too large.
    """
    content, ending = checked_picture(content)
    source = DocSource.objects.select_for_update().get(pk=page.doc_source_id)
    files, sha = {**pending_files(source), **source.paths.get("files", {})}, blob_sha(content)
    same = sorted(path for path, known in files.items() if known == sha)
    path = same[0] if same else _new_path(page, name, ending, list(files))
    if not same:
        _check_room(source)
        hold_file(asset_name(path, sha))
        DocAsset.objects.create(
            doc_source=source,
            path=path,
            blob_sha=sha,
            file=keep_picture(path, sha, content),
            is_pending=True,
            added_by=actor,
            added_at=timezone.now(),
        )
        audit.record(actor=actor, action="docs_hub.add_picture", subject=f"doc_source:{source.pk}", path=path)
    return path


def _check_room(source: DocSource) -> None:
    if DocAsset.objects.filter(doc_source=source, is_pending=True).count() >= MOST_PENDING:
        raise InvalidInputError(f"{MOST_PENDING} pictures wait for the repository already. Send some of them first.")


def _new_path(page: DocPage, name: str, ending: str, files: list[str]) -> str:
    shown = [link["path"] for link in page.links if link["image"] and link["state"] == "file"]
    return picture_path(page.source_path, posixpath.splitext(name)[0] + ending, files=files, shown=shown)
