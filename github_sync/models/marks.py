"""What maintainers said of accounts, which no rule and no sync takes back."""

from django.conf import settings
from django.db import models


class AccountMark(models.Model):
    """That this account is a robot, or is none; it stays when the account is renamed or leaves the mirror."""

    github_id = models.BigIntegerField(unique=True)
    login = models.CharField("account", max_length=100, help_text="The account's name on GitHub.")
    is_robot = models.BooleanField(
        "what it is", choices=[(True, "A robot"), (False, "A person")], default=True,
    )  # fmt: skip
    reason = models.CharField(max_length=300, blank=True, help_text="For whoever asks later. Not shown in public.")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["login"]
        verbose_name = "robot or person"
        verbose_name_plural = "robots and people"

    def __str__(self) -> str:
        return self.login
