"""The home page and free-form landing pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from common.schedule_panel import SETTINGS_PANELS
from home.links import AddressBlock, DoorValue

BODY = [
    ("heading", blocks.CharBlock(icon="title", template="home/blocks/heading.html")),
    ("text", blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])),
    (
        "door",
        blocks.StructBlock(
            [("title", blocks.CharBlock()), ("text", blocks.TextBlock()), ("address", AddressBlock())],
            icon="link",
            value_class=DoorValue,
            template="home/blocks/door.html",
        ),
    ),
]


class HomePage(Page):
    """What the platform is, in one sentence, and the live state of its community."""

    tagline = models.CharField(max_length=200, help_text="One sentence: what the platform is and for whom.")
    introduction = models.TextField(
        blank=True, help_text="Two or three sentences for someone who has never heard of it."
    )
    body = StreamField(BODY, blank=True)

    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("introduction"), FieldPanel("body")]
    settings_panels = SETTINGS_PANELS
    template = "home/home_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.queries.front import front_page

        return {**super().get_context(request, *args, **kwargs), "front": front_page()}


class LandingPage(Page):
    """A free page: who we are, a campaign, a code of conduct."""

    body = StreamField(BODY, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
    settings_panels = SETTINGS_PANELS
    search_fields = [*Page.search_fields, index.SearchField("body")]
    template = "home/landing_page.html"


class SetupProgress(models.Model):
    """One row: what of setting the site up cannot be read from anything else.

    `first_key` is the hash of the one-time key with which the first account is made; empty once it was used.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    first_key = models.CharField(max_length=64, blank=True)
    name_confirmed_at = models.DateTimeField(null=True, blank=True)
    labels_confirmed_at = models.DateTimeField(null=True, blank=True)
    documentation_confirmed_at = models.DateTimeField(null=True, blank=True)
    sync_started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "setup progress"

    def __str__(self) -> str:
        return "Finished" if self.finished_at else "Being set up"
