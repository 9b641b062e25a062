from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from docs_hub.services.roots import ensure_index_page
from home.models import HomePage
from home.services.setup import ensure_site


class Command(BaseCommand):
    help = "Make the first pages, the site record and the roles of a new site; does nothing where they are there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default=settings.SITE_NAME, help="what the platform is called (SITE_NAME)")

    def handle(self, *args: Any, **options: Any) -> None:
        if HomePage.objects.exists():
            return
        home = ensure_site(name=options["name"])
        ensure_index_page()
        self.stdout.write(f"“{home.title}” is set up. Its texts are edited under Pages in {settings.SITE_URL}/admin/.")
