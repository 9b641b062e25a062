"""What the platform is called: as an operator named it in the browser, else as SITE_NAME says."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction

KEY = "site-name"
KEPT_SECONDS = 30


def site_name() -> str:
    """From the cache, or one query every half minute; never raises, so that an error page has a name too."""
    try:
        return str(cache.get_or_set(KEY, _entered, KEPT_SECONDS)) or settings.SITE_NAME
    except DatabaseError:
        return settings.SITE_NAME


def forget_on_commit() -> None:
    """Other processes on a cache of their own see a new name within the half minute."""
    transaction.on_commit(lambda: cache.delete(KEY))


def _entered() -> str:
    from wagtail.models import Site

    return Site.objects.filter(is_default_site=True).values_list("site_name", flat=True).first() or ""
