"""A new site greets its first visitor under its own name."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from common import roles
from common.models import User
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


def test_the_admin_is_headed_by_the_name_that_the_setting_gives(client: Client, settings: Any) -> None:
    settings.SITE_NAME = "Ferry & Co"
    call_command("setup_site", "--name", "Ferry & Co", verbosity=0)
    mara = User.objects.create_user("mara")
    roles.give_role(mara, roles.MAINTAINERS)
    client.force_login(mara)
    heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", client.get("/admin/").content.decode(), re.DOTALL)
    assert heading
    assert heading.group(1) == "Ferry &amp; Co"
