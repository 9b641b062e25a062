from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from docs_hub.services.roots import ensure_index_page
from home.models import HomePage
from home.services.first_account import first_address
from home.services.setup import ensure_site


class Command(BaseCommand):
    help = (
        "Make the first pages, the site record and the roles of a new site, and print where its first account is made;"
        " does nothing where they are there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default=settings.SITE_NAME, help="what the platform is called (SITE_NAME)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not HomePage.objects.exists():
            ensure_site(name=options["name"])
            ensure_index_page()
        if address := first_address():
            self.stdout.write("\nThis site has no operator yet. Open this address once, and only you, to begin:\n")
            self.stdout.write(f"\n  {address}\n\n")
