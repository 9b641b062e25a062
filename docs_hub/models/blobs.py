"""Texts as they came from a repository, kept under Git's own name of their bytes: what edits are merged with."""

from django.db import models


class DocBlob(models.Model):
    """`seen_at`: when an import last met it in a tree; one that nothing needs any more is removed after a while."""

    sha = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="docblob_seen_idx")]

    def __str__(self) -> str:
        return self.sha
