"""Screens that are no list of rows: shown to operators only, in the menu and by address."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import ModelPermissionPolicy

from github_sync.models import Repository


def may_operate(request: HttpRequest) -> bool:
    return bool(ModelPermissionPolicy(Repository).user_has_permission(request.user, "change"))


class OperatorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_operate(request)


class ScreenView(WagtailAdminTemplateMixin, TemplateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_operate(request):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ScreenViewSet(ViewSet):
    """One page; set `view_class`."""

    view_class: type[ScreenView] = ScreenView
    menu_item_class = OperatorsMenuItem

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(
            **{"page_title": self.menu_label, "header_icon": self.icon, **kwargs}
        )
        return common

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(self.view_class), name="index")]
