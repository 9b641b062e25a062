"""Registers this room's screens in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from common import roles
from sustainability.models import SustainabilitySettings
from sustainability.views import importing
from sustainability.viewsets.amounts import SettingsForm
from sustainability.viewsets.funding import FundingGroup

SustainabilitySettings.base_form_class = SettingsForm  # the only place Wagtail has for it


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return roles.has_role(request.user, roles.TREASURERS, roles.OPERATORS)


@hooks.register("register_admin_viewset")
def register_funding() -> FundingGroup:
    return FundingGroup()


@hooks.register("register_admin_urls")
def register_import_urls() -> list[Any]:
    return [
        path("funding-import/", importing.upload, name="sustainability_import"),
        path("funding-import/template.csv", importing.template_file, name="sustainability_import_template"),
        path("funding-import/<int:upload_id>/", importing.preview, name="sustainability_import_preview"),
        path("funding-import/<int:upload_id>/confirm/", importing.confirm, name="sustainability_import_confirm"),
    ]


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> ImportMenuItem:
    return ImportMenuItem("Import funding", reverse("sustainability_import"), icon_name="upload", order=251)
