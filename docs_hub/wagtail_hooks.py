from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from common.models import User
from docs_hub.admin_urls import urlpatterns
from docs_hub.desk.group import DocumentationGroup
from docs_hub.desk.reviewing import go_to_review, land_on_page, look_at_each, save_and_look_first, shape_menu
from docs_hub.desk.screens import may_write
from docs_hub.desk.sending import say_what_waits, say_where_it_goes
from docs_hub.desk.taking_off import say_what_follows, take_off_instead, take_off_many
from docs_hub.models import DocPage
from docs_hub.queries.writing import is_closed
from docs_hub.services.care import apply_check_mark, mark_checked_text
from docs_hub.services.holding import HELD
from docs_hub.services.scheduling import schedule_over_import
from docs_hub.version_viewset import DocVersionViewSet, version_viewset
from docs_hub.viewsets_suggestions import suggestion_update, suggestions_viewset


@hooks.register("register_admin_viewset")
def register_documentation() -> DocumentationGroup:
    return DocumentationGroup()


@hooks.register("register_admin_viewset")
def register_versions() -> DocVersionViewSet:
    return version_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return urlpatterns


class EditsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request.user)


@hooks.register("register_documentation_menu_item")
def register_edits() -> MenuItem:
    return EditsMenuItem("Edits", reverse("docs_edits"), icon_name="redirect", order=251)


@hooks.register("before_edit_page")
def refuse_where_nobody_edits(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, DocPage) or not is_closed(page):
        return None
    messages.error(request, f"“{page.doc_source}” is edited in its repository only, and not on this site.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_publish_page")
def keep_what_is_shown_until_then(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The edit screen publishes around the page's own `publish`."""
    if not isinstance(page, DocPage) or page.latest_revision is None:
        return None
    if not schedule_over_import(page=page, revision=page.latest_revision, user=request.user):
        return None
    due = date_format(localtime(page.go_live_at), "DATETIME_FORMAT")
    messages.success(request, f"“{page}” is published on {due}. Until then readers see the text that is there now.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_create_page")
def refuse_new_where_nobody_edits(request: HttpRequest, parent_page: Page, page_class: Any) -> HttpResponse | None:
    return refuse_where_nobody_edits(request, parent_page)


@hooks.register("register_admin_urls")
def register_suggestion_update() -> list[URLPattern]:
    return [path("suggested-edits/<int:pk>/update/", suggestion_update, name="docs_hub_suggestion_update")]


register_snippet(suggestions_viewset)


@hooks.register("before_move_page")
@hooks.register("before_copy_page")
def keep_place(request: HttpRequest, page: Page, destination: Page | None = None) -> HttpResponse | None:
    """The next import would undo either: a page lies where its file lies, and there once."""
    if not isinstance(page.specific, DocPage):
        return None
    messages.error(request, "A documentation page lies where its file lies. Move or copy the file in the repository.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


hooks.register("before_delete_page", take_off_instead)
hooks.register("after_unpublish_page", say_what_follows)
hooks.register("after_publish_page", say_where_it_goes)
hooks.register("before_edit_page", save_and_look_first)
hooks.register("after_edit_page", go_to_review)
hooks.register("after_edit_page", land_on_page, order=10)
hooks.register("construct_page_action_menu", shape_menu)
hooks.register("before_edit_page", say_what_waits)


@hooks.register("before_bulk_action")
def take_chosen_off(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    if not objects or not all(isinstance(one, Page) for one in objects):
        return None
    if action_type == "publish":
        return look_at_each(request, objects, action)
    return take_off_many(request, objects) if action_type == "delete" else None


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    actions.register_action(HELD, "Hold back", "Not published at the time set, since nobody edits here")


@hooks.register("after_edit_page")
def keep_check(request: HttpRequest, page: Page) -> None:
    """Now where the text is published already, else when it is."""
    if isinstance(page, DocPage) and isinstance(request.user, User) and request.POST.get("checked"):
        mark_checked_text(page=page, user=request.user)
        if (live := DocPage.objects.live().filter(pk=page.pk).first()) is not None:
            apply_check_mark(page=live)
