from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from github_sync.admin_urls import urlpatterns
from github_sync.viewsets.group import GitHubViewSetGroup
from github_sync.viewsets.screens import OperatorsMenuItem


@hooks.register("register_admin_viewset")
def register_github() -> GitHubViewSetGroup:
    return GitHubViewSetGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return urlpatterns


@hooks.register("register_github_menu_item")
def register_connection() -> OperatorsMenuItem:
    return OperatorsMenuItem("Connection", reverse("github_connection"), icon_name="key", order=0)


@hooks.register("insert_global_admin_css")
def states_of_the_outbox() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/outbox.css"))
