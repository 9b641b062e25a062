"""What every site needs before its first visitor: a home page, a site record and roles."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from common import roles
from docs_hub.services.review import ensure_review
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
    site.root_page, site.is_default_site = home, True
    if name != settings.SITE_NAME:  # what only repeats the setting goes on to follow it
        site.site_name = name
    site.save()
    _ensure_roles(home)
    _ensure_review(home)
    ensure_review(groups=(roles.MAINTAINERS, roles.OPERATORS))
    return home


@transaction.atomic
def rename_site(*, name: str) -> HomePage:
    """Whatever SITE_NAME says; returns the home page as it is."""
    home = HomePage.objects.first() or ensure_site(name=name)
    site = Site.objects.get(is_default_site=True)
    site.site_name = name
    site.save()
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


REVIEW = "Review by a maintainer"


def _ensure_review(home: HomePage) -> None:
    """What writers submit waits for somebody who exists: Wagtail's own workflow asks an empty group of moderators.

    Only that workflow is replaced; one that an operator chose stays.
    """
    chosen = WorkflowPage.objects.filter(page=home.page_ptr).exists()
    if chosen:
        return
    task, is_new = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    if is_new:
        task.groups.set(Group.objects.filter(name__in=(roles.MAINTAINERS, roles.OPERATORS)))
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.create(page=home.page_ptr, workflow=workflow)


def _give_room_permissions() -> None:
    rooms = {
        roles.MAINTAINERS: ("contributors",),
        roles.TREASURERS: ("sustainability",),
        roles.OPERATORS: ("contributors", "sustainability", "github_sync", "docs_hub", "home"),
    }
    for role, labels in rooms.items():
        permissions = Permission.objects.filter(content_type__app_label__in=labels)
        Group.objects.get(name=role).permissions.add(*permissions)
    marks = Permission.objects.filter(content_type__app_label="github_sync", content_type__model="accountmark")
    Group.objects.get(name=roles.MAINTAINERS).permissions.add(*marks)
    _let_writers_look_at_sources()


def _let_writers_look_at_sources() -> None:
    """They write pages; which repositories the site reads, and when, is the operators' to say."""
    writers = Group.objects.get(name=roles.WRITERS)
    sources = Permission.objects.filter(content_type__app_label="docs_hub", content_type__model="docsource")
    writers.permissions.remove(*writers.permissions.filter(content_type__app_label="docs_hub"))
    writers.permissions.add(*sources.filter(codename="view_docsource"))
