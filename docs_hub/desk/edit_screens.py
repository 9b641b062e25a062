"""What the screens about edits have in common beyond those of the desk: where one is."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse_lazy

from common.models import User
from docs_hub.desk.screens import DeskView
from docs_hub.models import DocPage


def may_publish(user: Any, page: DocPage) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class EditScreen(DeskView):
    header_icon = "doc-full-inverse"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = [{"url": "", "label": self.get_page_title()}]
        above = [] if isinstance(self, EditsHome) else [{"url": reverse_lazy("docs_edits"), "label": "Edits"}]
        return [*self.breadcrumbs_items, *above, *here]


class EditsHome:
    """Marks the screen that the others lie below."""
