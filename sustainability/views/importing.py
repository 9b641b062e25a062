"""Upload, preview, confirm: funding from a CSV file, in the admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common import roles
from common.errors import InvalidInputError, MainstayError
from common.models import User
from sustainability.domain.classes import CLASS_LABELS
from sustainability.models import FundingImport
from sustainability.services.csv_format import HEADER, OPTIONAL, TEMPLATE, FundingRow
from sustainability.services.csv_table import MAX_BYTES, MAX_ROWS
from sustainability.services.importing import ADD, LEAVE_OUT, Choices, Found, Preview, preview_funding, told
from sustainability.services.uploads import confirm_upload, keep_upload, waiting_uploads

SHOWN = 100
DECIMALS = (("", "As the file shows it"), (".", "Point: 1,234.50"), (",", "Comma: 1.234,50"))


class UploadForm(forms.Form):
    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    mark = forms.ChoiceField(label="Before the decimals stands", choices=DECIMALS, required=False)


def _importer(request: HttpRequest) -> User:
    """Raises PermissionDenied for everyone but treasurers and operators."""
    if isinstance(request.user, User) and roles.has_role(request.user, roles.TREASURERS, roles.OPERATORS):
        return request.user
    raise PermissionDenied


def upload(request: HttpRequest) -> HttpResponse:
    user, problem = _importer(request), ""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, mark = form.cleaned_data["file"], form.cleaned_data["mark"]
        content = file.read(MAX_BYTES + 1)
        try:
            kept = keep_upload(content=content, file_name=file.name or "funding.csv", actor=user, mark=mark)
            return redirect("sustainability_import_preview", kept.pk)
        except MainstayError as error:
            problem = str(error)
    limits = {"bytes": MAX_BYTES // 1024 // 1024, "rows": MAX_ROWS}
    context = {
        "form": form,
        "problem": problem,
        "columns": HEADER,
        "optional": OPTIONAL,
        "limits": limits,
        "waiting": waiting_uploads(user)[:20],
    }
    return render(request, "sustainability/admin/upload.html", context, status=422 if problem else 200)


def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    kept = get_object_or_404(FundingImport, pk=upload_id, uploaded_by=_importer(request))
    if kept.imported_at:
        messages.info(request, "This file was imported already.")
        return redirect("sustainability_import")
    return _show_preview(request, kept)


def _show_preview(request: HttpRequest, kept: FundingImport, problem: str = "") -> HttpResponse:
    found = preview_funding(kept.text, mark=kept.decimal_mark)
    context = {
        "upload": kept,
        "found": found,
        "problem": problem,
        "new": [_shown(number, row, number in found.waiting) for number, row in found.new[:SHOWN]],
        "errors": found.errors[:SHOWN],
        "deleted": [_deleted(one) for one in found.deleted],
        "is_something": bool(found.takeable or found.again or found.deleted),
        "waiting": len(found.errors) + len(found.waiting),
    }
    return render(request, "sustainability/admin/preview.html", context, status=422 if problem else 200)


def _shown(number: int, row: FundingRow, waits: bool) -> dict[str, Any]:
    recurrence = "" if row.kind == "reserve" else row.recurrence.replace("_", " ")
    funding_class = CLASS_LABELS.get(row.funding_class, "")
    return {"number": number, "row": row, "waits": waits, "funding_class": funding_class, "recurrence": recurrence}


def _deleted(one: Found) -> dict[str, Any]:
    return {"number": one.number, "row": one.row, "told": told(one)}


@require_POST
def confirm(request: HttpRequest, upload_id: int) -> HttpResponse:
    user = _importer(request)
    kept = get_object_or_404(FundingImport, pk=upload_id, uploaded_by=user)
    try:
        done, added = confirm_upload(upload_id=upload_id, actor=user, choices=_choices(request, kept))
    except InvalidInputError as error:
        return _show_preview(request, kept, str(error))
    except MainstayError as error:
        messages.error(request, str(error))
        return redirect("sustainability_import")
    words = f"{added} {'row' if added == 1 else 'rows'} added. The figures are being computed anew."
    if done.imported_at is None:
        messages.success(request, f"{words} The rest of the file waits until it is mended, for a week.")
        return redirect("sustainability_import_preview", upload_id)
    messages.success(request, words)
    return redirect("funding_entries:index")


def _choices(request: HttpRequest, kept: FundingImport) -> Choices:
    """Raises InvalidInputError where the question about equal rows has no answer."""
    repeats = request.POST.get("repeats", "")
    if kept.text and repeats not in (ADD, LEAVE_OUT) and _found(kept).again:
        raise InvalidInputError("Some rows are equal to an earlier one. Say what they are; nothing was added yet.")
    again = (int(number) for number in request.POST.getlist("again") if number.isascii() and number.isdigit())
    return Choices(
        mark=kept.decimal_mark,
        repeats=LEAVE_OUT if repeats == LEAVE_OUT else ADD,
        again=frozenset(again),
        only_good="only_good" in request.POST,
    )


def _found(kept: FundingImport) -> Preview:
    return preview_funding(kept.text, mark=kept.decimal_mark)


def template_file(request: HttpRequest) -> HttpResponse:
    _importer(request)
    response = HttpResponse(TEMPLATE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="funding-template.csv"'
    return response
