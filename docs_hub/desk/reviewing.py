"""Every way in which Wagtail would publish a text that waits for review, led to where its difference is shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from docs_hub.desk.screens import counted
from docs_hub.models import DocPage

TO_REVIEW = "action-review"
APPROVALS = ("approve",)
FIRST, SECOND = -20, -10


def review_url(page_id: int) -> str:
    return reverse("docs_page_review", args=[page_id])


class ReviewMenuItem(ActionMenuItem):
    """Saves what was typed, so that nothing is lost, and goes on to the review."""

    label = "Review and publish…"
    name = TO_REVIEW
    icon_name = "view"
    order = FIRST


def shape_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nothing here publishes another's text; what a person most likely wants stands on the button itself."""
    page = context.get("page")
    kind = page.specific_class if page is not None else context["parent_page"].specific_class
    if not issubclass(kind, DocPage):
        return
    approvals = [item for item in items if item.name in APPROVALS]
    is_others = page is not None and waits_for_a_look(page, request.user)
    may_publish = any(item.name == "action-publish" for item in items)
    items[:] = [item for item in items if item not in approvals and not (is_others and item.name == "action-publish")]
    if approvals or (is_others and may_publish):
        items.insert(0, ReviewMenuItem())
        return
    for item in [item for item in items if item.name in ("action-submit", "action-publish")]:
        items.remove(item)
        items.insert(0, item)


def waits_for_a_look(page: Page, user: Any) -> bool:
    """Whether its newest text is in review, or another's that was not published yet."""
    if page.workflow_in_progress:
        return True
    newest = page.latest_revision if page.has_unpublished_changes else None
    return newest is not None and newest.user_id is not None and newest.user_id != user.pk


def save_and_look_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An approval, or another's text published, from the edit form becomes a saved draft; nothing typed is lost."""
    if request.method != "POST" or not isinstance(page, DocPage):
        return None
    data = request.POST
    is_approval = bool(data.get("action-workflow-action")) and data.get("workflow-action-name") in APPROVALS
    is_publishing = bool(data.get("action-publish")) and page.permissions_for_user(request.user).can_publish()
    kept = DocPage.objects.filter(pk=page.pk).first()
    if is_approval or (is_publishing and kept is not None and waits_for_a_look(kept, request.user)):
        changed = data.copy()
        for name in ("action-workflow-action", "workflow-action-name", "action-publish"):
            changed.pop(name, None)
        changed[TO_REVIEW] = "1"
        request.POST = changed  # type: ignore[assignment]
    return None


def go_to_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    return redirect(review_url(page.pk)) if isinstance(page, DocPage) and request.POST.get(TO_REVIEW) else None


def land_on_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After submitting or publishing: where one came from, else on the page itself, and not in a list of others."""
    is_done = request.POST.get("action-submit") or request.POST.get("action-publish")
    if not isinstance(page, DocPage) or not is_done or get_valid_next_url_from_request(request):
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


def look_at_each(request: HttpRequest, pages: list[Page], action: Any) -> HttpResponse | None:
    """Of what was chosen to be published in a list: a text that readers do not see yet is looked at by itself."""
    if request.method != "POST":
        return None
    unread = _unread(pages, with_below=request.POST.get("include_descendants") == "on")
    if not unread:
        return None
    if len(unread) == 1:
        messages.warning(request, f"Nothing is published yet. Look at what changes in “{unread[0]}” first.")
        return redirect(review_url(unread[0].pk))
    words = counted(len(unread), "page has a text", "pages have texts")
    messages.warning(request, f"Nothing is published. {words} that nobody compared yet: look at each.")
    return redirect(f"{reverse('docs_drafts:index')}")


def _unread(pages: list[Page], *, with_below: bool) -> list[DocPage]:
    found: dict[int, DocPage] = {}
    for page in pages:
        below = (
            DocPage.objects.descendant_of(page, inclusive=True) if with_below else DocPage.objects.filter(pk=page.pk)
        )
        found |= {one.pk: one for one in below.filter(has_unpublished_changes=True, latest_revision__isnull=False)}
    return list(found.values())
