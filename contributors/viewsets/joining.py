"""The screen that joins a row into another one: find the other, look at what happens, then say so."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from common.names import tidy_name

MOST = 20
LONGEST_TEXT = 100
LONGEST_REASON = 300


@dataclass(frozen=True)
class Candidate:
    id: int
    name: str
    about: str


@dataclass(frozen=True)
class Preview:
    """`lines`: what happens, one sentence each. With a `refusal` nothing can."""

    kept: Candidate
    lines: list[str]
    refusal: str = ""


class JoinView(View):
    """By GET `q` looks for the other row, `into` shows what would happen; by POST it does."""

    model: Any
    what = ""
    index = ""
    needs_reason = False

    def candidates(self, row: Any, text: str) -> list[Candidate]:
        """At most MOST, without the row itself."""
        raise NotImplementedError

    def preview(self, row: Any, other: Any) -> Preview:
        raise NotImplementedError

    def join(self, actor: User, row: Any, other: Any, reason: str) -> str:
        """Do it and return what to say; raises MainstayError."""
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not ModelPermissionPolicy(self.model).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        return self._page(request, row, self._other(row, request.GET.get("into", "")))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        other = self._other(row, request.POST.get("into", ""))
        if other is None:
            messages.error(request, f"Choose the {self.what} that stays first.")
            return self._page(request, row, None)
        reason = tidy_name(request.POST.get("reason", ""))
        if self.needs_reason and not reason:
            return self._page(request, row, other, "Say in a few words how you know. It stays in the history.")
        if not isinstance(request.user, User):
            raise PermissionDenied
        try:
            said = self.join(request.user, row, other, reason[:LONGEST_REASON])
        except MainstayError as error:
            messages.error(request, str(error))
            return self._page(request, row, other)
        messages.success(request, said)
        return redirect(reverse(self.index))

    def _page(self, request: HttpRequest, row: Any, other: Any, wrong: str = "") -> HttpResponse:
        text = tidy_name(request.GET.get("q", str(row)))[:LONGEST_TEXT]
        context = {
            "row": row,
            "what": self.what,
            "text": text,
            "candidates": [] if other else self.candidates(row, text),
            "preview": self.preview(row, other) if other else None,
            "needs_reason": self.needs_reason,
            "reason": request.POST.get("reason", "")[:LONGEST_REASON],
            "longest_reason": LONGEST_REASON,
            "wrong": wrong,
            "index_url": reverse(self.index),
        }
        return render(request, "contributors/admin/join.html", context, status=400 if wrong else 200)

    def _other(self, row: Any, number: str) -> Any:
        if not number.isdecimal() or len(number) > 18 or int(number) == row.pk:
            return None
        return self.model.objects.filter(pk=int(number)).first()
