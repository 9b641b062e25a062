"""What translators have to do: pages whose original went on, with what is new there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from common.errors import MainstayError
from docs_hub.desk.edit_screens import EditScreen, person
from docs_hub.desk.screens import may_write
from docs_hub.domain.line_diff import changed_lines
from docs_hub.models import DocPage
from docs_hub.queries.translations import behind_pages, how_far_behind
from docs_hub.services.blobs import text_of
from docs_hub.services.translations import mark_translation_current

A_PAGE = 50


class TranslationsView(EditScreen):
    template_name = "docs_hub/admin/translations.html"
    page_title = "Translations to bring up to date"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = behind_pages().select_related("doc_source").defer("html", "source", "toc", "links")
        page = Paginator(waiting.order_by("doc_source", "source_path"), A_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "rows": how_far_behind(page), "page": page}


class TranslationView(EditScreen):
    template_name = "docs_hub/admin/translation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = DocPage.objects.select_related("doc_source", "translation_of").filter(translation_of__isnull=False)
        self.page = get_object_or_404(rows, pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Translation: {self.page.title}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [found] = how_far_behind([self.page])
        began = text_of(self.page.translated_from_blob) if self.page.translated_from_blob else None
        return {
            **super().get_context_data(**kwargs),
            "found": found,
            "is_known": began is not None,
            "changes": changed_lines(began or "", found.original.source),
            "may_mark": self.page.permissions_for_user(self.request.user).can_edit(),
        }


@require_POST
def mark_current(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(DocPage, pk=page_id)
    if not may_write(request.user) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        mark_translation_current(page_id=page.pk, seen_sha=request.POST.get("seen_sha", ""), actor=person(request))
    except MainstayError as error:
        messages.error(request, str(error))
        return redirect("docs_translation", page_id)
    messages.success(request, f"“{page.title}” is up to date with its original.")
    return redirect("docs_translations")
