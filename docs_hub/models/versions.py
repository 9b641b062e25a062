"""Other versions of a documentation than the one that lies in Wagtail: light rows over shared renderings."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from docs_hub.models.pages import OUT_OF
from docs_hub.models.versioned import Versioned


class DocVersion(Versioned):
    """One version or translation of a source, read from another branch, tag or folder, or from the source's own tree.

    `folder` is set for the latter: where a generator keeps that version beside the newest. The fields below it are
    those of DocSource, so that what renders one renders the other.
    """

    doc_source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="versions")
    slug = models.CharField(
        max_length=100, validators=[RegexValidator(r"^[\w-][\w.-]*\Z")], help_text="Its address: /docs/SOURCE/…/"
    )
    ref = models.CharField("branch or tag", max_length=255, blank=True, help_text="Empty: the default branch.")
    path = models.CharField(max_length=500, blank=True, help_text="Empty: the folder of the source.")
    position = models.PositiveIntegerField(default=0, editable=False)  # as a generator lists them, the newest first
    folder = models.CharField(max_length=500, blank=True, editable=False)
    used_dialect = models.CharField(max_length=20, blank=True, editable=False)
    docs_prefix = models.CharField(max_length=500, blank=True, editable=False)
    config_text = models.TextField(blank=True, editable=False)
    render_key = models.CharField(max_length=64, blank=True, editable=False)
    paths = models.JSONField(default=dict, editable=False)
    nav_html = models.TextField(blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of all that the last import read
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)
    report = models.JSONField(default=dict, editable=False)
    error = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["position", "-pk"]
        verbose_name = "documentation version"
        constraints = [models.UniqueConstraint(fields=["doc_source", "slug"], name="docversion_once_a_slug")]

    def __str__(self) -> str:
        return self.version_label or self.slug

    @property
    def title(self) -> str:
        return str(self.doc_source)

    @property
    def repository(self) -> str:
        return self.doc_source.repository


class DocRender(models.Model):
    """What came of one text in one place, shared by all versions in which it comes out alike.

    `html` has SHARED_BASE where the address of the version belongs; `links_key` tells where its links lead.
    """

    blob_sha = models.CharField(max_length=64)
    source_path = models.CharField(max_length=700)
    render_key = models.CharField(max_length=64)
    links_key = models.CharField(max_length=64)
    dialect = models.CharField(max_length=20)
    source = models.TextField(blank=True)
    title = models.CharField(max_length=255)
    search_description = models.TextField(blank=True)
    settings = models.JSONField(default=dict)
    html = models.TextField(blank=True)
    toc = models.JSONField(default=list)
    ids = models.JSONField(default=list)
    links = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    withheld = models.JSONField(default=list)
    has_withheld = models.BooleanField(default=False)
    out_of = models.CharField(max_length=10, choices=OUT_OF, blank=True)
    names = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["blob_sha", "source_path", "render_key", "links_key"], name="docrender_once_a_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_path} {self.blob_sha[:8]}"


class VersionPage(models.Model):
    """A page of a version; a folder without an index file has no `rendered` and its list in `html`."""

    version = models.ForeignKey(DocVersion, on_delete=models.CASCADE, related_name="pages")
    rendered = models.ForeignKey(DocRender, on_delete=models.CASCADE, null=True, related_name="pages")
    source_path = models.CharField(max_length=700, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    title = models.CharField(max_length=255)
    html = models.TextField(blank=True)
    place = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "address"], name="versionpage_once_an_address")]
        indexes = [models.Index(fields=["version", "source_path"], name="versionpage_by_path")]

    def __str__(self) -> str:
        return f"{self.version}/{self.address}"

    @property
    def toc(self) -> list[dict[str, Any]]:
        return self.rendered.toc if self.rendered else []

    @property
    def search_description(self) -> str:
        return self.rendered.search_description if self.rendered else ""


class FormerPath(models.Model):
    """Under which path a page lay before its file was moved: there, older versions have it still."""

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="former_paths")
    path = models.CharField(max_length=700)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "path"], name="formerpath_once")]
        indexes = [models.Index(fields=["path"], name="formerpath_by_path")]

    def __str__(self) -> str:
        return self.path


class NavPart(models.Model):
    """What lies in one section of a long navigation, of which a page shows only the sections that lead to it."""

    doc_source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="nav_parts")
    version = models.ForeignKey(DocVersion, on_delete=models.CASCADE, null=True, related_name="nav_parts")
    key = models.CharField(max_length=20)
    html = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["doc_source", "version", "key"], name="navpart_by_key")]

    def __str__(self) -> str:
        return self.key
