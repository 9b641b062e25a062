"""Deleting documentation pages in the admin: they are taken off this site, and their repository is asked to follow."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.models import Page

from docs_hub.desk.edit_screens import person
from docs_hub.desk.screens import counted
from docs_hub.models import DocPage
from docs_hub.queries.removals import concerned_pages, concerns_repository
from docs_hub.queries.writing import CLOSED, is_closed
from docs_hub.services.removing import take_pages_off
from docs_hub.tasks import take_up_edit

MOST = 20
WHOLE = "This is a whole documentation. Remove its source instead, under Documentation → Sources."
TOO_MANY = f"More than {MOST} pages go with this. Remove so many in the repository, and the site follows."


def take_off_instead(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In place of Wagtail's own deleting, which the next import would undo. None where it may go on."""
    page = page.specific
    concerned = concerned_pages(page)
    if hindrance := _hindrance(page, concerned):
        messages.error(request, hindrance)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if not concerned:
        return None
    if request.method != "POST":
        return render(request, "docs_hub/admin/take_off.html", {"page": page, "concerned": concerned})
    _take_off(request, page, concerned)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def take_off_many(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """The same for what was chosen in a list. Nothing is taken off where one of them cannot be."""
    tops = [page for page in pages if not any(page.is_descendant_of(one) for one in pages)]
    found = [(page.specific, concerned_pages(page)) for page in tops]
    if not any(concerned or is_closed_page(page) for page, concerned in found):
        return None
    hindrances = {hindrance for page, concerned in found if (hindrance := _hindrance(page, concerned))}
    if sum(len(concerned) for _, concerned in found) > MOST:
        hindrances.add(TOO_MANY)
    if not all(concerned for _, concerned in found):
        hindrances.add("Some of these pages lie in a repository and some do not. Delete the two kinds one by one.")
    for hindrance in sorted(hindrances):
        messages.error(request, hindrance)
    for page, concerned in found if not hindrances else ():
        _take_off(request, page, concerned)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def say_what_follows(request: HttpRequest, page: Page) -> None:
    """After a page was unpublished."""
    page = page.specific
    if isinstance(page, DocPage) and concerns_repository(page):
        messages.info(request, f"{_repository(page)} is asked to remove it, too: see Documentation → Edits.")


def is_closed_page(page: Page) -> bool:
    return isinstance(page, DocPage) and is_closed(page)


def _repository(page: DocPage) -> str:
    return page.doc_source.repository if page.doc_source else ""


def _hindrance(page: Page, concerned: list[DocPage]) -> str:
    if is_closed_page(page):
        return CLOSED
    if concerned and not (isinstance(page, DocPage) and page.address):
        return WHOLE
    return TOO_MANY if len(concerned) > MOST else ""


def _take_off(request: HttpRequest, page: Page, concerned: list[DocPage]) -> None:
    """With what lies below it, whether the repository knows that or not."""
    pages = DocPage.objects.descendant_of(page, inclusive=True).select_related("doc_source").order_by("path")
    take_pages_off(pages=pages, actor=person(request))
    for one in concerned:
        take_up_edit.delay_on_commit(one.pk)
    words = counted(len(concerned), "page is", "pages are")
    messages.success(request, f"{words} off the site, and {_repository(concerned[0])} is asked to remove it.")
