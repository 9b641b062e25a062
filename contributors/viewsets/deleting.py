"""Rows that must stay say why, instead of failing when somebody deletes them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse
from wagtail.admin.views.generic import DeleteView


class GuardedDeleteView(DeleteView):
    """Asks `reason_to_keep` before it shows the question and again before it deletes."""

    template_name = "contributors/admin/confirm_delete.html"

    def reason_to_keep(self, row: Any) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        reason = self.reason_to_keep(self.object)
        return {**context, "reason_to_keep": reason, "is_protected": bool(reason) or context.get("is_protected")}

    def form_valid(self, form: Any) -> HttpResponse:
        row: Model = self.object
        if self.reason_to_keep(row):
            raise PermissionDenied
        response: HttpResponse = super().form_valid(form)
        return response
