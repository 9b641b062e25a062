"""The admin's screens for versions of a documentation; they are reached from its source."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from docs_hub.models import DocVersion
from docs_hub.queries.report_groups import report_groups
from docs_hub.services.versions import remove_version
from docs_hub.tasks import import_version
from docs_hub.version_forms import DocVersionForm


class VersionReportPanel(HelpPanel):
    """What the last import of the version said, and the button for the next."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = {"source": self.instance, "report": self.instance.report, "is_version": True}
            context["groups"] = report_groups(self.instance, None) if self.instance.pk else []
            context["may_import"] = self.request is not None and may_change(self.request.user)
            return {**super().get_context_data(parent_context), **context}


def may_change(user: Any) -> bool:
    return bool(ModelPermissionPolicy(DocVersion).user_has_permission(user, "change"))


class _BackToSource:
    """Whatever was done, its source shows what came of it."""

    object: DocVersion

    def get_success_url(self) -> str:
        return reverse("documentation:edit", args=[self.object.doc_source_id])


class AddVersionView(_BackToSource, CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "doc_source": self.request.GET.get("source") or None}

    def save_instance(self) -> DocVersion:
        version: DocVersion = super().save_instance()
        import_version.delay_on_commit(version.pk)
        return version


class EditVersionView(_BackToSource, EditView):
    def save_instance(self) -> DocVersion:
        version: DocVersion = super().save_instance()
        import_version.delay_on_commit(version.pk)
        return version


class RemoveVersionView(_BackToSource, DeleteView):
    @property
    def confirmation_message(self) -> str:
        count = self.object.pages.count()
        pages = f"{count} page{'' if count == 1 else 's'}"
        return f"The version and its {pages} will be deleted. The repository stays as it is."

    def get_usage(self) -> None:
        return

    def get_usage_url(self) -> None:
        return None

    def delete_action(self) -> None:
        remove_version(version=self.object, actor=self.request.user)


class DocVersionViewSet(ModelViewSet):
    model = DocVersion
    icon = "history"
    menu_label = "Versions"
    add_view_class = AddVersionView
    edit_view_class = EditVersionView
    delete_view_class = RemoveVersionView
    list_display = [
        "version_label",
        "doc_source",
        "version_status",
        "language",
        Column("error"),
        DateColumn("imported_at"),
    ]
    list_filter = ["doc_source", "version_status", "language"]
    search_fields = ["version_label", "slug"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            VersionReportPanel(template="docs_hub/admin/report_panel.html"),
            FieldPanel("doc_source", heading="Documentation"),
            MultiFieldPanel(
                [FieldPanel("version_label"), FieldPanel("version_status"), FieldPanel("language")], "What it is"
            ),
            MultiFieldPanel([FieldPanel("ref"), FieldPanel("path")], "Where it comes from"),
        ],
        base_form_class=DocVersionForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("import/<int:version_id>/", import_now, name="import_now")]


@require_POST
def import_now(request: HttpRequest, version_id: int) -> HttpResponse | HttpResponseRedirect:
    """Enqueue an import; the report appears on the version when it is done."""
    version = get_object_or_404(DocVersion, pk=version_id)
    if not may_change(request.user):
        return HttpResponse("You may not import documentation.", status=403, content_type="text/plain")
    import_version.delay_on_commit(version.pk)
    messages.success(request, f"The import of “{version}” has begun. Its report will be here in a moment.")
    return redirect(reverse("documentation_versions:edit", args=[version.pk]))


version_viewset = DocVersionViewSet("documentation_versions", url_prefix="documentation/versions")
