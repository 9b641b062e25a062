"""The screen on which a maintainer decides about one credit, with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.permissions import ModelPermissionPolicy

from common.errors import MainstayError
from common.models import User
from contributors.domain.deciding import LONGEST_REASON
from contributors.domain.kinds import kind_title
from contributors.models import Contribution, Person
from contributors.queries.joining import people_called
from contributors.services.deciding import count_credit, reassign_credit, void_credit

VOID, ASSIGN, COUNT = "void", "assign", "count"


class DecideForm(forms.Form):
    """What can be decided depends on whether the entry counts now."""

    decision = forms.ChoiceField(label="What is right?", widget=forms.RadioSelect)
    person = forms.CharField(
        label="Whose work is it?", required=False, max_length=255,
        help_text="Only for work of somebody else: their name, their account on GitHub, or the last part of their "
        "page's address here.",
    )  # fmt: skip
    reason = forms.CharField(label="Why?", max_length=LONGEST_REASON, help_text="Stays in the history.")

    def __init__(self, *args: Any, counts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counting = [(ASSIGN, "It is somebody else's work"), (VOID, "It does not count")]
        decision: Any = self.fields["decision"]
        decision.choices = counting if counts else [(COUNT, "It counts after all")]
        if not counts:
            del self.fields["person"]
            decision.initial = COUNT

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("decision") == ASSIGN and "person" in found:
            found["person"] = self._person(str(found["person"]))
        return found

    def _person(self, text: str) -> Person | None:
        people = people_called(text) if text else []
        if len(people) == 1:
            return people[0]
        if people:
            addresses = ", ".join(one.slug for one in people)
            self.add_error("person", f"Several people are called so. Write the address of one: {addresses}.")
        else:
            self.add_error("person", "Nobody is called so here. Look for the person on the people page.")
        return None


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not ModelPermissionPolicy(Contribution).user_has_permission(user, "change"):
        raise PermissionDenied
    row = get_object_or_404(Contribution.objects.select_related("person"), pk=pk)
    form = DecideForm(request.POST or None, counts=row.status in Contribution.COUNTED)
    if form.is_valid():
        try:
            messages.success(request, _do(user, row, form.cleaned_data))
            return redirect(reverse("contributors_contributions:inspect", args=[row.pk]))
        except MainstayError as error:
            messages.error(request, str(error))
    context = {"row": row, "form": form, "kind": kind_title(row.kind)}
    return render(request, "contributors/admin/decide.html", context)


def _do(user: User, row: Contribution, said: dict[str, Any]) -> str:
    reason = said["reason"]
    if said["decision"] == ASSIGN:
        person = said["person"]
        reassign_credit(actor=user, contribution_id=row.pk, person_id=person.pk, reason=reason)
        return f"This is credited to {person} now, and to {row.person} no more."
    if said["decision"] == VOID:
        void_credit(actor=user, contribution_id=row.pk, reason=reason)
        return f"This does not count for {row.person} any more."
    count_credit(actor=user, contribution_id=row.pk, reason=reason)
    return f"This counts for {row.person} now."
