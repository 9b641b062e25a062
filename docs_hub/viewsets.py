"""The admin's screens for documentation sources."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from docs_hub.models import DocSource, DocVersion
from docs_hub.queries.across_links import unresolved
from docs_hub.queries.known_homes import KnownHomes
from docs_hub.queries.outside_pictures import copied_pictures
from docs_hub.queries.report_groups import report_groups
from docs_hub.services.sources import remove_source
from docs_hub.tasks import import_source

HEAVY = ("nav_html", "config_text", "paths")
BEGUN = "The import of “{}” has begun. Load this page again in a moment to read its report."


class ReportPanel(HelpPanel):
    """What the last import said, and the button for the next."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            source = self.instance
            pictures = copied_pictures(source) if source.pk else None
            context: dict[str, Any] = {"source": source, "report": source.report, "pictures": pictures}
            context["groups"] = report_groups(source, pictures)
            context["may_import"] = self.request is not None and may_import(self.request.user)
            return {**super().get_context_data(parent_context), **context}


class VersionsPanel(HelpPanel):
    """The other versions of the documentation, with how each fares."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            versions = list(self.instance.versions.defer(*HEAVY)) if self.instance.pk else []
            homes = KnownHomes()
            for version in versions:
                version.dead = len(unresolved(version, homes))
            may_add = self.request is not None and ModelPermissionPolicy(DocVersion).user_has_permission(
                self.request.user, "add"
            )
            context = {"source": self.instance, "versions": versions, "may_add": may_add}
            return {**super().get_context_data(parent_context), **context}


def _state(source: DocSource) -> str:
    if source.error:
        return "Failed"
    count = source.report.get("page_count", 0)
    return f"{count} page{'' if count == 1 else 's'}" if source.imported_at else "Not imported yet"


def may_import(user: Any) -> bool:
    return bool(ModelPermissionPolicy(DocSource).user_has_permission(user, "change"))


class AddView(CreateView):
    """Imports at once, as a new version does, and shows where the report will be."""

    def save_instance(self) -> DocSource:
        source: DocSource = super().save_instance()
        import_source.delay_on_commit(source.pk)
        return source

    def get_success_url(self) -> str:
        return reverse("documentation:edit", args=[self.object.pk])

    def get_success_message(self, instance: DocSource) -> str:
        return str(format_html(BEGUN, instance))


class RemoveView(DeleteView):
    """Says what goes with a source, and removes it all."""

    @property
    def confirmation_message(self) -> str:
        count = self.object.own_pages().count()
        return f"The source and its {count} page{'' if count == 1 else 's'} will be deleted, with what was edited here."

    def get_usage(self) -> None:
        """Its pages go with it, so that they are no reason against it."""
        return

    def get_usage_url(self) -> None:
        return None

    def delete_action(self) -> None:
        remove_source(source=self.object, actor=self.request.user)


class DocSourceViewSet(ModelViewSet):
    model = DocSource
    icon = "doc-full-inverse"
    menu_label = "Sources"
    menu_name = "documentation"
    list_display = ["title", "repository", Column(_state, label="State"), DateColumn("imported_at")]
    search_fields = ["title", "repository"]
    add_view_class = AddView
    delete_view_class = RemoveView
    panels = [
        ReportPanel(template="docs_hub/admin/report_panel.html"),
        VersionsPanel(template="docs_hub/admin/versions_panel.html"),
        FieldPanel("title"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("repository"), FieldPanel("path"), FieldPanel("ref"), FieldPanel("dialect")],
            "Where it comes from",
        ),
        MultiFieldPanel(
            [FieldPanel("version_label"), FieldPanel("version_status"), FieldPanel("language"), FieldPanel("family")],
            "Which version it is",
        ),
        FieldPanel("shown_anyway"),
        FieldPanel("copies_pictures"),
        FieldPanel("writing"),
        FieldPanel("original"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("import/<int:source_id>/", import_now, name="import_now")]


@require_POST
def import_now(request: HttpRequest, source_id: int) -> HttpResponse:
    """Enqueue an import; the report appears on the source when it is done."""
    source = get_object_or_404(DocSource, pk=source_id)
    if not may_import(request.user):
        return HttpResponse("You may not import documentation.", status=403, content_type="text/plain")
    import_source.delay_on_commit(source.pk)
    messages.success(request, format_html(BEGUN, source))
    return redirect(reverse("documentation:edit", args=[source.pk]))


documentation_viewset = DocSourceViewSet("documentation", url_prefix="documentation")
