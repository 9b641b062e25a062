"""How this site, and people through it, are known to GitHub. Secrets are sealed (common.vault)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from common.vault import SealedField


class Credential(models.Model):
    """The site's own: a token, or a GitHub App. One is in use; an App that is not installed yet waits beside it.

    `sealed` holds `token`, or `private_key` and `client_secret`; with both kinds `webhook_secret`, until
    `webhook_previous_until` those before it as lines of `webhook_previous`, and as `webhook_next` the one that GitHub
    has not taken yet. `problem` says in words why GitHub refused it when it was last used.
    """

    class Kind(models.TextChoices):
        TOKEN = "token", "Personal access token"
        APP = "app", "GitHub App"

    kind = models.CharField(max_length=10, choices=Kind)
    is_active = models.BooleanField(default=True)
    sealed = SealedField()
    login = models.CharField(max_length=100, blank=True)  # whose token; the account that the App is installed on
    scopes = models.JSONField(null=True, blank=True)  # of a classic token; null where GitHub does not say
    expires_at = models.DateTimeField(null=True, blank=True)
    app_id = models.CharField(max_length=30, blank=True)
    app_slug = models.CharField(max_length=100, blank=True)
    app_name = models.CharField(max_length=100, blank=True)
    client_id = models.CharField(max_length=100, blank=True)
    installation_id = models.CharField(max_length=30, blank=True)
    permissions = models.JSONField(default=dict, blank=True)
    webhook_previous_until = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-is_active", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=models.Q(is_active=True), name="credential_one_active"
            )
        ]

    def __str__(self) -> str:
        return self.app_name or f"token of {self.login}"


class PersonalGrant(models.Model):
    """That a person lets this site act on GitHub as them. `sealed` holds `token` and `refresh_token`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="github_grant")
    github_id = models.BigIntegerField()
    login = models.CharField(max_length=100)
    sealed = SealedField()
    expires_at = models.DateTimeField(null=True, blank=True)
    granted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.login
