"""Addresses for crawlers: the pages kept in Wagtail, and the rooms that have their own views."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap


class RoomSitemap(Sitemap[str]):
    def items(self) -> list[str]:
        return ["tasks:board", "people:list", "sustainability:overview"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": PageSitemap, "rooms": RoomSitemap}
