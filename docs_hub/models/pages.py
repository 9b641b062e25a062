"""Documentation as Wagtail pages. What a reader sees is derived when the source text is saved, never in a request."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from common.schedule_panel import SETTINGS_PANELS
from docs_hub.forms import DocPageForm, SourceTextField
from docs_hub.panels import FindingsPanel

KEPT_BY_IMPORT = (
    "doc_source_id", "source_path", "address", "place", "indexed_key", "retired", "upstream_sha", "translation_of_id",
    "translated_from_blob",
)  # fmt: skip


UNLISTED = "lists"
OUT_OF = [("search", "the search"), (UNLISTED, "the search and all lists")]
"""Where nobody is led to a page that has an address."""


class _ShortRouting:
    """Finds any page below in two queries, however deep it lies."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        below = self.url_path + "/".join(path_components) + "/"  # type: ignore[attr-defined]
        page = DocPage.objects.filter(url_path=below, live=True).select_related("doc_source").first()
        if page is None:
            other = Page.objects.filter(url_path=below, live=True).first()
            page = other and other.specific
        if page is None:
            raise Http404
        return RouteResult(page)


class DocIndexPage(_ShortRouting, Page):
    """/docs/: the list of sources."""

    intro = models.TextField(blank=True, help_text="One or two sentences above the list.")
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    settings_panels = SETTINGS_PANELS
    subpage_types = ["docs_hub.DocPage"]
    max_count = 1
    template = "docs_hub/doc_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from docs_hub.queries.closed import closed_to

        context = super().get_context(request, *args, **kwargs)
        sources = DocPage.objects.child_of(self).live().select_related("doc_source")
        context["sources"] = sources.exclude(closed_to(request).of_pages())
        return context


class DocPage(_ShortRouting, Page):
    """One source file. `source` is its exact text; everything below it is derived from it.

    A folder without an index file is a page without `source_path`: it lists what lies in it, and takes up an index
    file that comes later.
    """

    doc_source = models.ForeignKey(
        "docs_hub.DocSource", on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    source_path = models.CharField(max_length=700, editable=False, blank=True)
    address = models.CharField(max_length=1000, editable=False, blank=True)  # below the source, as imported
    blob_sha = models.CharField(max_length=64, editable=False, blank=True)  # of the text as it came from the source
    upstream_sha = models.CharField(max_length=64, editable=False, blank=True)  # of the file at the last import
    text_sha = models.CharField(
        max_length=64, editable=False, blank=True
    )  # of the text as it is now: differs once edited here
    indexed_key = models.CharField(max_length=64, editable=False, blank=True)  # what the search sections were made of
    source = SourceTextField(
        blank=True, default="", help_text="The text in Markdown, exactly as it lies in the repository."
    )
    settings = models.JSONField(default=dict, editable=False)  # the plain ones on top of the text, as they were read
    html = models.TextField(blank=True, editable=False)
    toc = models.JSONField(default=list, editable=False)  # [{"level", "anchor", "title"}]
    ids = models.JSONField(default=list, editable=False)  # every anchor of the page
    links = models.JSONField(default=list, editable=False)  # [{"state", "href", "line", "image", "path", "anchor"}]
    unknown = models.JSONField(default=list, editable=False)  # [[line, what]]
    withheld = models.JSONField(default=list, editable=False)  # [[line, what]] of parts that it hides
    has_withheld = models.BooleanField(default=False, editable=False)  # also where nobody needs to be told of it
    out_of = models.CharField(max_length=10, choices=OUT_OF, editable=False, blank=True)
    place = models.JSONField(default=dict, editable=False)  # {"trail", "crumbs", "previous", "next"} in the navigation
    names = models.TextField(blank=True, editable=False)  # words inside identifiers, for the search
    dialect = models.CharField(max_length=20, editable=False, blank=True)
    render_key = models.CharField(max_length=64, editable=False, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)  # when the text last changed here
    change_note = models.CharField(
        "what did you change?", max_length=500, blank=True, default="",
        help_text="In a sentence, and why: for whoever reviews it, here and in the repository.",
    )  # fmt: skip
    retired = models.BooleanField(default=False, editable=False)  # unpublished by an import, since its file went
    translation_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="+", editable=False, null=True, blank=True
    )
    translated_from_blob = models.CharField(max_length=64, editable=False, blank=True)  # empty: nobody said yet

    TAKEN_BACK = models.Q(live=False, retired=False, first_published_at__isnull=False)
    search_auto_update = False  # services.sections indexes pages with their sections, in bulk
    base_form_class = DocPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("search_description", heading="Description"),
        FieldPanel("source", heading="Text"),
        FieldPanel("change_note", heading="What did you change?"),
        FieldPanel("checked"),
        FindingsPanel(),
    ]
    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title")]
    settings_panels = SETTINGS_PANELS
    search_fields = [*Page.search_fields, index.SearchField("names")]
    parent_page_types = ["docs_hub.DocIndexPage", "docs_hub.DocPage"]
    subpage_types = ["docs_hub.DocPage"]
    template = "docs_hub/doc_page.html"

    any_closed: bool | None = None  # whether any page at all is kept for some; the query that finds a page asks along
    any_version: bool | None = None  # whether its source has other versions; None where nobody asked

    class Meta:
        verbose_name = "documentation page"
        indexes = [models.Index(fields=["doc_source", "source_path"], name="docpage_by_path")]

    def with_content_json(self, content: dict[str, Any]) -> "DocPage":
        """A revision knows the text and the blob it began from; all else is what the last import said."""
        page = super().with_content_json(content)
        for name in KEPT_BY_IMPORT:
            setattr(page, name, getattr(self, name))
        return page

    def publish(self, revision: Revision, *, skip_permission_checks: bool = False, **options: Any) -> None:
        """What people publish, by an approval, for many at once or at a time they set; an import asks nobody."""
        from docs_hub.services.holding import hold_publishing
        from docs_hub.services.scheduling import schedule_over_import

        is_asked = not skip_permission_checks
        if is_asked and hold_publishing(page=self, revision=revision, log_action=options.get("log_action")):
            return
        if is_asked and schedule_over_import(page=self, revision=revision, **options):
            return
        super().publish(revision, skip_permission_checks=skip_permission_checks, **options)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Most sites hide no page: then one look replaces the walk up the tree."""
        any_closed = PageViewRestriction.objects.exists() if self.any_closed is None else self.any_closed
        return super().get_view_restrictions() if any_closed else PageViewRestriction.objects.none()

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Below a page of a source only: elsewhere it would belong to none, and no navigation would lead to it."""
        return super().can_create_at(parent) and DocPage.objects.filter(pk=parent.pk, doc_source__isnull=False).exists()

    @property
    def is_folder(self) -> bool:
        return not self.source_path

    @property
    def is_taken_back(self) -> bool:
        """A person unpublished it: no import shows it again."""
        return not self.live and not self.retired and self.first_published_at is not None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from docs_hub.queries.reading import reading_context

        return {
            **super().get_context(request, *args, **kwargs),
            **reading_context(self, request),
        }
