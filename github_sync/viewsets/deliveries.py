"""The operators' screen of webhook deliveries: what came, how it ended and why, and a replay."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy, register_permission_policy

from common.errors import ConflictError
from common.models import User
from github_sync.models import Delivery
from github_sync.permissions import ReadOnlyPolicy
from github_sync.queries.deliveries import deliveries
from github_sync.services.webhooks.deliveries import replay_delivery

register_permission_policy(Delivery, ReadOnlyPolicy(Delivery))


class DeliveryInspectView(InspectView):
    template_name = "github_sync/admin/delivery.html"

    @cached_property
    def may_replay(self) -> bool:
        return may_replay(self.request)


class DeliveryViewSet(ModelViewSet):
    """Read only: deliveries are written by GitHub's requests and by the queue."""

    model = Delivery
    icon = "download"
    menu_label = "Deliveries"
    add_to_admin_menu = False
    inspect_view_enabled = True
    inspect_view_class = DeliveryInspectView
    inspect_view_fields = [
        "event", "action", "repository", "state", "reason", "received_at", "applied_at", "attempts", "guid", "hook_id",
    ]  # fmt: skip
    list_display = [
        "event",
        "action",
        "repository",
        Column("get_state_display", label="State"),
        DateColumn("received_at"),
        "reason",
    ]
    list_filter = ["state", "event"]
    search_fields = ["repository", "guid"]
    search_backend_name = None
    form_fields = ["state"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return deliveries()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("replay/<int:delivery_id>/", replay, name="replay")]


def may_replay(request: HttpRequest) -> bool:
    return bool(ModelPermissionPolicy(Delivery).user_has_permission(request.user, "change"))


@require_POST
def replay(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Have it applied once more; how it went shows in the list."""
    if not may_replay(request):
        messages.error(request, "You may not replay a delivery. Ask an operator.")
        return redirect(reverse("wagtailadmin_home"))
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    actor = request.user if isinstance(request.user, User) else None
    try:
        replay_delivery(delivery_id=delivery.pk, actor=actor)
    except ConflictError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{delivery}” is being applied again. The list shows how it ends.")
    return redirect(reverse("delivery:index"))
