"""Upload, preview, confirm: funding from a CSV file, in the admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common import roles
from common.errors import MainstayError
from common.models import User
from sustainability.domain.classes import CLASS_LABELS
from sustainability.models import FundingImport
from sustainability.services.csv_format import HEADER, MAX_BYTES, MAX_ROWS, OPTIONAL, TEMPLATE, FundingRow
from sustainability.services.importing import confirm_upload, keep_upload, preview_funding

SHOWN = 100


class UploadForm(forms.Form):
    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))


def _importer(request: HttpRequest) -> User:
    """Raises PermissionDenied for everyone but treasurers and operators."""
    if isinstance(request.user, User) and roles.has_role(request.user, roles.TREASURERS, roles.OPERATORS):
        return request.user
    raise PermissionDenied


def upload(request: HttpRequest) -> HttpResponse:
    user, problem = _importer(request), ""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = keep_upload(content=file.read(MAX_BYTES + 1), file_name=file.name or "funding.csv", actor=user)
            return redirect("sustainability_import_preview", kept.pk)
        except MainstayError as error:
            problem = str(error)
    limits = {"bytes": MAX_BYTES // 1024 // 1024, "rows": MAX_ROWS}
    context = {"form": form, "problem": problem, "columns": HEADER, "optional": OPTIONAL, "limits": limits}
    return render(request, "sustainability/admin/upload.html", context, status=422 if problem else 200)


def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    kept = get_object_or_404(FundingImport, pk=upload_id, uploaded_by=_importer(request))
    if kept.imported_at:
        messages.info(request, "This file was imported already.")
        return redirect("sustainability_import")
    found = preview_funding(kept.text)
    new = [_shown(number, row) for number, row in found.new[:SHOWN]]
    context = {"upload": kept, "found": found, "new": new, "errors": found.errors[:SHOWN]}
    return render(request, "sustainability/admin/preview.html", context)


def _shown(number: int, row: FundingRow) -> dict[str, Any]:
    recurrence = "" if row.kind == "reserve" else row.recurrence.replace("_", " ")
    funding_class = CLASS_LABELS.get(row.funding_class, "")
    return {"number": number, "row": row, "funding_class": funding_class, "recurrence": recurrence}


@require_POST
def confirm(request: HttpRequest, upload_id: int) -> HttpResponse:
    user = _importer(request)
    get_object_or_404(FundingImport, pk=upload_id, uploaded_by=user)
    try:
        done = confirm_upload(upload_id=upload_id, actor=user)
    except MainstayError as error:
        messages.error(request, str(error))
        return redirect("sustainability_import")
    messages.success(
        request, f"{done.added} {'row' if done.added == 1 else 'rows'} added. The figures are being computed anew."
    )
    return redirect("funding_entries:index")


def template_file(request: HttpRequest) -> HttpResponse:
    _importer(request)
    response = HttpResponse(TEMPLATE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="funding-template.csv"'
    return response
