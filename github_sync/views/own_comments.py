"""The page where a person changes a comment that this site wrote on GitHub for them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.errors import ConflictError, MainstayError
from common.models import User
from github_sync.domain.outbox import LONGEST_BODY
from github_sync.queries.outbox import is_dry_run
from github_sync.queries.own_comments import OwnComment, own_comment
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.talking import edit_comment


class OwnCommentForm(forms.Form):
    body = forms.CharField(label="Comment", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 10}))
    version = forms.CharField(max_length=100, widget=forms.HiddenInput)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit_own_comment(request: HttpRequest, action_id: int) -> HttpResponse:
    """For whoever asked for the comment, and for nobody else; they need no role."""
    comment = own_comment(request.user, action_id)
    if comment is None or not isinstance(request.user, User):
        raise Http404("There is no comment of yours here that can be changed.")
    if request.method != "POST":
        return _show(request, comment, _fresh(comment, comment.text))
    form = OwnCommentForm(request.POST)
    if not form.is_valid():
        return _show(request, comment, form, status=422)
    return _send(request, request.user, comment, form)


def _send(request: HttpRequest, user: User, comment: OwnComment, form: OwnCommentForm) -> HttpResponse:
    body, by = form.cleaned_data["body"], By(user, "Their own comment, changed")
    try:
        edit_comment(by=by, comment=comment.action, body=body, seen=form.cleaned_data["version"])
    except ConflictError as error:
        messages.error(request, str(error))
        now = own_comment(user, comment.action.pk) or comment
        return _show(request, now, _fresh(now, body), status=409, meanwhile=now.text)
    except MainstayError as error:
        messages.error(request, str(error))
        return _show(request, comment, form, status=422)
    messages.success(request, "Your change is on its way to GitHub.")
    return redirect(_back(request))


def _fresh(comment: OwnComment, body: str) -> OwnCommentForm:
    return OwnCommentForm(initial={"body": body, "version": comment.version})


def _show(
    request: HttpRequest, comment: OwnComment, form: OwnCommentForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"comment": comment, "form": form, "back": _back(request), "is_dry_run": is_dry_run(), **more}
    return render(request, "github_sync/edit_own_comment.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_here else str(settings.LOGIN_REDIRECT_URL)
