"""Where documentation comes from."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from docs_hub.models.versioned import Versioned

if TYPE_CHECKING:
    from docs_hub.models.pages import DocPage


class DocSource(Versioned):
    """A repository (or a local folder) and a path in it; its pages lie below its own page under /docs/."""

    DIALECTS = [
        ("mkdocs", "MkDocs (Python-Markdown)"),
        ("docusaurus", "Docusaurus (MDX)"),
        ("gfm", "GitHub-like Markdown"),
        ("sphinx", "Sphinx (reStructuredText and MyST)"),
        ("discourse", "Discourse (topics in Markdown)"),
    ]

    WRITING = [
        ("github", "Edits go to GitHub as pull requests"),
        ("site", "Edits stay on this site"),
        ("closed", "Nobody edits here"),
    ]

    title = models.CharField(max_length=200, blank=True, help_text="Empty: as its configuration names it.")
    slug = models.SlugField(max_length=100, unique=True, help_text="Its address: /docs/…/")
    repository = models.CharField(
        "GitHub repository", max_length=301, blank=True, help_text="owner/name; empty for a local folder."
    )
    path = models.CharField(max_length=500, blank=True, help_text="Folder in the repository, or of the local machine.")
    ref = models.CharField("branch or tag", max_length=255, blank=True, help_text="Empty: the default branch.")
    dialect = models.CharField(
        max_length=20, choices=DIALECTS, blank=True, help_text="Empty: found out at each import."
    )
    family = models.SlugField(
        max_length=100, blank=True, help_text="The same word on each translation of one documentation links them."
    )
    writing = models.CharField(
        "what becomes of edits",
        max_length=10,
        choices=WRITING,
        blank=True,
        help_text="Empty: to GitHub where it comes from a repository, else they stay here.",
    )
    original = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name="translation of",
        help_text="The source in the language that this one is translated from; pages belong together by their path.",
    )
    copies_pictures = models.BooleanField(
        "copy pictures from other sites",
        default=False,
        help_text="They are shown from here, so that readers ask no other site; the text stays as it is.",
    )
    shown_anyway = models.TextField(
        "show all the same",
        blank=True,
        help_text="Files that the documentation hides, or may hide, one a line, as the report names them.",
    )
    used_dialect = models.CharField(max_length=20, blank=True, editable=False)
    docs_prefix = models.CharField(max_length=500, blank=True, editable=False)  # where the pages lie in the repository
    config_text = models.TextField(blank=True, editable=False)  # what the generator's own settings say, see domain.site
    render_key = models.CharField(max_length=64, blank=True, editable=False)
    paths = models.JSONField(default=dict, editable=False)  # {"files": [path]}: what links may lead to
    nav_html = models.TextField(blank=True, editable=False)
    listing_key = models.CharField(max_length=40, blank=True, editable=False)  # what the last import found in the tree
    last_commit = models.CharField(max_length=64, blank=True, editable=False)
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)
    report = models.JSONField(default=dict, editable=False)
    withheld_by = models.ForeignKey(
        "wagtailcore.PageViewRestriction", on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+",
    )  # fmt: skip
    error = models.TextField(blank=True, editable=False)  # why the last import failed, empty when it did not

    class Meta:
        ordering = ["title"]
        verbose_name = "documentation source"

    def own_pages(self) -> "models.QuerySet[DocPage]":
        """Every page of this source, shown or not; none before it was saved."""
        from docs_hub.models.pages import DocPage

        return DocPage.objects.filter(doc_source=self) if self.pk else DocPage.objects.none()

    @property
    def files_shown_anyway(self) -> frozenset[str]:
        return frozenset(line.strip() for line in self.shown_anyway.splitlines() if line.strip())

    def save(self, **kwargs: Any) -> None:
        self.writing = self.writing or ("github" if self.repository else "site")
        super().save(**kwargs)

    def clean(self) -> None:
        """Whoever edits sources on the web must not read the server's own folders: those come by command only."""
        known = DocSource.objects.filter(pk=self.pk).values_list("repository", "path").first()
        if self.original_id and self.original_id == self.pk:
            raise ValidationError({"original": "A source is no translation of itself."})
        if self.writing == "github" and not self.repository:
            raise ValidationError({"writing": "It comes from no repository, so that edits can only stay here."})
        if not self.repository and known != (self.repository, self.path):
            raise ValidationError(
                {"repository": "Name a repository. Local folders are imported with the import_docs command."}
            )

    def __str__(self) -> str:
        return self.title or self.slug
