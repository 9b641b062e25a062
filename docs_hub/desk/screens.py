"""What the screens of the desk have in common: who sees them, and where they stand."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from common import roles
from common.errors import MainstayError
from common.models import User

WRITING = (roles.WRITERS, roles.MAINTAINERS, roles.OPERATORS)
PAGE_SIZE = 50


def may_write(user: Any) -> bool:
    return roles.has_role(user, *WRITING)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request.user)


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A POST calls `act`, says what came of it, and shows the same list again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_enter(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def may_enter(self, user: Any) -> bool:
        return may_write(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act(self.user))
        except MainstayError as error:
            messages.error(request, str(error))
        return redirect(request.get_full_path())

    def act(self, user: User) -> str:
        """Do what was asked for and return a sentence about it. Raises MainstayError."""
        raise PermissionDenied

    @property
    def user(self) -> User:
        """`dispatch` lets nobody in who has no account."""
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user

    def chosen(self, name: str = "chosen") -> list[int]:
        return [int(value) for value in self.request.POST.getlist(name)[:500] if value.isascii() and value.isdecimal()]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`address`: the filters as they are, for links to other pages of the list."""
        query = self.request.GET.copy()
        query.pop("page", None)
        return {**super().get_context_data(**kwargs), "address": query.urlencode()}


class DeskViewSet(ViewSet):
    """One screen; set `view_class`."""

    view_class: type[DeskView] = DeskView
    menu_item_class = DeskMenuItem

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(
            **{"page_title": self.menu_label, "header_icon": self.icon, **kwargs}
        )
        return common

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(self.view_class), name="index")]


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
