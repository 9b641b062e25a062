"""The texts a page has had in public, one after another: how far behind a translation is."""

from django.db import models


class DocChange(models.Model):
    """`text_sha` names the text; `DocBlob` keeps it for as long as a translation began with it."""

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="changes")
    text_sha = models.CharField(max_length=64)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["page", "text_sha"], name="docchange_by_text")]

    def __str__(self) -> str:
        return f"{self.page} {self.text_sha[:10]}"
