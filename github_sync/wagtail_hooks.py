from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import ModelPermissionPolicy

from github_sync.admin_urls import urlpatterns
from github_sync.models import Credential
from github_sync.viewsets import GitHubViewSetGroup


@hooks.register("register_admin_viewset")
def register_github() -> GitHubViewSetGroup:
    return GitHubViewSetGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return urlpatterns


class OperatorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(ModelPermissionPolicy(Credential).user_has_permission(request.user, "change"))


@hooks.register("register_github_menu_item")
def register_connection() -> OperatorsMenuItem:
    return OperatorsMenuItem("Connection", reverse("github_connection"), icon_name="key", order=0)


@hooks.register("insert_global_admin_css")
def states_of_the_outbox() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/outbox.css"))
