"""Registers the screens of the contributors room in the CMS."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from contributors.viewsets.board import task_viewset
from contributors.viewsets.contributions import contribution_viewset
from contributors.viewsets.organizations import affiliation_viewset, organization_viewset
from contributors.viewsets.people import person_viewset


class ContributorsGroup(ViewSetGroup):
    menu_label = "Contributors"
    menu_icon = "group"
    menu_order = 210
    items = (task_viewset, person_viewset, organization_viewset, affiliation_viewset, contribution_viewset)


@hooks.register("register_admin_viewset")
def register_contributors() -> ContributorsGroup:
    return ContributorsGroup()


@hooks.register("insert_global_admin_css")
def lists_on_a_phone() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/tasks.css"))
