"""Addresses for crawlers: Wagtail's pages, other current versions, and rooms that have views of their own."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from docs_hub.queries.editions import tail
from docs_hub.queries.machine import light_pages_for_crawlers, not_for_crawlers


class PageSitemap(WagtailSitemap):
    """Without documentation that is not the current version of anything."""

    def items(self) -> Any:
        return super().items().exclude(pk__in=not_for_crawlers().values("pk"))


class VersionSitemap(Sitemap[Any]):
    def items(self) -> QuerySet[Any]:
        return light_pages_for_crawlers()

    def location(self, item: Any) -> str:
        return str(item.version.base + tail(item.address))


class RoomSitemap(Sitemap[str]):
    def items(self) -> list[str]:
        return ["tasks:board", "people:list", "sustainability:overview"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "versions": VersionSitemap, "rooms": RoomSitemap}
