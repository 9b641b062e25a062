"""Parts of pages that are found on their own, and the files pages show."""

from django.conf import settings
from django.db import models
from wagtail.search import index


class DocSection(index.Indexed, models.Model):
    """The text below one heading, of a page or of what versions share.

    Only what readers may see has sections: an unpublished page has none.
    """

    search_auto_update = False  # written in bulk by services.sections, which indexes them too

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, null=True, related_name="sections")
    rendered = models.ForeignKey("docs_hub.DocRender", on_delete=models.CASCADE, null=True, related_name="sections")
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=500)
    heading_path = models.TextField(blank=True)
    text = models.TextField(blank=True)
    names = models.TextField(blank=True)

    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("heading_path", boost=2),
        index.SearchField("text"),
        index.SearchField("names"),
    ]

    class Meta:
        ordering = ["page", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(rendered=None), name="docsection_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DocAsset(models.Model):
    """A picture or file of the tree, kept under the hash of its content.

    `is_pending`: added on this site and not yet in the repository.
    """

    doc_source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=700)
    blob_sha = models.CharField(max_length=64)
    file = models.FileField(upload_to="docs", max_length=700)
    is_pending = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doc_source", "path"], name="docasset_once_a_path")]

    def __str__(self) -> str:
        return self.path
