"""The start page of the admin, and the way into setting the site up."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.queries.setup import is_being_set_up, may_set_up
from home.queries.waiting import waiting_for
from home.setup.urls import urlpatterns


class WaitingPanel(Component):
    template_name = "home/admin/waiting_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"lines": waiting_for(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())


@hooks.register("register_admin_urls")
def register_setup() -> list[Any]:
    return urlpatterns


class SetupMenuItem(MenuItem):
    """First in the menu until the operator is done."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_set_up(request.user) and is_being_set_up()


class SetupAgainMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_set_up(request.user)


@hooks.register("register_admin_menu_item")
def register_setup_item() -> SetupMenuItem:
    return SetupMenuItem("Set up", reverse("setup_start"), name="set-up", icon_name="cogs", order=10)


@hooks.register("register_settings_menu_item")
def register_setup_again() -> SetupAgainMenuItem:
    return SetupAgainMenuItem("Set up", reverse("setup_start"), name="set-up-again", icon_name="cogs", order=10)
