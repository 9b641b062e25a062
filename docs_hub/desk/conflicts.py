"""Both sides of a text that changed here and in the repository, with what they began from; and the decision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from common.errors import MainstayError
from docs_hub.desk.edit_screens import EditScreen, may_publish, person
from docs_hub.domain.line_diff import DiffLine, changed_lines
from docs_hub.domain.merging import merge
from docs_hub.domain.source_text import for_form, restore
from docs_hub.forms import SourceFormField
from docs_hub.models import DocConflict
from docs_hub.services.conflicts import accept_removal, resolve_conflict


class ResolveForm(forms.Form):
    """`text` is shown and taken back the way the page editor does it, so that line ends survive."""

    seen_sha = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_text_sha = forms.CharField(widget=forms.HiddenInput, required=False)
    text = SourceFormField(
        label="The text that both become",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "wrap": "off", "class": "docs-merge__text"}),
        help_text="Where both changed the same lines, both versions stand between marks. Keep what is right and take "
        "the marks away.",
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        marks = ("<<<<<<< ours", "||||||| base", ">>>>>>> theirs")
        if any(line.startswith(marks) for line in text.splitlines()):
            raise forms.ValidationError("There are still marks in the text. Take them away with the text that goes.")
        return text


class ConflictView(EditScreen):
    template_name = "docs_hub/admin/conflict.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = DocConflict.objects.select_related("page", "page__doc_source", "resolved_by")
        self.conflict = get_object_or_404(rows, pk=kwargs["conflict_id"])
        if self.conflict.resolved_at is None:  # an import notes it; somebody may have published since
            self.conflict.ours = self.conflict.page.source
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Put together: {self.conflict.page.title}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflict = self.conflict
        return {
            **super().get_context_data(**kwargs),
            "conflict": conflict,
            "ours": _changed(conflict.base, conflict.ours),
            "theirs": _changed(conflict.base, conflict.theirs),
            "may_resolve": conflict.resolved_at is None and may_publish(self.request.user, conflict.page),
            "form": kwargs.get("form") or ResolveForm(initial=_initial(conflict)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_publish(request.user, self.conflict.page):
            raise PermissionDenied
        choice = request.POST.get("choice", "")
        if choice == "remove":
            return self._done(
                lambda: accept_removal(
                    conflict_id=self.conflict.pk, seen_text_sha=self._seen_text_sha, actor=person(request)
                )
            )
        if choice in ("ours", "theirs"):
            return self._resolve(getattr(self.conflict, choice), request.POST.get("seen_sha", ""))
        form = ResolveForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        text = restore(_merged(self.conflict), form.cleaned_data["text"])
        return self._resolve(text, form.cleaned_data["seen_sha"])

    def _resolve(self, text: str, seen_sha: str) -> HttpResponse:
        return self._done(
            lambda: resolve_conflict(
                conflict_id=self.conflict.pk,
                text=text,
                seen_sha=seen_sha,
                seen_text_sha=self._seen_text_sha,
                actor=person(self.request),
            )
        )

    @property
    def _seen_text_sha(self) -> str:
        return self.request.POST.get("seen_text_sha", "")

    def _done(self, act: Any) -> HttpResponse:
        try:
            act()
        except MainstayError as error:
            messages.error(self.request, str(error))
            return redirect("docs_conflict", self.conflict.pk)
        messages.success(self.request, f"“{self.conflict.page.title}” is settled.")
        return redirect("docs_edits")


def _initial(conflict: DocConflict) -> dict[str, str]:
    shown = {"seen_sha": conflict.theirs_sha, "seen_text_sha": conflict.page.text_sha}
    return {**shown, "text": for_form(_merged(conflict))}


def _merged(conflict: DocConflict) -> str:
    """With marks where both changed; this site's text where the file went there."""
    if conflict.is_removed_there:
        return conflict.ours
    return merge(conflict.base or "", conflict.ours, conflict.theirs).text


def _changed(base: str | None, text: str) -> list[DiffLine]:
    return changed_lines(base or "", text)
