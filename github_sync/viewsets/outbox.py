"""The operators' screen of the outbox: what people sent to GitHub, how it went, and what to do about it."""

import json
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy, register_permission_policy

from common.errors import ConflictError
from common.models import User
from github_sync.models import OutboxAction
from github_sync.permissions import ReadOnlyPolicy
from github_sync.queries.outbox import is_dry_run, outbox, state_in_words, tone_of, voice_in_words
from github_sync.services.outbox.changing import AGAIN, cancel_action, retry_action

register_permission_policy(OutboxAction, ReadOnlyPolicy(OutboxAction))
State = OutboxAction.State
ON_A_DESK = "on-a-desk"
TO_CANCEL = (State.WAITING, State.REFUSED)
NAMES = {
    "body": "Text",
    "body_as_self": "Text, where it is written as the person",
    "is_signed": "With the person's name under it",
    "labels": "Labels",
    "logins": "People",
    "message": "What changed",
    "files": "Files",
    "title": "Title",
    "base": "Into the branch",
    "url": "Address",
    "author": "Written by",
    "changed_at": "Written at",
}


class StateColumn(Column):
    cell_template_name = "github_sync/admin/outbox_state_cell.html"

    def get_cell_context_data(self, instance: OutboxAction, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "words": state_in_words(instance), "tone": tone_of(instance)}


class WhyColumn(Column):
    def get_value(self, instance: OutboxAction) -> str:
        return instance.refusal_text or (instance.error if instance.state == State.WAITING else "")


class OutboxIndexView(IndexView):
    template_name = "github_sync/admin/outbox.html"
    results_template_name = "github_sync/admin/outbox_results.html"
    page_title = "Outbox"

    @cached_property
    def is_dry_run(self) -> bool:
        return is_dry_run()


class OutboxInspectView(InspectView):
    template_name = "github_sync/admin/outbox_action.html"

    def get_fields_context(self) -> list[Any]:
        """Without those that say nothing."""
        return [
            self.get_context_for_field(name) for name in self.fields if getattr(self.object, name) not in ("", None)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action: OutboxAction = self.object
        may = may_change(self.request)
        return {
            **super().get_context_data(**kwargs),
            "words": state_in_words(action),
            "tone": tone_of(action),
            "voice": voice_in_words(action),
            "payload": readable(action.payload),
            "would_have_sent": [
                (f"{one['method']} {one['path']}", readable(one["body"]))
                for one in action.answer.get("would_have_sent", [])
            ],
            "answer": readable({key: value for key, value in action.answer.items() if key != "would_have_sent"}),
            "may_retry": may and action.state in AGAIN,
            "may_cancel": may and action.state in TO_CANCEL,
        }


class OutboxViewSet(ModelViewSet):
    """Read only but for a retry and a cancel: actions are written by what people do elsewhere."""

    model = OutboxAction
    name = "outbox"
    icon = "upload"
    menu_label = "Outbox"
    add_to_admin_menu = False
    index_view_class = OutboxIndexView
    inspect_view_enabled = True
    inspect_view_class = OutboxInspectView
    inspect_view_fields = [
        "kind", "full_name", "number", "branch", "actor_name", "reason", "created_at", "sent_at", "attempts", "due_at",
        "needs", "mark",
    ]  # fmt: skip
    list_display = [
        "__str__",
        StateColumn("state", label="State"),
        WhyColumn("why", label="Why not", classname=ON_A_DESK),
        Column("actor_name", label="Who", classname=ON_A_DESK),
        DateColumn("created_at", label="Asked for", classname=ON_A_DESK),
    ]
    list_filter = ["state", "kind", "repository", "acted_as"]
    search_fields = ["full_name", "actor_name", "mark"]
    search_backend_name = None
    form_fields = ["state"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxAction]:
        return outbox()

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("retry/<int:action_id>/", retry, name="retry"),
            path("cancel/<int:action_id>/", cancel, name="cancel"),
        ]


def may_change(request: HttpRequest) -> bool:
    return bool(ModelPermissionPolicy(OutboxAction).user_has_permission(request.user, "change"))


def readable(value: Any) -> list[tuple[str, str]]:
    """Each part with its name, long texts as they are."""
    parts = value.items() if isinstance(value, dict) else []
    return [(NAMES.get(str(key), str(key)), _in_words(part)) for key, part in parts if part not in ("", None, [], {})]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return ", ".join(value) if is_list else json.dumps(value, ensure_ascii=False, indent=2)


@require_POST
def retry(request: HttpRequest, action_id: int) -> HttpResponse:
    return _change(request, action_id, retry_action, "It is being sent again. The list shows how it ends.")


@require_POST
def cancel(request: HttpRequest, action_id: int) -> HttpResponse:
    return _change(request, action_id, cancel_action, "It is cancelled and will not be sent.")


def _change(request: HttpRequest, action_id: int, act: Any, done: str) -> HttpResponse:
    if not may_change(request):
        messages.error(request, "You may not change the outbox. Ask an operator.")
        return redirect(reverse("wagtailadmin_home"))
    action = get_object_or_404(OutboxAction, pk=action_id)
    actor = request.user if isinstance(request.user, User) else None
    try:
        act(action_id=action.pk, actor=actor)
    except ConflictError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(reverse("outbox:inspect", args=[action.pk]))
