"""What each credential may still ask of GitHub, and which answers it has already."""

from django.db import models


class Budget(models.Model):
    """One hour's allowance of one credential, as GitHub's latest answer said it; shared by all workers.

    `credential` is a fingerprint, never the credential. `resets_at` is in this machine's time, whatever GitHub's
    clock says.
    """

    credential = models.CharField(max_length=64)
    resource = models.CharField(max_length=20)  # core, graphql
    limit = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    resets_at = models.DateTimeField()
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "resource"], name="budget_unique")]
        ordering = ["credential", "resource"]

    def __str__(self) -> str:
        return f"{self.resource}: {self.remaining} of {self.limit}"


class Etag(models.Model):
    """The tag of what a credential was last given at an address and has written; a tag belongs to its credential.

    `rows` were in the answer: where the mirror holds fewer, the tag is no reason not to read.
    """

    credential = models.CharField(max_length=64)
    address = models.CharField(max_length=500)
    value = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "address"], name="etag_unique")]

    def __str__(self) -> str:
        return self.address


class BudgetSample(models.Model):
    """Five minutes of one credential's allowance, for the picture over time; kept for a month.

    `spent` is what went off the allowance in that time, whoever used the credential; `lowest` what was left at least.
    """

    credential = models.CharField(max_length=64)
    resource = models.CharField(max_length=20)
    began_at = models.DateTimeField(db_index=True)
    limit = models.PositiveIntegerField()
    lowest = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "resource", "began_at"], name="budget_sample_unique")
        ]
        ordering = ["began_at"]

    def __str__(self) -> str:
        return f"{self.resource} {self.began_at:%Y-%m-%d %H:%M}: {self.lowest} of {self.limit}"
