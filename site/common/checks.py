"""System checks that explain a missing or unsafe setting in words an operator can act on."""

from typing import Any
from urllib.parse import urlsplit

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
    if settings.SITE_URL.startswith("https://") and not settings.BEHIND_PROXY:
        found.append(
            Warning(
                "SITE_URL is https but BEHIND_PROXY is not set: every page would send its reader back to itself.",
                hint="Set BEHIND_PROXY=true where a web server in front speaks HTTPS and sets X-Forwarded-Proto.",
                id="common.W004",
            )
        )
    if settings.REDIS_URL and not settings.SECRETS_KEYS:
        found.append(
            Warning(
                "SECRETS_KEY is not set: each machine would seal secrets with a key of its own.",
                hint="Set it to the key in the file secrets_key of the data folder, the same on every machine.",
                id="common.W007",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Warning(
                "ALLOWED_HOSTS lets anyone use this site under any name, also in the links of its mails.",
                hint="Name the hosts of this site, separated by commas, or leave the setting out.",
                id="common.W005",
            )
        )
    return found


@register()
def check_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Settings that must be whole addresses."""
    web: tuple[str, ...] = ("https", "http")
    wanted = {"GITHUB_API_URL": web, "GITHUB_WEB_URL": web, "SITE_URL": web}
    if settings.REDIS_URL:
        wanted["REDIS_URL"] = ("redis", "rediss", "unix")
    return [
        Error(
            f"{name} “{getattr(settings, name)}” is no address.",
            hint=f"Write it whole, beginning with {schemes[0]}://",
            id="common.E003",
        )
        for name, schemes in wanted.items()
        if not _is_address(getattr(settings, name), schemes)
    ]


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname or parts.path)


@register()
def check_sign_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if bool(settings.GITHUB_OAUTH_CLIENT_ID) == bool(settings.GITHUB_OAUTH_CLIENT_SECRET):
        return []
    return [
        Error(
            "Sign-in with GitHub is set in part only.",
            hint="Set both GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET, or neither.",
            id="common.E002",
        )
    ]


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
