"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from common.site_name import site_name


def site(request: HttpRequest) -> dict[str, Any]:
    """The name is looked up where a template shows it."""
    return {
        "site_name": SimpleLazyObject(site_name),
        "site_url": settings.SITE_URL,
        "github_url": settings.GITHUB_WEB_URL,
    }
