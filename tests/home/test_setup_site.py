"""A new site greets its first visitor under its own name."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from common import roles
from home.models import HomePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]


def test_a_new_site_has_a_home_page_and_roles(client: Client) -> None:
    call_command("setup_site", "--name", "Harbor", verbosity=0)
    page = client.get("/").content.decode()
    assert "built and paid for by the people who use it" in page
    assert "Welcome to your new Wagtail site" not in page
    assert "No documentation" in client.get("/docs/").content.decode()
    assert set(roles.ALL_ROLES) <= set(Group.objects.values_list("name", flat=True))


def test_what_was_edited_stays(client: Client) -> None:
    call_command("setup_site", "--name", "Harbor")
    HomePage.objects.update(tagline="Ours.")
    call_command("setup_site", "--name", "Another name")
    home = HomePage.objects.get()
    assert (home.title, home.tagline) == ("Harbor", "Ours.")
