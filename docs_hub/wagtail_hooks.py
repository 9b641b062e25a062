from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from docs_hub.models import DocPage
from docs_hub.viewsets import DocSourceViewSet, documentation_viewset


@hooks.register("register_admin_viewset")
def register_documentation() -> DocSourceViewSet:
    return documentation_viewset


@hooks.register("before_move_page")
@hooks.register("before_copy_page")
def keep_place(request: HttpRequest, page: Page, destination: Page | None = None) -> HttpResponse | None:
    """The next import would undo either: a page lies where its file lies, and there once."""
    if not isinstance(page.specific, DocPage):
        return None
    messages.error(request, "A documentation page lies where its file lies. Move or copy the file in the repository.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
