"""What readers do at a page: say whether it helped, report a problem, say that they have checked it.

Pages are kept whole for strangers, so they hold links only; the forms, with their tokens, are answered here and never
kept.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import MainstayError
from docs_hub.care_forms import FeedbackForm, ProblemForm, ReportForm
from docs_hub.models import DocPage, Feedback
from docs_hub.services.care import check_page
from docs_hub.services.feedback import give_feedback
from docs_hub.services.problems import report_problem
from docs_hub.services.visitors import visitor_mark

View = Callable[..., HttpResponse]


def about_a_page(view: View) -> View:
    """Never kept, never indexed, and only for pages that this reader may see."""

    @wraps(view)
    @never_cache
    def wrapped(request: HttpRequest, page_id: int) -> HttpResponse:
        page = DocPage.objects.live().filter(pk=page_id).select_related("doc_source").first()
        if page is None or not page.source_path or not may_read(request, page):
            raise Http404("No such page.")
        answer = view(request, page)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return wrapped


def may_read(request: HttpRequest, page: DocPage) -> bool:
    return all(restriction.accept_request(request) for restriction in page.get_view_restrictions())


@require_http_methods(["GET", "HEAD", "POST"])
@about_a_page
def feedback(request: HttpRequest, page: DocPage) -> HttpResponse:
    answer = request.GET.get("answer", "")
    form = FeedbackForm(request.POST or None, initial={"answer": answer if answer in ("yes", "no") else ""})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _keep(request, page, form, said["answer"], said["text"])
    return _form(request, page, form, "feedback")


@require_http_methods(["GET", "HEAD", "POST"])
@about_a_page
def report(request: HttpRequest, page: DocPage) -> HttpResponse:
    """Of whoever is signed in it becomes a task; of a stranger a line for the writers."""
    kind: type[ReportForm] = ReportForm if request.user.is_authenticated else ProblemForm
    form = kind(request.POST or None, sections=page.toc, initial={"anchor": request.GET.get("section", "")})
    if request.method != "POST" or not form.is_valid():
        return _form(request, page, form, "report")
    said = form.cleaned_data
    if not request.user.is_authenticated:
        return _keep(request, page, form, Feedback.Kind.PROBLEM, said["text"], said["anchor"])
    if form.is_from_a_program:
        return _thanks(request, page)
    try:
        row = report_problem(
            page=page, user=request.user, title=said["title"], text=said["text"], anchor=said["anchor"]
        )
    except MainstayError as error:
        form.add_error(None, str(error))
        return _form(request, page, form, "report")
    messages.success(request, "Thank you. Your report is a task on the board now, where somebody can take it.")
    return redirect(row.task)


@require_POST
@about_a_page
def check(request: HttpRequest, page: DocPage) -> HttpResponse:
    """For the owners and for writers: the page was read through, and is right."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page.url}")
    try:
        check_page(
            page=page,
            user=request.user,
            anchor=request.POST.get("anchor", "")[:500],
            version=request.POST.get("version"),
        )
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Noted: you have checked this page. Readers see it.")
    return redirect(page.url)


def _keep(request: HttpRequest, page: DocPage, form: Any, kind: str, text: str, anchor: str = "") -> HttpResponse:
    """A program that filled in the field that people do not see is thanked like anyone, and nothing is kept."""
    if not form.is_from_a_program:
        try:
            give_feedback(page=page, visitor=visitor_mark(request), kind=kind, text=text, anchor=anchor)
        except MainstayError as error:
            form.add_error(None, str(error))
            return _form(request, page, form, "report" if kind == Feedback.Kind.PROBLEM else "feedback")
    return _thanks(request, page)


def _form(request: HttpRequest, page: DocPage, form: Any, name: str) -> HttpResponse:
    """With `part`, the form alone, for the script that shows it on the page itself."""
    is_part = "part" in request.GET
    template = f"docs_hub/parts/{name}_form.html" if is_part else f"docs_hub/{name}.html"
    context = {"page": page, "form": form, "is_part": is_part}
    return render(request, template, context)


def _thanks(request: HttpRequest, page: DocPage) -> HttpResponse:
    if "part" in request.GET:
        return render(request, "docs_hub/parts/thanks.html", {"page": page})
    return redirect(reverse("docs_hub:thanks", args=[page.pk]))


@require_http_methods(["GET", "HEAD"])
@about_a_page
def thanks(request: HttpRequest, page: DocPage) -> HttpResponse:
    return render(request, "docs_hub/thanks.html", {"page": page})
