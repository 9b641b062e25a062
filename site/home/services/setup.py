"""What every site needs before its first visitor: a home page, a site record and roles."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from common import roles
from home.models import HomePage

TAGLINE = "An open-source platform, built and paid for by the people who use it."
INTRODUCTION = "Find a first task, read how it works, and see what keeps the project standing."
PAGE_PERMISSIONS = {
    roles.WRITERS: ("add_page", "change_page"),
    roles.MAINTAINERS: ("add_page", "change_page", "publish_page"),
    roles.OPERATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}


@transaction.atomic
def ensure_site(*, name: str, tagline: str = TAGLINE, introduction: str = INTRODUCTION) -> HomePage:
    """Idempotent; what an editor changed since stays."""
    home = HomePage.objects.first() or _create_home(name, tagline, introduction)
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", port=80)
    site.root_page, site.site_name, site.is_default_site = home, name, True
    site.save()
    _ensure_roles(home)
    return home


def _create_home(name: str, tagline: str, introduction: str) -> HomePage:
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        welcome.delete()
        root.refresh_from_db()
    home: HomePage = root.add_child(
        instance=HomePage(title=name, slug="home", tagline=tagline, introduction=introduction)
    )
    return home


def _ensure_roles(home: HomePage) -> None:
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in roles.ALL_ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        if role != roles.SPONSORS:
            group.permissions.add(access)
    for role, codenames in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=home.page_ptr, permission=permission)
    _give_room_permissions()


def _give_room_permissions() -> None:
    rooms = {
        roles.MAINTAINERS: ("contributors",),
        roles.TREASURERS: ("sustainability",),
        roles.OPERATORS: ("contributors", "sustainability", "github_sync", "docs_hub", "home"),
        roles.WRITERS: ("docs_hub",),
    }
    for role, labels in rooms.items():
        permissions = Permission.objects.filter(content_type__app_label__in=labels)
        Group.objects.get(name=role).permissions.add(*permissions)
