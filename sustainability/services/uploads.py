"""Files between their choice and their import: kept for a preview, and while some of their rows wait to be mended."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import audit
from common.errors import ConflictError
from common.models import User
from sustainability.models import FundingImport
from sustainability.services.csv_format import parse_file
from sustainability.services.csv_table import decode
from sustainability.services.importing import Choices, import_funding

UPLOADS_KEPT = timedelta(days=7)


@transaction.atomic
def keep_upload(*, content: bytes, file_name: str, actor: User, mark: str = "") -> FundingImport:
    """Hold a file for its preview; raises InvalidInputError where it cannot be read at all."""
    text = decode(content)
    parse_file(text, mark=mark)
    return FundingImport.objects.create(file_name=file_name[:200], text=text, decimal_mark=mark, uploaded_by=actor)


@transaction.atomic
def confirm_upload(*, upload_id: int, actor: User, choices: Choices) -> tuple[FundingImport, int]:
    """Import a held file by these choices, and say how many rows were added; a file whose rows wait stays held.

    Raises ConflictError where all of it was imported before.
    """
    upload = FundingImport.objects.select_for_update().get(pk=upload_id, uploaded_by=actor)
    if upload.imported_at:
        raise ConflictError("This file was imported already.")
    done = import_funding(text=upload.text, actor=actor, file_name=upload.file_name, choices=choices)
    upload.added += done.added
    if not done.errors:
        upload.imported_at, upload.text = timezone.now(), ""
    upload.save()
    return upload, done.added


def waiting_uploads(actor: User) -> QuerySet[FundingImport]:
    """Files of this person that were looked at, or taken in part, and are not done."""
    return FundingImport.objects.filter(uploaded_by=actor, imported_at=None).defer("text").order_by("-uploaded_at")


@transaction.atomic
def drop_old_uploads() -> int:
    """Forget files that nobody confirmed, or mended, within a week; returns how many."""
    old = FundingImport.objects.filter(imported_at=None, uploaded_at__lt=timezone.now() - UPLOADS_KEPT)
    count = old.delete()[0]
    if count:
        audit.record(actor=None, action="sustainability.drop_uploads", subject="funding imports", dropped=count)
    return count
