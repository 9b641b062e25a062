"""Who wrote a page and when it last changed, as the repository's history tells."""

from django.db import models


class PageHistory(models.Model):
    """`people` are [{"name", "login", "commits"}], who did most first; without a mirror there is no row."""

    doc_source = models.ForeignKey("docs_hub.DocSource", on_delete=models.CASCADE, related_name="histories")
    source_path = models.CharField(max_length=700)
    changed_at = models.DateTimeField()
    people = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doc_source", "source_path"], name="pagehistory_once_a_path")]

    def __str__(self) -> str:
        return self.source_path
