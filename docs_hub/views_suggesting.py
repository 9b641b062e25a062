"""Suggesting an edit from the public page, and looking after it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.apart.errors import BusyError
from common.apart.middleware import told_to_wait
from common.errors import MainstayError
from docs_hub.domain.lint import Finding
from docs_hub.domain.merging import merge
from docs_hub.domain.source_text import restore
from docs_hub.forms import SourceFormField
from docs_hub.models import DocPage, DocSuggestion
from docs_hub.models.suggestions import ACCEPTED
from docs_hub.queries.findings import findings_in, findings_of
from docs_hub.queries.proposals import under_way
from docs_hub.queries.suggestions import open_suggestion_of, review_of, stamp_of, text_at
from docs_hub.queries.writing import may_suggest
from docs_hub.services.pace import is_in_time
from docs_hub.services.suggesting import change_suggestion, suggest_edit, withdraw_suggestion
from docs_hub.widgets import SourceTextarea
from github_sync.services.outbox.voices import address_of

STALE = (
    "Somebody changed the same lines while you wrote. Both versions are in the text now, between marks (<<<<<<<): "
    "choose what shall stay, take the marks away and send it again."
)
TOO_FAST = "That is very often in one minute. Your text is still here: wait a minute and send it again."
CHANGED = (
    "This suggestion was changed meanwhile, by a reviewer or by you in another window. That is in the text now beside "
    "what you wrote. Look at it and send it again; where both changed the same lines, choose between the marks."
)


class SuggestForm(forms.Form):
    """`base` is the text the person began from, so that nothing is lost when the page changes meanwhile; `seen` tells
    which revision of their own suggestion they were shown."""

    text = SourceFormField(label="Text of the page", widget=SourceTextarea)
    note = forms.CharField(
        label="What did you change, and why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reviewer reads this first. One sentence is enough.",
    )
    base = SourceFormField(widget=forms.Textarea(attrs={"hidden": True}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


@login_required
def suggest(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _page(request, page_id)
    mine = open_suggestion_of(request.user, page)
    if request.method == "POST" and not is_in_time(f"suggest:{request.user.pk}", most=20, seconds=60):
        form = SuggestForm(request.POST)
        form.add_error("text", TOO_FAST)
        found = findings_of(page)
    elif request.method == "POST":
        form = SuggestForm(request.POST)
        try:
            if form.is_valid() and (done := _send(request, page, mine, form)):
                return redirect(done)
            found = findings_in(page, form.data.get("text", ""))
        except BusyError as error:
            form.add_error("text", str(error))
            return told_to_wait(_show(request, page, mine, form, []), error)
    else:
        text, base = (mine.text, mine.base_text) if mine else (page.source, page.source)
        note = mine.note if mine else ""
        form = SuggestForm(initial={"text": text, "base": base, "note": note, "seen": stamp_of(mine)})
        found = _findings_at_first(page, mine)
    return _show(request, page, mine, form, found)


def _findings_at_first(page: DocPage, mine: DocSuggestion | None) -> list[Finding]:
    """The editor asks for them again by itself where too many ask now."""
    try:
        return findings_in(page, mine.text) if mine else findings_of(page)
    except BusyError:
        return []


def _show(
    request: HttpRequest, page: DocPage, mine: DocSuggestion | None, form: SuggestForm, found: list[Finding]
) -> HttpResponse:
    form.fields["text"].widget.serve(page, may_upload=False)
    form.fields["text"].widget.attrs["aria-describedby"] = "findings-title"
    context = {"page": page, "form": form, "mine": mine, "found": found, "named_as": _named_as(request.user)}
    return render(request, "docs_hub/suggest.html", context, status=422 if form.errors else 200)


def _named_as(user: Any) -> str:
    """What the public will read of who wrote it, said before anything is sent."""
    address = address_of(user.pk)
    said = f"your address {address}" if address else "no e-mail address"
    return f"If your edit goes to a repository, its public history names you, with {said}."


def _page(request: HttpRequest, page_id: int) -> DocPage:
    page = get_object_or_404(DocPage.objects.select_related("doc_source"), pk=page_id)
    if not may_suggest(request.user, page):
        raise Http404
    return page


def _send(request: HttpRequest, page: DocPage, mine: DocSuggestion | None, form: SuggestForm) -> DocSuggestion | None:
    """None where the form has to be shown again."""
    if mine is not None and form.cleaned_data["seen"] != stamp_of(mine):
        _show_newest(request, mine, form)
        return None
    known = mine.base_text if mine else page.source
    base = restore(known, form.cleaned_data["base"])
    text = restore(base, form.cleaned_data["text"])
    merged = merge(base, page.source, text)
    if not merged.is_clean:
        form.data = {**request.POST.dict(), "text": merged.text, "base": page.source}
        form.add_error("text", STALE)
        return None
    given: Any = {"author": request.user, "base_text": base, "text": text, "note": form.cleaned_data["note"]}
    try:
        sent = change_suggestion(suggestion=mine, **given) if mine else suggest_edit(page=page, **given)
    except BusyError:
        raise
    except MainstayError as error:
        form.add_error("text", str(error))
        return None
    messages.success(request, "Thank you. Your suggestion waits for a reviewer." + _stale_word(page, base))
    return sent


def _show_newest(request: HttpRequest, mine: DocSuggestion, form: SuggestForm) -> None:
    """With what was typed in it."""
    began = text_at(mine, form.cleaned_data["seen"])
    if began is None:
        began = restore(mine.base_text, form.cleaned_data["base"])
    merged = merge(began, mine.text, restore(began, form.cleaned_data["text"]))
    newest = {"text": merged.text, "base": mine.base_text, "seen": stamp_of(mine)}
    form.data = {**request.POST.dict(), **newest}
    form.add_error("text", CHANGED)


def _stale_word(page: DocPage, base: str) -> str:
    return "" if page.source == base else " The page has changed since you began; both changes fit together."


@login_required
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """For its author; reviewers see it in the admin."""
    own = _own(request, pk)
    context = {
        "review": review_of(own.get_latest_revision_as_object()),
        "edits_under_way": under_way(own.page) if own.state == ACCEPTED else [],
    }
    return render(request, "docs_hub/suggestion.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    own = _own(request, pk)
    try:
        withdraw_suggestion(suggestion=own, author=request.user)  # type: ignore[arg-type]
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Your suggestion is withdrawn.")
    return redirect(own)


def _own(request: HttpRequest, pk: int) -> DocSuggestion:
    rows = DocSuggestion.objects.select_related("page__doc_source", "author")
    return get_object_or_404(rows, pk=pk, author_id=request.user.pk)
