"""System checks that explain a missing or unsafe setting in words an operator can act on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_public_site(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Warning(
                f"SITE_URL is {settings.SITE_URL}, which is not https: sign-in cookies travel unprotected.",
                hint="Set SITE_URL=https://your.site once a certificate is in place.",
                id="common.W001",
            )
        )
    if settings.EMBEDDED_QUEUE and "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        found.append(
            Warning(
                "PostgreSQL is set but REDIS_URL is not: cache and queue live inside each process.",
                hint="Set REDIS_URL before you start more than one web process or a worker of its own.",
                id="common.W002",
            )
        )
    return found


@register()
def check_github(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    app_parts = [settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY, settings.GITHUB_APP_INSTALLATION_ID]
    if any(app_parts) and not all(app_parts):
        return [
            Error(
                "The GitHub App is set in part only.",
                hint="Set GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY and GITHUB_APP_INSTALLATION_ID, or none of them.",
                id="common.E001",
            )
        ]
    return []


@register()
def check_queue(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.REDIS_URL and "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        return [
            Warning(
                "REDIS_URL is set but DATABASE_URL is not: workers on other machines cannot see the SQLite file.",
                hint="Set DATABASE_URL to a PostgreSQL, or leave REDIS_URL out.",
                id="common.W003",
            )
        ]
    return []
